/// Reads one file of `scales/`.
struct ScaleReader {
    let log: FaultLog

    func read(_ tree: Tree, file: String, census: inout Census) -> Scale? {
        guard var map = MapReader(tree, what: "the scale", log: log) else { return nil }
        CommonParts.checkFormat(&map)
        let sources = SourceReader(log: log)
        sources.readSources(map.required("sources"))
        let common = CommonParts(log: log, sources: sources)
        let lists = ListReader(log: log, sources: sources)
        let id = map.text("scale")
        let name = map.text("name")
        let abbreviation = map.text("abbreviation")
        let published = map.text("published")
        let pick = map.word("pick", Scale.Pick.self)
        let versionChoice = map.optionalText("version-choice")
        let choices = common.choices(map.list("choices"))
        let open = common.open(map.list("open"))
        let sections = common.sections(map.required("statements"), ToxicitySection.self)
        let scores = map.list("scores").compactMap { lists.score($0) }
        let wordLists = map.list("lists").compactMap { lists.wordList($0) }
        let series = map.list("series").compactMap { self.series($0, sources: sources) }
        let notCounted = map.texts("not-counted")
        let reader = TableReader(
            log: log, sources: sources, openIDs: Set(open.map(\.id)), doseNames: [], scores: scores, choices: choices,
            ignored: Set(notCounted), series: series)
        let trees = map.list("parts")
        var parts: [ScalePart] = []
        for tree in trees {
            if let part = part(tree, reader: reader, file: file, census: &census) { parts.append(part) }
        }
        let place = map.place(of: "parts")
        if let id { CommonParts.checkEnd(&map, expected: id) } else { _ = map.optional("end") }
        map.finish()
        census.statements += sources.statements
        census.unverified += sources.unverified
        census.open += open.count
        if let versionChoice, !choices.contains(where: { $0.id == versionChoice }) {
            log.add(
                "unknown-choice", "version-choice names \"\(versionChoice)\", which choices: does not list", at: place)
        }
        guard let id, let name, let abbreviation, let published, let pick, parts.count == trees.count, !parts.isEmpty
        else { return nil }
        return Scale(
            id: id, name: name, abbreviation: abbreviation, published: published, pick: pick,
            versionChoice: versionChoice, sources: sources.sources, sections: sections, scores: scores,
            lists: wordLists, notCounted: notCounted, series: series, parts: parts, choices: choices, open: open)
    }

    private func part(_ tree: Tree, reader: TableReader, file: String, census: inout Census) -> ScalePart? {
        guard var map = MapReader(tree, what: "a part", log: log) else { return nil }
        let id = map.text("id")
        let term = map.optionalText("term")
        let aliases = map.texts("aliases")
        let versions = map.texts("versions")
        let table = map.optional("table")
        let points = map.optional("points")
        map.finish()
        if (table == nil) == (points == nil) {
            log.add("part", "a part has either table: or points:", at: map.place)
            return nil
        }
        guard let id else { return nil }
        reader.sources.register("part " + id, at: map.place)
        var method: ScalePart.Method?
        if let table { method = reader.read(table, file: file, census: &census).map { .table($0) } }
        if let points {
            method = PointScoreReader(log: log, reader: reader).read(points, file: file, census: &census)
                .map { .points($0) }
        }
        return method.map {
            ScalePart(id: id, term: term ?? id, aliases: aliases, versions: versions, method: $0)
        }
    }

    private func series(_ tree: Tree, sources: SourceReader) -> Series? {
        guard var map = MapReader(tree, what: "a series", log: log) else { return nil }
        let key = map.text("key")
        let question = map.text("question")
        let units = TableInputReader(log: log).units(map.list("units"))
        let quantities = QuantityReader(log: log)
        let unit = units.first?.unit
        let decimals = unit?.decimals ?? 0
        let range = map.required("range").flatMap {
            quantities.range($0, "range", unit: decimals > 0 ? unit?.rawValue : nil, decimals: decimals, within: nil)
        }
        let days = map.required("days").flatMap {
            quantities.range($0, "days", unit: nil, decimals: 0, within: nil)
        }
        let citation = sources.citation(&map)
        map.finish()
        guard let key, let question, let range, let days, let citation, !units.isEmpty else { return nil }
        return Series(
            key: key, question: question, units: units, range: range, decimals: decimals, days: days,
            citation: citation)
    }
}
