/// All content of one release, verified.
public struct ContentLibrary: Sendable {
    public let release: Release
    /// Those a course can be started with.
    public let therapies: [Therapy]
    /// Those that are only read about: no course, no calculator.
    public let referenceTherapies: [Therapy]
    public let toxicities: [Toxicity]
    /// What is given for reactions.
    public let medicines: [Medicine]
    /// What to do for each reaction, by grade.
    public let management: [ManagementGuide]
    /// Published scales beyond the reactions of a course.
    public let scales: [Scale]
    public let limits: Limits
    /// What the program says about a course, by id.
    public let phrases: [String: Phrase]
    public let topics: [Topic]
    /// What each release changed, newest first.
    public let notes: [ReleaseNote]
    public let names: SearchNames
    /// Every statement of every file, in the order of the paths, then of each file.
    public let statements: [ContentStatement]
    public private(set) var census: Census
    let searching = SearchShelf()

    public func therapy(_ id: String) -> Therapy? { therapies.first { $0.id == id } }
    public var allTherapies: [Therapy] { therapies + referenceTherapies }
    public func topic(_ id: String) -> Topic? { topics.first { $0.id == id } }
    public func scale(_ id: String) -> Scale? { scales.first { $0.id == id } }
    public func toxicity(_ id: String) -> Toxicity? { toxicities.first { $0.id == id } }

    public func medicine(_ id: String) -> Medicine? { medicines.first { $0.id == id } }
    public func management(of toxicity: String) -> ManagementGuide? { management.first { $0.id == toxicity } }

    /// All choices a site can sign.
    public var choices: [Choice] {
        let drugs: [[Choice]] = allTherapies.map(\.choices) + medicines.map(\.choices)
        let reactions: [[Choice]] = toxicities.map(\.choices) + scales.map(\.choices) + management.map(\.choices)
        return (drugs + reactions + topics.map(\.choices)).flatMap { $0 }
    }

    /// The same content with examples counted that were run after it was loaded.
    public func counting(examples: Int) -> ContentLibrary {
        var counted = self
        counted.census.examplesPassed += examples
        return counted
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
