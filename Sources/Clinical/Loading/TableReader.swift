/// Reads decision tables, proves them, and runs their examples.
struct TableReader {
    let log: FaultLog
    let sources: SourceReader
    /// Names that outcomes may refer to.
    let openIDs: Set<String>
    let doseNames: Set<String>
    let scores: [Score]
    let choices: [Choice]
    /// Keys that people may give and that do not count.
    var ignored: Set<String> = []
    var series: [Series] = []

    func read(_ tree: Tree, file: String, census: inout Census) -> DecisionTable? {
        guard var map = MapReader(tree, what: "a table", log: log) else { return nil }
        guard let id = map.text("id") else { return nil }
        sources.register("table " + id, at: map.place)
        let title = map.text("title")
        let kind = map.word("kind", DecisionTable.Kind.self)
        let hit = map.word("hit", DecisionTable.HitPolicy.self)
        let scale = map.optionalText("scale")
        let outdated = map.optional("outdated").flatMap {
            sources.statement($0, what: "table \(id): outdated", fallbackID: "\(id)-outdated")
        }
        let questions = map.list("ask").map { TableInputReader(log: log, series: series).read($0, table: id) }
        let contradictionTrees = map.list("contradictions")
        let rowTrees = map.list("rows")
        let examples = map.list("examples")
        let defaults = map.optional("example-defaults")
        let rowPlace = map.place(of: "rows")
        map.finish()
        checkOrigins(questions.compactMap { $0 }, at: map.place)
        let inputs = questions.compactMap { $0 }
        guard let title, let kind, let hit, inputs.count == questions.count else { return nil }
        if inputs.isEmpty || rowTrees.isEmpty {
            log.add("table", "table \(id) needs at least one question under ask: and one row", at: map.place)
            return nil
        }
        var rows: [DecisionTable.Row] = []
        for rowTree in rowTrees {
            guard let row = self.row(rowTree, table: id, kind: kind, inputs: inputs) else { continue }
            rows.append(row)
        }
        guard rows.count == rowTrees.count else { return nil }
        guard rows.reduce(0, { $0 + $1.when.count }) <= CompiledTable.capacity else {
            log.add(
                "table-too-large",
                "table \(id) has more than \(CompiledTable.capacity) alternatives over its rows; split it",
                at: rowPlace)
            return nil
        }
        let table = DecisionTable(
            id: id, title: title, kind: kind, hit: hit, inputs: inputs, rows: rows, outdated: outdated, scale: scale,
            file: file, contradictions: contradictionTrees.compactMap { contradiction($0, table: id, inputs: inputs) })
        prove(table, at: rowPlace)
        census.tables += 1
        let runner = ExampleRunner(
            log: log, table: table, scores: scores, choices: choices, ignored: ignored, series: series)
        for example in examples where runner.run(example, defaults: defaults) { census.examplesPassed += 1 }
        return table
    }

    private func checkOrigins(_ inputs: [TableInput], at place: Place) {
        for input in inputs {
            switch input.origin {
            case .choice(let id):
                guard let choice = choices.first(where: { $0.id == id }) else {
                    log.add(
                        "unknown-choice", "\(input.name) names the choice \"\(id)\", which is not listed", at: place)
                    continue
                }
                if case .category(let words) = input.domain, words != choice.options.map(\.id) {
                    log.add("choice", "\(input.name) must offer exactly the options of choice \(id)", at: place)
                }
            case .score(let id):
                if !scores.contains(where: { $0.id == id }) {
                    log.add("unknown-score", "\(input.name) names the score \"\(id)\", which is not listed", at: place)
                }
            case .below(let first, let second), .ratio(let first, let second):
                let measured = [first, second].compactMap { name in inputs.first { $0.name == name } }.map(\.domain)
                var scales: Set<Int> = []
                for case .number(_, _, let decimals, _) in measured { scales.insert(decimals) }
                if measured.count != 2 || scales.count != 1 {
                    log.add(
                        "question",
                        "\(input.name) compares \(first) and \(second), which must be two numbers in one unit",
                        at: place)
                }
            default: break
            }
        }
    }

    private func prove(_ table: DecisionTable, at place: Place) {
        for defect in TableProof(table).defects {
            switch defect {
            case .gap(let region):
                log.add("table-gap", "table \(table.id) has no row for \(region)", at: place)
            case .overlap(let region, let rows):
                log.add(
                    "table-overlap", "table \(table.id) has rows \(rows.joined(separator: " and ")) for \(region)",
                    at: place)
            case .unreachable(let row):
                log.add("table-unreachable", "table \(table.id): row \(row) can never answer", at: place)
            }
        }
    }

    private func contradiction(
        _ tree: Tree, table: String, inputs: [TableInput]
    ) -> DecisionTable.Contradiction? {
        guard var map = MapReader(tree, what: "a contradiction of table \(table)", log: log) else { return nil }
        let id = map.text("id")
        let when = map.required("when")
        let text = map.text("say")
        let citation = sources.citation(&map)
        map.finish()
        guard let id, let when, let text, let citation else { return nil }
        sources.register("\(table) \(id)", at: map.place)
        guard let found = alternatives(when, what: "contradiction \(id) of table \(table)", inputs: inputs) else {
            return nil
        }
        return DecisionTable.Contradiction(id: id, when: found, text: text, citation: citation)
    }

    private func alternatives(_ when: Tree, what: String, inputs: [TableInput]) -> [[DecisionTable.Condition]]? {
        let trees: [Tree]
        if case .list(let items) = when.kind { trees = items } else { trees = [when] }
        let read = trees.compactMap { conditions($0, what: what, inputs: inputs) }
        return read.count == trees.count ? read : nil
    }

    private func row(_ tree: Tree, table: String, kind: DecisionTable.Kind, inputs: [TableInput]) -> DecisionTable.Row?
    {
        guard var map = MapReader(tree, what: "a row of table \(table)", log: log) else { return nil }
        let id = map.text("id")
        let when = map.required("when")
        let then = map.required("then")
        let citation = sources.citation(&map)
        map.finish()
        if let id { sources.register("\(table) \(id)", at: map.place) }
        guard let id, let when, let then, let citation else { return nil }
        let what = "row \(id) of table \(table)"
        guard let conditions = alternatives(when, what: what, inputs: inputs) else { return nil }
        guard
            let outcome = OutcomeReader(log: log, openIDs: openIDs, doseNames: doseNames).read(
                then, what: what, kind: kind)
        else { return nil }
        return DecisionTable.Row(id: id, when: conditions, outcome: outcome, citation: citation)
    }

    private func conditions(_ tree: Tree, what: String, inputs: [TableInput]) -> [DecisionTable.Condition]? {
        guard var map = MapReader(tree, what: "\(what): when", log: log) else { return nil }
        var conditions: [DecisionTable.Condition] = []
        for entry in map.all() {
            guard let index = inputs.firstIndex(where: { $0.name == entry.key }) else {
                let hint = nearest(to: entry.key, among: inputs.map(\.name)).map { "; did you mean \($0)?" } ?? ""
                log.add("unknown-input", "\(what): the table does not ask for \"\(entry.key)\"\(hint)", at: entry.place)
                return nil
            }
            guard
                let ranges = TableInputReader(log: log).ranges(
                    entry.value, domain: inputs[index].domain, what: "\(what): \(entry.key)")
            else { return nil }
            conditions.append(DecisionTable.Condition(input: index, ranges: ranges))
        }
        return conditions
    }
}
