public import Clinical
import Course
public import JSONText

extension Calculators {
    /// Grades a reaction or scores a scale from findings; the keys are those of `cli.md`.
    ///
    /// - Parameters:
    ///   - id: A reaction (`crs`, `icans`) or a scale (`icaht`, `iec-hs`, …).
    ///   - term: What to grade, for scales with several terms.
    ///   - version: Version of the scale; without it the one the site signed.
    ///   - choices: Signed options by choice id.
    public func grade(
        _ id: String, term: String? = nil, version: String? = nil, findings: JSON, choices: [String: String]
    ) throws(FieldError) -> Answer {
        if let scale = library.scale(named: id) {
            return try ScaleGrader(scale).answer(term: term, version: version, findings: findings, choices: choices)
        }
        guard let toxicity = library.toxicity(id) else {
            let known = library.toxicities.map(\.id) + library.scales.map(\.id)
            let hint = nearest(to: id, among: known).map { " (did you mean \($0)?)" } ?? ""
            throw FieldError(
                field: "scale", given: id + hint, allowed: "one of " + known.joined(separator: ", "),
                code: "scale.unknown")
        }
        if let given = term ?? version {
            throw FieldError(
                field: term == nil ? "ctcae" : "term", given: given, allowed: "nothing: \(id) has one table",
                code: "field.unknown")
        }
        let values = try toxicity.intake.read(findings, choices: choices, untilSigned: toxicity.choices)
        let reading = GradeView(toxicity: toxicity, answer: toxicity.grading.answer(values))
        return Answer(json: reading.json, text: reading.text, status: .answered)
    }
}

extension ContentLibrary {
    /// A scale by its id or another word for it.
    public func scale(named name: String) -> Scale? {
        scale(name) ?? scales.first { $0.pick == .together && $0.parts.contains { $0.aliases.contains(name) } }
    }
}

/// A grading answer in the words and keys of the contract.
public struct GradeView: Sendable {
    public let abbreviation: String
    /// Name of the published scale.
    public let scale: String
    public let table: DecisionTable
    public let answer: TableAnswer
    /// The lists of day values the table counts in, for their questions.
    var series: [Series] = []

    public init(toxicity: Toxicity, answer: TableAnswer) {
        self.init(
            abbreviation: toxicity.abbreviation, scale: toxicity.scale, table: toxicity.grading, answer: answer)
    }

    public init(abbreviation: String, scale: String, table: DecisionTable, answer: TableAnswer) {
        self.abbreviation = abbreviation
        self.scale = scale
        self.table = table
        self.answer = answer
    }

    /// The row that answers, or `nil` while several outcomes are possible.
    public var settled: DecisionTable.Row? {
        guard let first = answer.rows.first else { return nil }
        let same = answer.rows.allSatisfy { table.rows[$0].outcome.answerKey == table.rows[first].outcome.answerKey }
        return same ? table.rows[first] : nil
    }

    public var verdict: String {
        guard let settled else { return "indeterminate" }
        if settled.outcome.open != nil { return "not-on-file" }
        return settled.outcome.grade == nil ? settled.outcome.verdict ?? "indeterminate" : "grade"
    }

    public var grade: Int? { settled?.outcome.grade }

    /// Grades still possible, ascending; a verdict that the scale does not apply stands last.
    public var possible: [JSON] {
        let outcomes = answer.rows.map { table.rows[$0].outcome }
        let grades = Set(outcomes.compactMap(\.grade)).sorted()
        let verdicts = Set(outcomes.compactMap(\.verdict)).sorted()
        let open = outcomes.contains { $0.open != nil } ? ["not-on-file"] : []
        return grades.map { .int($0) } + (verdicts + open).map { .string($0) }
    }

    /// Worst grade still possible; drives what is done while something is unknown.
    public var worst: Int? { answer.rows.compactMap { table.rows[$0].outcome.grade }.max() }

    /// The least grade still possible; `nil` while the scale may not apply at all.
    public var least: Int? {
        let grades = answer.rows.map { table.rows[$0].outcome.grade }
        return grades.contains(nil) ? nil : grades.compactMap { $0 }.min()
    }

    /// Answers that cannot all be true.
    public var contradictions: [DecisionTable.Contradiction] { table.contradictions(in: answer.values) }

    /// Cautions: contradictions, those of the rows, and every unknown that was read in the cautious way.
    public var flags: [String] {
        var flags = contradictions.map(\.text) + (settled?.outcome.flags ?? [])
        for index in answer.assumed {
            if let note = table.inputs[index].unknownNote { flags.append(note) }
        }
        return flags
    }

    /// The inputs that decide, with the value each had.
    public var because: [(input: TableInput, value: String)] {
        let looked = Set(answer.rows.flatMap { table.rows[$0].when.flatMap { $0.map(\.input) } })
        return table.inputs.indices.compactMap { index in
            guard looked.contains(index) else { return nil }
            let input = table.inputs[index]
            if answer.values[index] != TableInput.unknown { return (input, input.describe(answer.values[index])) }
            guard answer.bounds.indices.contains(index), let bound = answer.bounds[index] else { return nil }
            return (input, input.describe(bound))
        }
    }

    public var ask: [TableInput] { answer.ask.map { table.inputs[$0] } }

    public var json: JSON { .object(members) }

    var members: [JSON.Member] {
        let row = settled
        return [
            JSON.Member("scale", .string(scale)), JSON.Member("grade", .optional(grade)),
            JSON.Member("verdict", .string(verdict)), JSON.Member("possible", .array(possible)),
            JSON.Member("least", .optional(least)), JSON.Member("worst", .optional(worst)),
            JSON.Member("ask", .strings(table.keys(of: answer))), JSON.Member("row", .optional(row?.id)),
            JSON.Member("rows", .strings(answer.rows.map { table.rows[$0].id })),
            JSON.Member(
                "because",
                .array(
                    because.map {
                        .object([
                            JSON.Member("input", .string(name($0.input))), JSON.Member("value", .string($0.value)),
                            JSON.Member("row", .optional(row?.id)),
                        ])
                    })),
            JSON.Member("flags", .strings(flags)),
            JSON.Member("contradictions", .strings(contradictions.map(\.text))),
            JSON.Member("say", .optional(row?.outcome.say)),
            JSON.Member(
                "source",
                (row ?? answer.rows.first.map { table.rows[$0] }).map { .source($0.citation) } ?? .null),
            JSON.Member("citation", row.map { .citation($0.citation) } ?? .null),
            JSON.Member("verification", .optional(row?.citation.level.rawValue)),
        ]
    }

    /// Under which name an input is listed: the key a person gave, or the table's own name of what it worked out.
    private func name(_ input: TableInput) -> String { input.isDerived ? input.name : input.key }

    public var text: String {
        var lines: [String] = []
        switch verdict {
        case "grade": lines.append("\(abbreviation) grade \(grade ?? 0). \(settled?.outcome.say ?? "")")
        case "indeterminate":
            let words = possible.map { $0.string ?? "grade \($0.numberText ?? "")" }
            lines.append("\(abbreviation): \(words.joined(separator: " or ")).")
            if let next = question { lines.append("Ask next: \(next)") }
        default: lines.append(settled?.outcome.say ?? verdict)
        }
        lines += flags.map { "! " + $0 }
        if let row = settled { lines.append("[\(scale) · row \(row.id) · \(row.citation.mark)]") }
        return lines.joined(separator: "\n")
    }

    /// The question that narrows most; for something worked out, what it is worked out from.
    public var question: String? {
        guard let key = table.keys(of: answer).first else { return nil }
        if let list = series.first(where: { $0.key == key }) { return list.question }
        let asked = table.inputs.first { !$0.isDerived && $0.key == key } ?? ask.first
        return asked?.question
    }
}
