/// Reads `points:`: items, categories and examples of a score.
struct PointScoreReader {
    let log: FaultLog
    let reader: TableReader

    func read(_ tree: Tree, file: String, census: inout Census) -> PointScore? {
        guard var map = MapReader(tree, what: "the score", log: log) else { return nil }
        let id = map.text("id")
        let title = map.text("title")
        let trees = map.list("items")
        var items: [DecisionTable] = []
        for tree in trees { if let item = reader.read(tree, file: file, census: &census) { items.append(item) } }
        let categoryTree = map.required("categories")
        let categories = categoryTree.flatMap { reader.read($0, file: file, census: &census) }
        let examples = map.list("examples")
        let defaults = map.optional("example-defaults")
        map.finish()
        guard let id, let title, let categories, items.count == trees.count, !items.isEmpty else { return nil }
        let score = PointScore(id: id, title: title, items: items, categories: categories)
        guard check(score, at: map.place) else { return nil }
        for example in examples where run(example, score: score, defaults: defaults) { census.examplesPassed += 1 }
        return score
    }

    /// Items give points, and every sum of them has a category.
    private func check(_ score: PointScore, at place: Place) -> Bool {
        guard score.items.allSatisfy({ $0.kind == .points }), score.categories.kind == .category,
            score.categories.inputs.count == 1,
            case .number(let lower, let upper, 0, _) = score.categories.inputs[0].domain
        else {
            log.add(
                "points", "items are tables of kind points, categories of kind category with one whole number",
                at: place)
            return false
        }
        let points = score.items.map { $0.rows.compactMap(\.outcome.points) }
        let least = points.reduce(0) { $0 + ($1.min() ?? 0) }
        let most = points.reduce(0) { $0 + ($1.max() ?? 0) }
        guard lower == least, upper == most else {
            log.add(
                "points", "the sum runs from \(least) to \(most), the categories from \(lower) to \(upper)", at: place)
            return false
        }
        return true
    }

    private func run(_ tree: Tree, score: PointScore, defaults: Tree?) -> Bool {
        guard var map = MapReader(tree, what: "an example of \(score.id)", log: log) else { return false }
        let given = map.required("given")
        let points = map.wholeNumber("points")
        let category = map.optionalText("category")
        let possible = map.texts("possible")
        let askFirst = map.optionalText("ask-first")
        _ = map.optionalText("why")
        let runner = ExampleRunner(
            log: log, table: score.categories, scores: [], choices: reader.choices, ignored: reader.ignored)
        let chosen = map.optional("choices").flatMap { runner.chosenOptions($0) } ?? [:]
        map.finish()
        guard let given else { return false }
        let json = ExampleRunner.merged(defaults, given)
        var findings: [Findings] = []
        do {
            for item in score.items {
                let others = score.items.filter { $0.id != item.id }
                    .flatMap { TableIntake(table: $0, scores: reader.scores).keys }
                let intake = TableIntake(
                    table: item, scores: reader.scores, ignored: reader.ignored.union(others), series: reader.series)
                findings.append(try intake.findings(json, choices: chosen, untilSigned: reader.choices))
            }
        } catch {
            log.add("example", "an example of \(score.id) cannot be read: \(error)", at: map.place)
            return false
        }
        let answer = score.answer(findings)
        let found = Set(answer.categories.compactMap { score.categories.rows[$0].outcome.category })
        var wrong: [String] = []
        if let points, answer.points != points { wrong.append("points \(answer.totals)") }
        if let category, found != [category] { wrong.append("category \(found.sorted())") }
        if !possible.isEmpty, possible != answer.totals.map(String.init) { wrong.append("possible \(answer.totals)") }
        if let askFirst {
            let first = answer.ask.first.flatMap { score.items[$0].keys(of: answer.items[$0]).first }
            if first != askFirst { wrong.append("first question \(first ?? "none")") }
        }
        if points == nil, category == nil, possible.isEmpty, askFirst == nil { wrong.append("nothing expected") }
        guard wrong.isEmpty else {
            log.add("example-failed", "an example of \(score.id) gives \(wrong.joined(separator: "; "))", at: map.place)
            return false
        }
        return true
    }
}
