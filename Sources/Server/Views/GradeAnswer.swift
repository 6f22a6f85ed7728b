import Clinical
import Mustache
import Service

/// A grade, or the grades still possible and what decides; the same on calculators and patient pages.
struct GradeAnswer: MustacheParent, Sendable {
    let headline: String
    let grade: GradeMark?
    let say: String
    /// The question that narrows most, when several rows are possible.
    let decides: String?
    /// What to act on while it is open.
    let untilThen: String?
    let because: [DefinitionRow]
    let warnings: [AlertView]
    let source: SourceTag?
    let rowID: String?
    let isSevere: Bool
    /// Id of the headline; pages with several answers give each its own.
    var headID = "answer-head"

    init(_ answer: TableAnswer, toxicity: Toxicity) {
        self.init(answer, table: toxicity.grading, abbreviation: toxicity.abbreviation)
    }

    /// - Parameters:
    ///   - title: What stands before the grade where a page has several answers.
    ///   - question: The question that narrows most, where the table's own words are of something worked out.
    ///   - notes: Said below the answer.
    init(
        _ answer: TableAnswer, table: DecisionTable, abbreviation: String, title: String? = nil,
        question: String? = nil, notes: [AlertView] = []
    ) {
        let before = title.map { $0 + ": " } ?? ""
        var warnings = notes
        let assumed = answer.assumed.compactMap { table.inputs[$0].unknownNote }
        if !assumed.isEmpty { warnings.append(AlertView(.info, assumed.joined(separator: " "))) }
        warnings += table.contradictions(in: answer.values).map { AlertView(.amber, $0.text, source: $0.citation) }
        if let index = answer.row {
            let row = table.rows[index]
            headline = before + Self.title(row.outcome, abbreviation)
            grade = row.outcome.grade.map { GradeMark(grade: $0) }
            say = row.outcome.say ?? ""
            decides = nil
            untilThen = nil
            because = Self.because(row, values: answer.values, table: table)
            warnings = row.outcome.flags.map { AlertView(.amber, $0, source: row.citation) } + warnings
            source = SourceTag(row.citation)
            rowID = row.id
            isSevere = row.outcome.severity >= 3
        } else {
            let outcomes = answer.rows.map { table.rows[$0].outcome }
            headline = before + Self.possible(outcomes, abbreviation)
            grade = nil
            say = ""
            decides = question ?? answer.ask.first.map { table.inputs[$0].question }
            let worst = outcomes.compactMap(\.grade).max()
            untilThen = worst.map { "Until that is known, act as for grade \($0), the worst of these." }
            because = Self.given(answer, table: table)
            source = nil
            rowID = nil
            isSevere = (worst ?? 0) >= 3
        }
        self.warnings = warnings
    }

    /// A score: its points or the sums still possible, and the category.
    init(_ score: PointScore, _ answer: PointScore.Answer, reading: ScaleGrader.Reading) {
        let found = answer.categories.map { score.categories.rows[$0] }
        let isSettled = found.count == 1 && answer.points != nil
        let sums = Wording.either(answer.totals.map(String.init))
        let words = Wording.either(found.compactMap(\.outcome.category))
        headline = "\(sums) \(answer.totals == [1] ? "point" : "points"): \(words)"
        grade = nil
        say = found.count == 1 ? found[0].outcome.say ?? "" : ""
        decides = reading.asked(score, answer).first?.question
        untilThen =
            found.count > 1
            ? found.last?.outcome.category.map { "Until that is known, act as for \($0), the worst of these." } : nil
        because = zip(score.items, answer.items).compactMap { item, found in
            guard let row = found.row, let points = item.rows[row].outcome.points else { return nil }
            let value = item.inputs[0].describe(found.values[0])
            return DefinitionRow(
                item.title, "\(value): \(Wording.count(points, "point"))", source: item.rows[row].citation)
        }
        warnings = reading.flags(score, answer).map { AlertView(.amber, $0) }
        source = isSettled ? SourceTag(found[0].citation) : nil
        rowID = isSettled ? found[0].id : nil
        isSevere = false
    }

    /// `Grade 2`, `Not CRS`
    private static func title(_ outcome: Outcome, _ abbreviation: String) -> String {
        if let grade = outcome.grade { return "Grade \(grade)" }
        guard let verdict = outcome.verdict else { return "Not on file" }
        // Other verdicts send to another scale.
        return verdict.hasPrefix("not-") ? "Not \(abbreviation)" : "Another scale"
    }

    /// `Grade 2 or 3`, `Grade 0 to 4`, `Not CRS, or grade 1`
    static func possible(_ outcomes: [Outcome], _ abbreviation: String) -> String {
        let grades = Set(outcomes.compactMap(\.grade)).sorted()
        let not = outcomes.first { $0.grade == nil }.map { title($0, abbreviation) }
        guard let first = grades.first, let last = grades.last else { return not ?? "Not on file" }
        let run = grades.count > 2 && last - first == grades.count - 1
        let words = run ? "\(first) to \(last)" : Wording.either(grades.map(String.init))
        return not.map { "\($0), or grade \(words)" } ?? "Grade \(words)"
    }

    /// The conditions of the row that were met, each with the value that met it.
    private static func because(_ row: DecisionTable.Row, values: [Int], table: DecisionTable) -> [DefinitionRow] {
        let met = row.when.first { $0.allSatisfy { condition in condition.allows(values[condition.input]) } }
        let inputs = (met ?? []).map(\.input).filter { table.inputs[$0].isAsked }
        return inputs.map { input in
            DefinitionRow(table.inputs[input].question, value(values[input], of: table.inputs[input]))
        }
    }

    /// Everything that was said, and what was worked out from it where a row still possible looks at it.
    private static func given(_ answer: TableAnswer, table: DecisionTable) -> [DefinitionRow] {
        let looked = Set(answer.rows.flatMap { table.rows[$0].when.flatMap { $0.map(\.input) } })
        return table.inputs.indices.compactMap { index in
            let input = table.inputs[index]
            guard input.isAsked, !answer.assumed.contains(index), !input.isDerived || looked.contains(index) else {
                return nil
            }
            if answer.values[index] != TableInput.unknown {
                guard input.whenUnknown != answer.values[index] else { return nil }
                return DefinitionRow(input.question, value(answer.values[index], of: input))
            }
            guard answer.bounds.indices.contains(index), let bound = answer.bounds[index] else { return nil }
            return DefinitionRow(input.question, input.describe(bound))
        }
    }

    private static func value(_ value: Int, of input: TableInput) -> String {
        if case .number(_, _, _, .celsius) = input.domain, value != TableInput.unknown {
            return BodyTemperature(hundredthsCelsius: value).description
        }
        return input.describe(value)
    }

    func child(named name: String) -> Any? {
        switch name {
        case "headline": headline
        case "headId": headID
        case "grade": grade
        case "answerSay": say.isEmpty ? nil : say
        case "decides": decides
        case "untilThen": untilThen
        case "facts": because
        case "factsTitle": decides == nil ? "Why" : "Known so far"
        case "hasFacts": !because.isEmpty
        case "warnings": warnings
        case "source": source
        case "rowId": rowID
        case "toneClass": isSevere ? "answer answer-stop" : decides == nil ? "answer answer-go" : "answer answer-wait"
        default: nil
        }
    }
}

extension TableInput {
    /// Whether a person is asked; a choice is signed by the site instead.
    fileprivate var isAsked: Bool {
        if case .choice = origin { false } else { true }
    }
}
