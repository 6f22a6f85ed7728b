public import Clinical
import Course
public import JSONText

extension Calculators {
    /// Grades a reaction from findings; the keys are those of `cli.md`.
    ///
    /// - Parameter choices: Signed options by choice id.
    public func grade(_ id: String, findings: JSON, choices: [String: String]) throws(FieldError) -> Answer {
        guard let toxicity = library.toxicity(id) else {
            throw FieldError(
                field: "scale", given: id, allowed: "one of " + library.toxicities.map(\.id).joined(separator: ", "),
                code: "scale.unknown")
        }
        let values = try toxicity.intake.read(findings, choices: choices, untilSigned: toxicity.choices)
        let reading = GradeView(toxicity: toxicity, answer: toxicity.grading.answer(values))
        return Answer(json: reading.json, text: reading.text, status: .answered)
    }
}

/// A grading answer in the words and keys of the contract.
public struct GradeView: Sendable {
    public let toxicity: Toxicity
    public let answer: TableAnswer

    public init(toxicity: Toxicity, answer: TableAnswer) {
        self.toxicity = toxicity
        self.answer = answer
    }

    var table: DecisionTable { toxicity.grading }

    /// The row that answers, or `nil` while several outcomes are possible.
    public var settled: DecisionTable.Row? {
        guard let first = answer.rows.first else { return nil }
        let same = answer.rows.allSatisfy {
            let outcome = table.rows[$0].outcome
            return outcome.grade == table.rows[first].outcome.grade
                && outcome.verdict == table.rows[first].outcome.verdict
        }
        return same ? table.rows[first] : nil
    }

    public var verdict: String {
        guard let settled else { return "indeterminate" }
        return settled.outcome.grade == nil ? settled.outcome.verdict ?? "indeterminate" : "grade"
    }

    public var grade: Int? { settled?.outcome.grade }

    /// Grades still possible, ascending; a verdict that the scale does not apply stands last.
    public var possible: [JSON] {
        let outcomes = answer.rows.map { table.rows[$0].outcome }
        let grades = Set(outcomes.compactMap(\.grade)).sorted()
        let verdicts = Set(outcomes.compactMap(\.verdict)).sorted()
        return grades.map { .int($0) } + verdicts.map { .string($0) }
    }

    /// Worst grade still possible; drives what is done while something is unknown.
    public var worst: Int? { answer.rows.compactMap { table.rows[$0].outcome.grade }.max() }

    /// Cautions: those of the rows and every unknown that was read in the cautious way.
    public var flags: [String] {
        var flags = settled?.outcome.flags ?? []
        for index in answer.assumed {
            if let note = table.inputs[index].unknownNote { flags.append(note) }
        }
        return flags
    }

    /// The inputs that decide, with the value each had.
    public var because: [(input: TableInput, value: String)] {
        let looked = Set(answer.rows.flatMap { table.rows[$0].when.flatMap { $0.map(\.input) } })
        return table.inputs.indices.filter { looked.contains($0) && answer.values[$0] != TableInput.unknown }.map {
            (table.inputs[$0], table.inputs[$0].describe(answer.values[$0]))
        }
    }

    public var ask: [TableInput] { answer.ask.map { table.inputs[$0] } }

    public var json: JSON {
        let row = settled
        return .object([
            JSON.Member("scale", .string(toxicity.scale)), JSON.Member("grade", .optional(grade)),
            JSON.Member("verdict", .string(verdict)), JSON.Member("possible", .array(possible)),
            JSON.Member("worst", .optional(worst)), JSON.Member("ask", .strings(askKeys)),
            JSON.Member("row", .optional(row?.id)),
            JSON.Member("rows", .strings(answer.rows.map { table.rows[$0].id })),
            JSON.Member(
                "because",
                .array(
                    because.map {
                        .object([
                            JSON.Member("input", .string($0.input.key)), JSON.Member("value", .string($0.value)),
                            JSON.Member("row", .optional(row?.id)),
                        ])
                    })),
            JSON.Member("flags", .strings(flags)), JSON.Member("say", .optional(row?.outcome.say)),
            JSON.Member(
                "source",
                (row ?? answer.rows.first.map { table.rows[$0] }).map { .source($0.citation) } ?? .null),
            JSON.Member("citation", row.map { .citation($0.citation) } ?? .null),
        ])
    }

    /// Each key once: two questions may be answered by one list.
    private var askKeys: [String] {
        var keys: [String] = []
        for input in ask where !keys.contains(input.key) { keys.append(input.key) }
        return keys
    }

    public var text: String {
        var lines: [String] = []
        let name = toxicity.abbreviation
        switch verdict {
        case "grade": lines.append("\(name) grade \(grade ?? 0). \(settled?.outcome.say ?? "")")
        case "indeterminate":
            let words = possible.map { $0.string ?? "grade \($0.numberText ?? "")" }
            lines.append("\(name): \(words.joined(separator: " or ")).")
            if let next = ask.first { lines.append("Ask next: \(next.question)") }
        default: lines.append(settled?.outcome.say ?? verdict)
        }
        lines += flags.map { "! " + $0 }
        if let row = settled { lines.append("[\(toxicity.scale) · row \(row.id) · \(row.citation.mark)]") }
        return lines.joined(separator: "\n")
    }
}
