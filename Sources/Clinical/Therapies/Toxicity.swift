/// A reaction that is graded: how to recognise and grade it, and what respected sources say to do.
public struct Toxicity: Sendable {
    public let id: String
    public let name: String
    public let abbreviation: String
    /// Names of the published scale.
    public let scale: String
    public let sources: [Source]
    public let sections: [ToxicitySection: [Statement]]
    public let scores: [Score]
    public let grading: DecisionTable
    /// Words to choose from for findings that are lists.
    public let lists: [WordList]
    /// Findings people may give that do not change the grade.
    public let notCounted: [String]
    public let choices: [Choice]
    public let open: [OpenStatement]

    /// Reads findings for ``grading``.
    public var intake: TableIntake {
        TableIntake(table: grading, scores: scores, ignored: Set(notCounted))
    }
}

public enum ToxicitySection: String, Sendable, CaseIterable {
    case recognition
    case definition
    case grading
    case exclusions
    case management
    case afterCare = "after-care"
}

/// A scored examination, for example the ICE score: items with points.
public struct Score: Sendable {
    public let id: String
    public let name: String
    /// Under this key a person gives the total; under `itemsKey` the points item by item.
    public let key: String
    public let itemsKey: String
    public let items: [Item]
    public let citation: Citation

    public struct Item: Sendable {
        public let key: String
        /// What to ask or to watch for.
        public let prompt: String
        public let points: Int
    }

    public var maximum: Int { items.reduce(0) { $0 + $1.points } }
}

/// The words a form offers for a finding that is a list, for example the vasopressors needed.
public struct WordList: Sendable {
    public let key: String
    public let words: [String]
    /// What to call each word on a screen, in the same order.
    public let labels: [String]
    public let citation: Citation
}
