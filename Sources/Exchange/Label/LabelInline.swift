/// Text inside a line: white space, raised and lowered signs.
enum LabelInline {
    /// All text of an element; a raised 9 in 10⁹ and a lowered 2 in O₂ keep their meaning.
    static func text(_ element: MarkupElement) -> String {
        var text = ""
        gather(element, into: &text)
        // A raised sign must not lose its meaning by standing alone at the end of trimmed text.
        return element.name == "sup" || element.name == "sub" ? text : tidy(text)
    }

    private static func gather(_ element: MarkupElement, into text: inout String) {
        if element.name == "sup" || element.name == "sub" {
            text += shifted(element.plainText, isRaised: element.name == "sup")
            return
        }
        for child in element.children {
            switch child {
            case .text(let piece): text += piece
            case .element(let inner): gather(inner, into: &text)
            }
        }
    }

    /// Runs of white space, breaks included, as one space.
    static func tidy(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Signs that Unicode has raised or lowered; anything else is written `^(…)` or `_(…)`.
    static func shifted(_ text: String, isRaised: Bool) -> String {
        let map = isRaised ? raised : lowered
        let signs = text.compactMap { map[$0] }
        if signs.count == text.count { return String(signs) }
        return (isRaised ? "^(" : "_(") + text + ")"
    }

    private static let raised = Dictionary(
        uniqueKeysWithValues: zip(
            "0123456789+-=()abcdefghijklmnoprstuvwxyz*†‡§¶#,®™",
            "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ*†‡§¶#,®™"))
    private static let lowered = Dictionary(
        uniqueKeysWithValues: zip("0123456789+-=()aeox", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓ"))
}
