/// All content of one release, verified.
public struct ContentLibrary: Sendable {
    public let release: Release
    public let therapies: [Therapy]
    public let toxicities: [Toxicity]
    public let limits: Limits
    /// What the program says about a course, by id.
    public let phrases: [String: Phrase]
    public let census: Census

    public func therapy(_ id: String) -> Therapy? { therapies.first { $0.id == id } }
    public func toxicity(_ id: String) -> Toxicity? { toxicities.first { $0.id == id } }

    /// All choices a site can sign, of therapies and toxicities.
    public var choices: [Choice] { therapies.flatMap(\.choices) + toxicities.flatMap(\.choices) }
}

/// A named set of content.
public struct Release: Sendable, Hashable {
    public let id: String
    public let date: Day
    public let note: String
}

/// What was counted while loading; `stepwell content check` shows it.
public struct Census: Sendable, Equatable {
    public var files = 0
    public var tables = 0
    public var statements = 0
    public var unverified = 0
    public var open = 0
    public var examplesPassed = 0

    public init() {}
}

/// Bounds for what people type, and how old facts may be.
public struct Limits: Sendable {
    public let weight: ClosedRange<BodyWeight>
    public let temperature: ClosedRange<BodyTemperature>
    /// A weight older than this many days is not used without a warning.
    public let weightMaximumAgeDays: Int
    /// A fever at or above this is asked to be graded.
    public let fever: BodyTemperature
    /// Hours after a dose in which reactions are watched for when no observation rule says longer.
    public let riskWindowHours: Int
    public let systolic: ClosedRange<Int>
    public let diastolic: ClosedRange<Int>
    public let heartRate: ClosedRange<Int>
    public let oxygenSaturation: ClosedRange<Int>
    public let citations: [String: Citation]
}

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
            let name = Substring(rest[rest.index(after: start)..<end])
            result += values.first { $0.0 == name }?.1 ?? "{\(name)}"
            rest = rest[rest.index(after: end)...]
        }
        return result + String(Substring(rest))
    }
}
