import JSONText

/// Runs the examples that stand beside a table.
struct ExampleRunner {
    let log: FaultLog
    let table: DecisionTable
    let scores: [Score]
    let choices: [Choice]
    let ignored: Set<String>
    var series: [Series] = []

    /// - Returns: whether the example passed; a failing one is logged with what the table said instead.
    func run(_ tree: Tree, defaults: Tree?) -> Bool {
        guard var map = MapReader(tree, what: "an example of table \(table.id)", log: log) else { return false }
        let given = map.required("given")
        let row = map.optionalText("row")
        let grade = map.wholeNumber("grade")
        let verdict = map.optionalText("verdict")
        let action = map.optionalText("action")
        let possible = map.texts("possible")
        let askFirst = map.optionalText("ask-first")
        let contradiction = map.optionalText("contradiction")
        let open = map.optionalText("open")
        _ = map.optionalText("why")
        let chosen = map.optional("choices").flatMap { chosenOptions($0) } ?? [:]
        map.finish()
        guard let given else { return false }
        guard
            [row, verdict, action, askFirst, contradiction, open].contains(where: { $0 != nil }) || grade != nil
                || !possible.isEmpty
        else {
            log.add("example", "an example of table \(table.id) expects nothing", at: map.place)
            return false
        }
        let findings: Findings
        do {
            let intake = TableIntake(table: table, scores: scores, ignored: ignored, series: series)
            findings = try intake.findings(Self.merged(defaults, given), choices: chosen, untilSigned: choices)
        } catch {
            log.add("example", "an example of table \(table.id) cannot be read: \(error)", at: map.place)
            return false
        }
        let answer = table.answer(findings)
        let outcome = answer.row.map { table.rows[$0].outcome }
        var wrong: [String] = []
        func expect(_ name: String, _ expected: String?, _ found: String?) {
            if let expected, expected != found { wrong.append("\(name) \(found ?? "none"), expected \(expected)") }
        }
        expect("row", row, answer.row.map { table.rows[$0].id })
        expect("grade", grade.map(String.init), outcome?.grade.map(String.init))
        expect("verdict", verdict, outcome?.verdict)
        expect("action", action, outcome?.action)
        expect("not on file", open, outcome?.open)
        if let contradiction, !table.contradictions(in: answer.values).contains(where: { $0.id == contradiction }) {
            wrong.append("no contradiction \(contradiction)")
        }
        expect("first question", askFirst, table.keys(of: answer).first)
        if !possible.isEmpty {
            var seen: [String] = []
            for index in answer.rows {
                let outcome = table.rows[index].outcome
                let text = outcome.grade.map(String.init) ?? outcome.verdict ?? outcome.action ?? outcome.open ?? ""
                if !seen.contains(text) { seen.append(text) }
            }
            expect("possible", possible.sorted().joined(separator: " "), seen.sorted().joined(separator: " "))
        }
        guard wrong.isEmpty else {
            log.add(
                "example-failed", "an example of table \(table.id) gives \(wrong.joined(separator: "; "))",
                at: map.place)
            return false
        }
        return true
    }

    func chosenOptions(_ tree: Tree) -> [String: String]? {
        guard var map = MapReader(tree, what: "choices", log: log) else { return nil }
        var chosen: [String: String] = [:]
        for entry in map.all() { chosen[entry.key] = entry.value.text }
        return chosen
    }

    static func merged(_ defaults: Tree?, _ given: Tree) -> JSON {
        var members = defaults.map(json)?.members ?? []
        for member in json(given).members ?? [] {
            if let index = members.firstIndex(where: { $0.key == member.key }) {
                members[index] = member
            } else {
                members.append(member)
            }
        }
        return .object(members)
    }

    /// `{ days: 5...9, perUl: 300 }` in a list stands for one entry a day.
    private static func daily(_ tree: Tree) -> [JSON]? {
        guard case .map(let entries) = tree.kind, let days = entries.first(where: { $0.key == "days" })?.value.text
        else { return nil }
        let ends = days.split(separator: "...", omittingEmptySubsequences: false).map { Int($0) }
        guard ends.count == 2, let first = ends[0], let last = ends[1], first <= last, last - first < 400 else {
            return nil
        }
        let rest = entries.filter { $0.key != "days" }.map { JSON.Member($0.key, json($0.value)) }
        return (first...last).map { .object([JSON.Member("day", .int($0))] + rest) }
    }

    /// Content text as the JSON a person would send: yes and no, numbers, null, words.
    static func json(_ tree: Tree) -> JSON {
        switch tree.kind {
        case .text("yes"): .bool(true)
        case .text("no"): .bool(false)
        case .text("null"), .text("unknown"): .null
        case .text(let text): ExactDecimal.parse(text, decimals: 6) == nil ? .string(text) : .number(text)
        case .list(let items): .array(items.flatMap { daily($0) ?? [json($0)] })
        case .map(let entries): .object(entries.map { JSON.Member($0.key, json($0.value)) })
        }
    }
}
