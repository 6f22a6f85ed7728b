/// A published scale beyond the reactions of a course: one or several tables, or a score.
public struct Scale: Sendable {
    /// How an answer is found among the parts.
    public enum Pick: String, Sendable, CaseIterable {
        /// Every part answers from the same findings; the first is the scale's own grade.
        case together
        /// A person names a term, and the version of the scale decides which part answers.
        case term
    }

    public let id: String
    public let name: String
    public let abbreviation: String
    /// Name of the published scale, for example `ICAHT 2023`.
    public let published: String
    public let pick: Pick
    /// The choice that says which version a site uses, where there are several.
    public let versionChoice: String?
    public let sources: [Source]
    public let sections: [ToxicitySection: [Statement]]
    public let scores: [Score]
    public let lists: [WordList]
    public let notCounted: [String]
    public let series: [Series]
    public let parts: [ScalePart]
    public let choices: [Choice]
    public let open: [OpenStatement]

    /// All terms, each once, in the order of the file.
    public var terms: [String] {
        var terms: [String] = []
        for part in parts where !terms.contains(part.term) { terms.append(part.term) }
        return terms
    }

    /// Keys that belong to other parts, so that findings for all of them can be given at once.
    private func ignored(besides part: ScalePart) -> Set<String> {
        guard pick == .together else { return Set(notCounted) }
        var keys = Set(notCounted)
        for other in parts where other.id != part.id {
            for table in other.tables { keys.formUnion(TableIntake(table: table, scores: scores, series: series).keys) }
        }
        return keys
    }

    /// Reads findings for one table of a part.
    public func intake(_ part: ScalePart, _ table: DecisionTable) -> TableIntake {
        var ignored = ignored(besides: part)
        for other in part.tables where other.id != table.id {
            ignored.formUnion(TableIntake(table: other, scores: scores, series: series).keys)
        }
        return TableIntake(table: table, scores: scores, ignored: ignored, series: series)
    }
}

/// One thing a scale answers: a table of grades, or a score.
public struct ScalePart: Sendable {
    public enum Method: Sendable {
        case table(DecisionTable)
        case points(PointScore)
    }

    public let id: String
    /// What a person names; parts of one term differ in their version.
    public let term: String
    /// Other words for the term.
    public let aliases: [String]
    /// Versions of the scale in which this was read; empty where the scale has one.
    public let versions: [String]
    public let method: Method

    /// The tables that read findings.
    public var tables: [DecisionTable] {
        switch method {
        case .table(let table): [table]
        case .points(let score): score.items
        }
    }

    public var title: String {
        switch method {
        case .table(let table): table.title
        case .points(let score): score.title
        }
    }

    public func answers(to name: String) -> Bool {
        let name = name.lowercased().replacing("_", with: "-").replacing(" ", with: "-")
        return term == name || aliases.contains(name)
    }
}
