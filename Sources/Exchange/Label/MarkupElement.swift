/// An XML element as read: names without their prefix, nothing interpreted.
public struct MarkupElement: Sendable, Equatable {
    public enum Node: Sendable, Equatable {
        case element(MarkupElement)
        case text(String)
    }

    public let name: String
    public let attributes: [String: String]
    public var children: [Node]

    public init(_ name: String, attributes: [String: String] = [:], children: [Node] = []) {
        self.name = name
        self.attributes = attributes
        self.children = children
    }

    var elements: [MarkupElement] {
        children.compactMap { if case .element(let element) = $0 { element } else { nil } }
    }

    func all(_ name: String) -> [MarkupElement] { elements.filter { $0.name == name } }

    /// The element at the end of a way of names, each the first of its name.
    func first(_ names: String...) -> MarkupElement? {
        var element = self
        for name in names {
            guard let next = element.elements.first(where: { $0.name == name }) else { return nil }
            element = next
        }
        return element
    }

    /// All text inside, runs of white space as one space.
    var plainText: String {
        var text = ""
        gather(into: &text)
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private func gather(into text: inout String) {
        for child in children {
            switch child {
            case .text(let piece): text += piece
            case .element(let element): element.gather(into: &text)
            }
        }
    }
}
