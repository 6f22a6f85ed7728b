import Clinical
import Mustache

extension TableView {
    /// One row in words.
    struct Row: MustacheParent, Sendable {
        let id: String
        /// Conditions on the heading inputs, for the group.
        let heading: String?
        /// Alternatives; each a line of conditions.
        let when: [String]
        let say: String
        let grade: GradeMark?
        /// What a row of a score gives: its points, or the category.
        let points: String?
        let flags: [String]
        /// Where to look when the row says that nothing is on file.
        let missing: String?
        let source: SourceTag
        let state: RowState

        init(
            _ table: DecisionTable, _ index: Int, heads: [Int], state: RowState, open: [OpenStatement], isAnchored: Bool
        ) {
            let row = table.rows[index]
            let words = ConditionWords(table: table)
            id = row.id
            heading = heads.isEmpty ? nil : words.heading(row, inputs: heads)
            var lines = row.when.map { words.line($0, without: heads) }.filter { !$0.isEmpty }
            if lines.isEmpty { lines = [heads.isEmpty ? "otherwise" : "at any time"] }
            when = lines
            say = row.outcome.say ?? ""
            points = row.outcome.points.map { Wording.count($0, "point") } ?? row.outcome.category
            grade = row.outcome.grade.map { GradeMark(grade: $0) }
            flags = row.outcome.flags
            missing = row.outcome.open.map { id in Wording.notOnFile(open.first { $0.id == id }?.where_) }
            source = SourceTag(row.citation, anchored: isAnchored)
            self.state = state
        }

        func child(named name: String) -> Any? {
            switch name {
            case "rowId": id
            case "when": when
            case "manyWhen": when.count > 1
            case "oneWhen": when.count == 1 ? when[0] : nil
            case "say": points.map { say.isEmpty ? $0 : "\($0): \(say)" } ?? say
            case "grade": grade
            case "flags": flags
            case "missing": missing
            case "source": source
            case "applies": state == .applies
            case "possible": state == .possible
            case "rowClass": state == .none ? "row" : "row row-" + state.rawValue
            default: nil
            }
        }
    }
}

/// Puts the conditions of a row into words.
struct ConditionWords {
    let table: DecisionTable

    /// `8 to 28 days`, or `temperature: 38 °C or more; oxygen reason: low oxygen`.
    func line(_ conditions: [DecisionTable.Condition], without: [Int] = []) -> String {
        conditions.filter { !without.contains($0.input) }.map { self.condition($0) }.filter { !$0.isEmpty }
            .joined(separator: "; ")
    }

    /// The conditions on some inputs, joined: `monotherapy, after step-up dose 2`.
    func heading(_ row: DecisionTable.Row, inputs: [Int]) -> String {
        let conditions = row.when.first ?? []
        let parts = inputs.compactMap { input -> String? in
            guard let condition = conditions.first(where: { $0.input == input }) else { return nil }
            let values = values(condition)
            return table.inputs[input].name == "last" ? "after " + values : values
        }
        return Wording.capitalized(parts.joined(separator: ", "))
    }

    private func condition(_ condition: DecisionTable.Condition) -> String {
        let input = table.inputs[condition.input]
        let values = values(condition)
        if values == "any" { return "" }
        let name = input.isDerived ? input.question : input.name.split(separator: "-").joined(separator: " ")
        if input.isDerived { return name.filter { $0 != "?" } + ": " + values }
        switch input.domain {
        case .category(["no", "yes"]): return name + ": " + values
        // The unit already says what is counted.
        case .number(_, _, _, .days), .number(_, _, _, .grade): return values
        default: return name + ": " + values
        }
    }

    /// Ranges are worded for many: `up to 1 days` becomes `up to 1 day`, `1 drugs or more` becomes `1 drug or more`.
    private static func singular(_ text: String) -> String {
        var words = text.split(separator: " ").map(String.init)
        for index in words.indices.dropFirst() where words[index - 1] == "1" {
            if ["days", "weeks", "hours", "drugs", "points", "doses", "lines"].contains(words[index]) {
                words[index].removeLast()
            }
        }
        return words.joined(separator: " ")
    }

    func values(_ condition: DecisionTable.Condition) -> String {
        let input = table.inputs[condition.input]
        if case .number = input.domain {
            return Wording.either(condition.ranges.map { Self.singular(input.describe($0)) })
        }
        return Wording.either(condition.ranges.flatMap { range in range.map { input.describe($0) } })
    }
}
