public import Clinical
import JSONText

/// A scale's answer in the words and keys of the contract.
extension ScaleGrader.Reading {
    /// Whether the rows that answer are on file.
    var isOnFile: Bool {
        guard case .table(let view) = result else { return true }
        return view.verdict != "not-on-file"
    }

    /// Whether something was given that this part looks at and another does not.
    var hasFindings: Bool {
        guard case .table(let view) = result, view.table.countsDays else { return true }
        return series.contains { view.table.counts(in: $0.key) }
    }

    var members: [JSON.Member] {
        var members: [JSON.Member]
        switch result {
        case .table(let view):
            members = view.members + days(view)
        case .points(let score, let answer): members = points(score, answer)
        }
        if scale.pick == .term { members.append(JSON.Member("term", .string(part.term))) }
        if let version { members.append(JSON.Member("version", .string(version))) }
        return members
    }

    public var text: String {
        switch result {
        case .table(let view):
            var lines = [view.text]
            for gap in gaps(view) where !gap.days.isEmpty {
                lines.append("No value on \(DayList.text(gap.days)) (\(gap.key)).")
            }
            if let bridged = bridged(view) {
                let words = bridged.grade.map { "grade \($0)" } ?? "no grade"
                lines.append(
                    "With days without a value between two low ones counted as low (\(bridged.filled) filled): \(words)."
                )
            }
            if version == ScaleGrader.unstated { lines.append("! The source does not state the version.") }
            return lines.joined(separator: "\n")
        case .points(let score, let answer): return text(score, answer)
        }
    }

    // MARK: Days

    /// Days without a value that the answer depends on, the one that narrows most first.
    public func gaps(_ view: GradeView) -> [(key: String, days: [Int])] {
        series.filter { view.table.counts(in: $0.key) }.map { reading in
            (reading.key, view.table.gaps(reading, answer: view.answer))
        }
    }

    /// The grade that published programs give, where days without a value left several possible.
    public func bridged(_ view: GradeView) -> (grade: Int?, filled: Int)? {
        guard view.settled == nil, let found = view.table.bridging(view.answer, series) else { return nil }
        let grades = Set(found.answer.rows.map { view.table.rows[$0].outcome.grade })
        return grades.count == 1 ? (grades.first ?? nil, found.filled) : nil
    }

    private func days(_ view: GradeView) -> [JSON.Member] {
        guard view.table.countsDays else { return [] }
        let missing = gaps(view).map { gap in
            JSON.object([
                JSON.Member("input", .string(gap.key)), JSON.Member("days", .array(gap.days.sorted().map { .int($0) })),
                JSON.Member("measureFirst", .optional(gap.days.first)),
            ])
        }
        let read = bridged(view).map { found in
            JSON.object([
                JSON.Member("grade", .optional(found.grade)), JSON.Member("daysFilled", .int(found.filled)),
            ])
        }
        return [JSON.Member("missingDays", .array(missing)), JSON.Member("bridged", read ?? .null)]
    }

    // MARK: Points

    private func categories(_ score: PointScore, _ answer: PointScore.Answer) -> [DecisionTable.Row] {
        answer.categories.map { score.categories.rows[$0] }
    }

    private func rows(_ score: PointScore, _ answer: PointScore.Answer) -> [(DecisionTable, DecisionTable.Row)] {
        zip(score.items, answer.items).compactMap { item, found in found.row.map { (item, item.rows[$0]) } }
    }

    private func points(_ score: PointScore, _ answer: PointScore.Answer) -> [JSON.Member] {
        let categories = categories(score, answer)
        let settled = categories.count == 1 ? categories[0] : nil
        let because = zip(score.items, answer.items).compactMap { item, found -> JSON? in
            guard let row = found.row else { return nil }
            return .object([
                JSON.Member("input", .string(item.inputs[0].key)),
                JSON.Member("value", .string(item.inputs[0].describe(found.values[0]))),
                JSON.Member("points", .optional(item.rows[row].outcome.points)),
                JSON.Member("row", .string(item.rows[row].id)),
            ])
        }
        return [
            JSON.Member("scale", .string(scale.published)), JSON.Member("grade", .null),
            JSON.Member("verdict", .string(settled == nil ? "indeterminate" : "score")),
            JSON.Member("points", .optional(answer.points)),
            JSON.Member("category", .optional(settled?.outcome.category)),
            JSON.Member("possible", .array(answer.totals.map { .int($0) })),
            JSON.Member("possibleCategories", .strings(categories.compactMap(\.outcome.category))),
            JSON.Member("ask", .strings(asked(score, answer).map(\.key))), JSON.Member("row", .optional(settled?.id)),
            JSON.Member("because", .array(because)), JSON.Member("flags", .strings(flags(score, answer))),
            JSON.Member("contradictions", .array([])), JSON.Member("say", .optional(settled?.outcome.say)),
            JSON.Member("source", (settled ?? categories.first).map { .source($0.citation) } ?? .null),
            JSON.Member("citation", settled.map { .citation($0.citation) } ?? .null),
            JSON.Member("verification", .string(level(score, answer))),
        ]
    }

    /// The weakest level among everything the sum rests on.
    private func level(_ score: PointScore, _ answer: PointScore.Answer) -> String {
        let levels = rows(score, answer).map(\.1.citation.level) + categories(score, answer).map(\.citation.level)
        return (levels.max() ?? .unverified).rawValue
    }

    public func asked(_ score: PointScore, _ answer: PointScore.Answer) -> [TableInput] {
        answer.ask.compactMap { item in
            answer.items[item].ask.first.map { score.items[item].inputs[$0] } ?? score.items[item].inputs.first
        }
    }

    public func flags(_ score: PointScore, _ answer: PointScore.Answer) -> [String] {
        rows(score, answer).flatMap { $0.1.outcome.flags } + categories(score, answer).flatMap { $0.outcome.flags }
    }

    private func text(_ score: PointScore, _ answer: PointScore.Answer) -> String {
        let found = categories(score, answer)
        let totals = answer.totals.map(String.init).joined(separator: " or ")
        let words = found.compactMap(\.outcome.category).joined(separator: " or ")
        var lines = ["\(scale.abbreviation): \(totals) \(answer.totals == [1] ? "point" : "points"), \(words)."]
        if found.count == 1, let say = found[0].outcome.say { lines.append(say) }
        for (item, row) in rows(score, answer) {
            lines.append("  \(item.title): \(row.outcome.say ?? ""), \(row.outcome.points ?? 0)")
        }
        if let next = asked(score, answer).first { lines.append("Ask next: \(next.question)") }
        lines += flags(score, answer).map { "! " + $0 }
        if let row = found.first { lines.append("[\(scale.published) · \(row.citation.mark)]") }
        return lines.joined(separator: "\n")
    }
}

/// Days as short text: `day 3`, `days 3 to 5 and 9`.
public enum DayList {
    public static func text(_ days: [Int]) -> String {
        var runs: [ClosedRange<Int>] = []
        for day in days.sorted() {
            if let last = runs.last, day == last.upperBound + 1 {
                runs[runs.count - 1] = last.lowerBound...day
            } else {
                runs.append(day...day)
            }
        }
        let words = runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound)" }
        return (days.count == 1 ? "day " : "days ") + words.joined(separator: ", ")
    }
}
