import Clinical
public import JSONText

/// One answer of a calculator: the same for the command line, the API and the pages.
public struct Answer: Sendable {
    public let json: JSON
    /// Lines for people.
    public let text: String
    public let status: Status

    /// What the command line exits with.
    public enum Status: Int32, Sendable {
        case answered = 0
        case faults = 1
        case badInput = 2
        /// The content has no verified statement to answer from.
        case notOnFile = 3
    }

    public init(json: JSON, text: String, status: Status = .answered) {
        self.json = json
        self.text = text
        self.status = status
    }
}

extension JSON {
    /// Where a statement was read, in one line.
    static func source(_ citation: Citation) -> JSON { .string(citation.full) }

    /// Where a statement was read, part by part.
    static func citation(_ citation: Citation) -> JSON {
        .object([
            Member("id", .string(citation.source.id)), Member("title", .string(citation.source.title)),
            Member("revised", .optional(citation.source.revised)), Member("place", .string(citation.place)),
            Member("level", .string(citation.level.rawValue)), Member("url", .optional(citation.source.url)),
            Member("note", .optional(citation.note)),
        ])
    }

    static func day(_ day: Day?) -> JSON { .optional(day?.iso) }
    static func instant(_ instant: Instant?) -> JSON { .optional(instant?.iso) }
}
