import Clinical
import Course

/// Sentences and names that all pages write the same way.
enum Wording {
    /// `Not on file. Look in the label, section 2.4.`
    static func notOnFile(_ place: String?) -> String {
        guard let place, !place.isEmpty else { return "Not on file." }
        return "Not on file. Look in \(withArticle(place))."
    }

    /// Puts "the" before places that begin with the name of a document.
    private static func withArticle(_ place: String) -> String {
        let plain = place.hasSuffix(".") ? String(place.dropLast()) : place
        let documents = [
            "label", "Label", "US label", "current US label", "US Medication Guide", "Medication Guide", "FDA", "ASTCT",
        ]
        guard let document = documents.first(where: { plain.hasPrefix($0) }) else { return plain }
        return "the " + (document == "Label" ? "l" + plain.dropFirst() : plain)
    }

    /// `TECListamab (Tecvayli)`
    static func name(_ therapy: Therapy) -> String { "\(therapy.names.tallMan) (\(therapy.names.brand))" }

    /// `Step-up dose 2`
    static func dose(_ name: String) -> String { capitalized(TherapyProtocol.title(name)) }

    static func capitalized(_ text: String) -> String {
        guard let first = text.first else { return text }
        return first.uppercased() + text.dropFirst()
    }

    /// `1 vial`, `2 vials`
    static func count(_ number: Int, _ noun: String) -> String {
        "\(ExactDecimal.format(number, decimals: 0)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// `a, b or c`
    static func either(_ words: [String]) -> String { join(words, "or") }

    /// `a, b and c`
    static func all(_ words: [String]) -> String { join(words, "and") }

    private static func join(_ words: [String], _ last: String) -> String {
        guard words.count > 1, let end = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " \(last) " + end
    }

    /// `2026-03` becomes `Mar 2026`; anything else stays as it is.
    static func month(_ text: String) -> String {
        guard let day = Day(text.count == 7 ? text + "-01" : text) else { return text }
        return day.description.split(separator: " ").dropFirst().joined(separator: " ")
    }
}
