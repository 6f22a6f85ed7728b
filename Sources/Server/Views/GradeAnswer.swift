import Clinical
import Mustache

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

    init(_ answer: TableAnswer, toxicity: Toxicity) {
        let table = toxicity.grading
        var warnings: [AlertView] = []
        let notes = answer.assumed.compactMap { table.inputs[$0].unknownNote }
        if !notes.isEmpty { warnings.append(AlertView(.info, notes.joined(separator: " "))) }
        if let index = answer.row {
            let row = table.rows[index]
            headline = Self.title(row.outcome, toxicity)
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
            headline = Self.possible(outcomes, toxicity)
            grade = nil
            say = ""
            decides = answer.ask.first.map { table.inputs[$0].question }
            let worst = outcomes.compactMap(\.grade).max()
            untilThen = worst.map { "Until that is known, act as for grade \($0), the worst of these." }
            because = Self.given(answer.values, table: table, assumed: answer.assumed)
            source = nil
            rowID = nil
            isSevere = (worst ?? 0) >= 3
        }
        self.warnings = warnings
    }

    /// `Grade 2`, `Not CRS`
    private static func title(_ outcome: Outcome, _ toxicity: Toxicity) -> String {
        if let grade = outcome.grade { return "Grade \(grade)" }
        return outcome.verdict == nil ? "Not on file" : "Not \(toxicity.abbreviation)"
    }

    /// `Grade 2 or 3`, `Grade 0 to 4`, `Not CRS, or grade 1`
    static func possible(_ outcomes: [Outcome], _ toxicity: Toxicity) -> String {
        let grades = Set(outcomes.compactMap(\.grade)).sorted()
        let not = outcomes.contains { $0.grade == nil } ? "Not \(toxicity.abbreviation)" : nil
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

    /// Everything that was said.
    private static func given(_ values: [Int], table: DecisionTable, assumed: [Int]) -> [DefinitionRow] {
        table.inputs.indices.filter { index in
            values[index] != TableInput.unknown && table.inputs[index].isAsked && !assumed.contains(index)
                && table.inputs[index].whenUnknown != values[index]
        }.map { DefinitionRow(table.inputs[$0].question, value(values[$0], of: table.inputs[$0])) }
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
