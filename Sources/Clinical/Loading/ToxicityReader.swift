/// Reads one file of `toxicities/`.
struct ToxicityReader {
    let log: FaultLog

    func read(_ tree: Tree, file: String, census: inout Census) -> Toxicity? {
        guard var map = MapReader(tree, what: "the toxicity", log: log) else { return nil }
        CommonParts.checkFormat(&map)
        let sources = SourceReader(log: log)
        sources.readSources(map.required("sources"))
        let common = CommonParts(log: log, sources: sources)
        let id = map.text("toxicity")
        let name = map.text("name")
        let abbreviation = map.text("abbreviation")
        let scale = map.text("scale")
        let choices = common.choices(map.list("choices"))
        let open = common.open(map.list("open"))
        let sections = common.sections(map.required("statements"), ToxicitySection.self)
        let scores = map.list("scores").compactMap { score($0, sources: sources) }
        let lists = map.list("lists").compactMap { wordList($0, sources: sources) }
        let notCounted = map.texts("not-counted")
        let reader = TableReader(
            log: log, sources: sources, openIDs: Set(open.map(\.id)), doseNames: [], scores: scores, choices: choices,
            ignored: Set(notCounted))
        let grading = map.required("grading").flatMap { reader.read($0, file: file, census: &census) }
        if let id { CommonParts.checkEnd(&map, expected: id) } else { _ = map.optional("end") }
        map.finish()
        census.statements += sources.statements
        census.unverified += sources.unverified
        census.open += open.count
        guard let id, let name, let abbreviation, let scale, let grading else { return nil }
        return Toxicity(
            id: id, name: name, abbreviation: abbreviation, scale: scale, sources: sources.sources, sections: sections,
            scores: scores, grading: grading, lists: lists, notCounted: notCounted, choices: choices, open: open)
    }

    private func wordList(_ tree: Tree, sources: SourceReader) -> WordList? {
        guard var map = MapReader(tree, what: "a list", log: log) else { return nil }
        let key = map.text("key")
        let words = map.texts("words")
        let labels = map.texts("labels")
        let citation = sources.citation(&map)
        map.finish()
        guard let key, let citation else { return nil }
        if labels.count != words.count {
            log.add("labels", "list \(key) has \(words.count) words but \(labels.count) labels", at: map.place)
        }
        return WordList(key: key, words: words, labels: labels, citation: citation)
    }

    private func score(_ tree: Tree, sources: SourceReader) -> Score? {
        guard var map = MapReader(tree, what: "a score", log: log) else { return nil }
        let id = map.text("id")
        let name = map.text("name")
        let key = map.text("key")
        let itemsKey = map.text("items-key")
        let items = map.list("items").compactMap { item($0) }
        let citation = sources.citation(&map)
        map.finish()
        guard let id, let name, let key, let itemsKey, let citation, !items.isEmpty else { return nil }
        sources.register("score " + id, at: map.place)
        return Score(id: id, name: name, key: key, itemsKey: itemsKey, items: items, citation: citation)
    }

    private func item(_ tree: Tree) -> Score.Item? {
        guard var map = MapReader(tree, what: "an item", log: log) else { return nil }
        let key = map.text("key")
        let prompt = map.text("prompt")
        let points = map.wholeNumber("points")
        map.finish()
        guard let key, let prompt, let points, points > 0 else { return nil }
        return Score.Item(key: key, prompt: prompt, points: points)
    }
}
