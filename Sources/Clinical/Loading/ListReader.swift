/// Reads lists of words to choose from, and scored examinations.
struct ListReader {
    let log: FaultLog
    let sources: SourceReader

    func wordList(_ tree: Tree) -> WordList? {
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

    func score(_ tree: Tree) -> Score? {
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
