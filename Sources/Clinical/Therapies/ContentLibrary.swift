/// All content of one release, verified.
public struct ContentLibrary: Sendable {
    public let release: Release
    /// Those a course can be started with.
    public let therapies: [Therapy]
    /// Those that are only read about: no course, no calculator.
    public let referenceTherapies: [Therapy]
    public let toxicities: [Toxicity]
    public let limits: Limits
    /// What the program says about a course, by id.
    public let phrases: [String: Phrase]
    public let topics: [Topic]
    /// What each release changed, newest first.
    public let notes: [ReleaseNote]
    public let names: SearchNames
    /// Every statement of every file, in the order of the paths, then of each file.
    public let statements: [ContentStatement]
    public let census: Census
    let searching = SearchShelf()

    public func therapy(_ id: String) -> Therapy? { therapies.first { $0.id == id } }
    public var allTherapies: [Therapy] { therapies + referenceTherapies }
    public func topic(_ id: String) -> Topic? { topics.first { $0.id == id } }
    public func toxicity(_ id: String) -> Toxicity? { toxicities.first { $0.id == id } }

    /// All choices a site can sign, of therapies and toxicities.
    public var choices: [Choice] {
        allTherapies.flatMap(\.choices) + toxicities.flatMap(\.choices) + topics.flatMap(\.choices)
    }
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
