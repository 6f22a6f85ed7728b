/// One page of the reference that is about neither one drug nor one graded reaction: prophylaxis, vaccines, logistics.
public struct Topic: Sendable {
    public let id: String
    public let title: String
    public let group: TopicGroup
    /// Other words a person may look for: abbreviations, brand names, everyday names.
    public let aliases: [String]
    /// Ids of the therapies it is about; empty means all.
    public let about: [String]
    /// Other pages to read, for example `toxicities/crs`.
    public let see: [String]
    public let sources: [Source]
    public let sections: [Section]
    public let choices: [Choice]
    public let open: [OpenStatement]

    public struct Section: Sendable {
        public let id: String
        public let title: String
        public let statements: [Statement]
    }
}

/// Shelves of the reference, in the order they are shown.
public enum TopicGroup: String, Sendable, CaseIterable {
    case reactions
    case infection
    case supportiveCare = "supportive-care"
    case logistics
    case afterCare = "after-care"
}

/// Words that mean the same and further names of pages; `search.yaml`.
public struct SearchNames: Sendable {
    /// Groups of equal words or phrases, for example `toci`, `tocilizumab`, `Actemra`.
    public let synonyms: [[String]]
    /// Further names by page, for example `toxicities/crs`: `cytokine storm`.
    public let pages: [String: [String]]
    /// Words of a question that say nothing: `what`, `for`.
    public let ignored: [String]

    public static let none = SearchNames(synonyms: [], pages: [:], ignored: [])
}

/// What a release changed, in words for people; `changes.yaml`.
public struct ReleaseNote: Sendable {
    public let release: String
    public let date: Day
    /// Newest release first; within one as the file has them.
    public let changes: [Change]

    public struct Change: Sendable {
        public let kind: Kind
        public let text: String
        /// The page it is about, for example `topics/ivig`; `nil` for the whole.
        public let page: String?
    }

    public enum Kind: String, Sendable, CaseIterable {
        case added, changed, removed, mended
    }
}
