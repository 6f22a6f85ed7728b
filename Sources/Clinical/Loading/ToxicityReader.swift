/// Reads one file of `toxicities/`.
struct ToxicityReader {
    let log: FaultLog

    func read(_ tree: Tree, file: String, census: inout Census) -> Toxicity? {
        guard var map = MapReader(tree, what: "the toxicity", log: log) else { return nil }
        CommonParts.checkFormat(&map)
        let sources = SourceReader(log: log)
        sources.readSources(map.required("sources"))
        let common = CommonParts(log: log, sources: sources)
        let shared = ListReader(log: log, sources: sources)
        let id = map.text("toxicity")
        let name = map.text("name")
        let abbreviation = map.text("abbreviation")
        let scale = map.text("scale")
        let choices = common.choices(map.list("choices"))
        let open = common.open(map.list("open"))
        let sections = common.sections(map.required("statements"), ToxicitySection.self)
        let scores = map.list("scores").compactMap { shared.score($0) }
        let lists = map.list("lists").compactMap { shared.wordList($0) }
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
}
