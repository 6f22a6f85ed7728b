import JSONText

@testable import Clinical

/// A grading table of the real content, asked in the words a person uses.
struct Grader {
    let toxicity: Toxicity

    init(_ id: String) throws {
        guard let found = try RealContent.library.toxicity(id) else { throw Missing(id: id) }
        toxicity = found
    }

    struct Missing: Error { let id: String }

    var table: DecisionTable { toxicity.grading }

    /// - Parameters:
    ///   - given: JSON text; its members replace those of `defaults`.
    func answer(_ given: String, over defaults: String = "{}", choices: [String: String] = [:]) throws -> TableAnswer {
        var members = try JSON.parse(defaults).members ?? []
        for member in try JSON.parse(given).members ?? [] {
            members.removeAll { $0.key == member.key }
            members.append(member)
        }
        let values = try toxicity.intake.read(.object(members), choices: choices, untilSigned: toxicity.choices)
        return table.answer(values)
    }

    /// `grade 2`, `not-crs`, or several joined by `|`, in the table's order.
    func words(_ answer: TableAnswer) -> String {
        var words: [String] = []
        for row in answer.rows {
            let outcome = table.rows[row].outcome
            let word = outcome.grade.map { "grade \($0)" } ?? outcome.verdict ?? "?"
            if !words.contains(word) { words.append(word) }
        }
        return words.joined(separator: "|")
    }

    /// How bad a row is: its grade, or -1 where the scale does not apply.
    func rank(_ values: [Int]) -> Int? { table.row(for: values.span).map { table.rows[$0].outcome.severity } }

    func position(_ name: String) throws -> Int {
        guard let position = table.input(named: name) else { throw Missing(id: name) }
        return position
    }

    func words(of name: String) throws -> [String] {
        guard case .category(let words) = table.inputs[try position(name)].domain else { throw Missing(id: name) }
        return words
    }

    /// A value from each part of each input's domain that the rows treat differently, and its neighbours.
    func samples(_ input: Int) -> [Int] {
        let domain = table.inputs[input].domain
        let all = domain.lower...(domain.lower + domain.count - 1)
        var samples: Set<Int> = [all.lowerBound, all.upperBound]
        for condition in table.rows.flatMap(\.when).joined() where condition.input == input {
            for range in condition.ranges {
                samples.formUnion([range.lowerBound - 1, range.lowerBound, range.upperBound, range.upperBound + 1])
            }
        }
        return samples.filter { all.contains($0) }.sorted()
    }
}
