import JSONText

/// Runs the examples that stand beside a table.
struct ExampleRunner {
    let log: FaultLog
    let table: DecisionTable
    let scores: [Score]
    let choices: [Choice]
    let ignored: Set<String>

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
        _ = map.optionalText("why")
        let chosen = map.optional("choices").flatMap { chosenOptions($0) } ?? [:]
        map.finish()
        guard let given else { return false }
        guard [row, verdict, action, askFirst].contains(where: { $0 != nil }) || grade != nil || !possible.isEmpty
        else {
            log.add("example", "an example of table \(table.id) expects nothing", at: map.place)
            return false
        }
        let values: [Int]
        do {
            let intake = TableIntake(table: table, scores: scores, ignored: ignored)
            values = try intake.read(merged(defaults, given), choices: chosen, untilSigned: choices)
        } catch {
            log.add("example", "an example of table \(table.id) cannot be read: \(error)", at: map.place)
            return false
        }
        let answer = table.answer(values)
        let outcome = answer.row.map { table.rows[$0].outcome }
        var wrong: [String] = []
        func expect(_ name: String, _ expected: String?, _ found: String?) {
            if let expected, expected != found { wrong.append("\(name) \(found ?? "none"), expected \(expected)") }
        }
        expect("row", row, answer.row.map { table.rows[$0].id })
        expect("grade", grade.map(String.init), outcome?.grade.map(String.init))
        expect("verdict", verdict, outcome?.verdict)
        expect("action", action, outcome?.action)
        expect("first question", askFirst, answer.ask.first.map { table.inputs[$0].key })
        if !possible.isEmpty {
            var seen: [String] = []
            for index in answer.rows {
                let outcome = table.rows[index].outcome
                let text = outcome.grade.map(String.init) ?? outcome.verdict ?? outcome.action ?? ""
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

    private func chosenOptions(_ tree: Tree) -> [String: String]? {
        guard var map = MapReader(tree, what: "choices", log: log) else { return nil }
        var chosen: [String: String] = [:]
        for entry in map.all() { chosen[entry.key] = entry.value.text }
        return chosen
    }

    private func merged(_ defaults: Tree?, _ given: Tree) -> JSON {
        var members = defaults.map(Self.json)?.members ?? []
        for member in Self.json(given).members ?? [] {
            if let index = members.firstIndex(where: { $0.key == member.key }) {
                members[index] = member
            } else {
                members.append(member)
            }
        }
        return .object(members)
    }

    /// Content text as the JSON a person would send: yes and no, numbers, null, words.
    static func json(_ tree: Tree) -> JSON {
        switch tree.kind {
        case .text("yes"): .bool(true)
        case .text("no"): .bool(false)
        case .text("null"), .text("unknown"): .null
        case .text(let text): ExactDecimal.parse(text, decimals: 6) == nil ? .string(text) : .number(text)
        case .list(let items): .array(items.map(json))
        case .map(let entries): .object(entries.map { JSON.Member($0.key, json($0.value)) })
        }
    }
}
