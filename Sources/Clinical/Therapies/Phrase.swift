/// One sentence of the program with its level of alarm and its source; `{name}` marks what is filled in.
public struct Phrase: Sendable {
    public let id: String
    public let level: Level
    public let text: String
    public let citation: Citation
    /// The content has no such sentence: the id stands for it.
    public let isMissing: Bool

    init(id: String, level: Level, text: String, citation: Citation, isMissing: Bool = false) {
        self.id = id
        self.level = level
        self.text = text
        self.citation = citation
        self.isMissing = isMissing
    }

    /// Stands in for a sentence the content lacks: its id, in red because nobody said how grave it is.
    public static func missing(_ id: String) -> Phrase {
        let source = Source(
            id: "none", title: "Not on file: phrases.yaml lacks this sentence", by: nil, revised: nil,
            level: .unverified, url: nil, note: nil)
        let citation = Citation(source: source, place: "", level: .unverified, note: nil)
        return Phrase(id: id, level: .red, text: id, citation: citation, isMissing: true)
    }

    public enum Level: String, Sendable, CaseIterable, Comparable {
        case red, amber, info

        private var order: Int { self == .red ? 0 : self == .amber ? 1 : 2 }
        /// Red first.
        public static func < (left: Self, right: Self) -> Bool { left.order < right.order }
    }

    /// The sentence with every `{name}` replaced; a name that was not given stays visible. A missing sentence is its id
    /// and what it would have said: `fever-ungraded: temperature 38.6 °C, grade 1`.
    ///
    /// `{days|day|days}` is the number with the word for one or for more: `1 day`, `7 days`. A value that does not begin
    /// with a digit stands alone: `not on file`.
    public func filled(_ values: [(String, String)]) -> String {
        if isMissing {
            let said = values.filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1)" }
            return said.isEmpty ? text : text + ": " + said.joined(separator: ", ")
        }
        let open = UInt8(ascii: "{")
        let close = UInt8(ascii: "}")
        var rest = text.utf8[...]
        guard rest.contains(open) else { return text }
        var result = ""
        while let start = rest.firstIndex(of: open), let end = rest[start...].firstIndex(of: close) {
            result += String(Substring(rest[..<start]))
            result += Self.filled(Substring(rest[rest.index(after: start)..<end]), values)
            rest = rest[rest.index(after: end)...]
        }
        return result + String(Substring(rest))
    }

    private static func filled(_ blank: Substring, _ values: [(String, String)]) -> String {
        let parts = blank.split(separator: "|", omittingEmptySubsequences: false)
        guard let value = values.first(where: { $0.0 == parts[0] })?.1 else { return "{\(blank)}" }
        guard parts.count == 3, let first = value.utf8.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
        else { return value }
        return "\(value) \(value == "1" ? parts[1] : parts[2])"
    }

    /// The first blank that is neither `{name}` nor `{name|one|many}`; `nil` when all are.
    var wrongBlank: String? {
        for part in text.split(separator: "{", omittingEmptySubsequences: false).dropFirst() {
            guard let end = part.firstIndex(of: "}") else { return "{\(part)" }
            let blank = part[..<end]
            let parts = blank.split(separator: "|", omittingEmptySubsequences: false)
            if ![1, 3].contains(parts.count) || parts.contains(where: \.isEmpty) { return "{\(blank)}" }
        }
        return nil
    }
}
