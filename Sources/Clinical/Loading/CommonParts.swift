/// Parts that therapies and toxicities share: sections of statements, choices and open statements.
struct CommonParts {
    let log: FaultLog
    let sources: SourceReader

    func sections<Section: RawRepresentable & CaseIterable & Hashable>(
        _ tree: Tree?, _ type: Section.Type
    ) -> [Section: [Statement]] where Section.RawValue == String {
        guard let tree, var map = MapReader(tree, what: "statements", log: log) else { return [:] }
        var sections: [Section: [Statement]] = [:]
        for section in Section.allCases {
            let items = map.list(section.rawValue)
            sections[section] = items.enumerated().compactMap { index, item in
                sources.statement(
                    item, what: "a statement of \(section.rawValue)", fallbackID: "\(section.rawValue)-\(index + 1)")
            }
        }
        map.finish()
        return sections
    }

    func choices(_ trees: [Tree]) -> [Choice] {
        trees.compactMap { tree in
            guard var map = MapReader(tree, what: "a choice", log: log) else { return nil }
            let id = map.text("id")
            let question = map.text("question")
            let untilSigned = map.text("until-signed")
            let options = map.list("options").compactMap { option($0) }
            let place = map.place(of: "until-signed")
            map.finish()
            guard let id, let question, let untilSigned else { return nil }
            sources.register("choice " + id, at: map.place)
            if options.count < 2 {
                log.add("choice", "choice \(id) needs at least two options", at: map.place)
            }
            if !options.contains(where: { $0.id == untilSigned }) {
                log.add("choice", "choice \(id): until-signed names \"\(untilSigned)\", which is no option", at: place)
            }
            return Choice(id: id, question: question, options: options, untilSigned: untilSigned)
        }
    }

    private func option(_ tree: Tree) -> Choice.Option? {
        guard var map = MapReader(tree, what: "an option", log: log) else { return nil }
        let id = map.text("id")
        let text = map.text("say")
        let citation = sources.citation(&map)
        map.finish()
        guard let id, let text, let citation else { return nil }
        return Choice.Option(id: id, text: text, citation: citation)
    }

    func open(_ trees: [Tree]) -> [OpenStatement] {
        trees.compactMap { tree in
            guard var map = MapReader(tree, what: "an open statement", log: log) else { return nil }
            let id = map.text("id")
            let what = map.text("what")
            let place = map.text("where")
            let blocks = map.texts("blocks")
            map.finish()
            guard let id, let what, let place else { return nil }
            sources.register("open " + id, at: map.place)
            return OpenStatement(
                id: id, what: what, where_: place, blocks: blocks, statement: log.statementIDs[map.place] ?? "")
        }
    }

    /// The last line of every file names the file again, so that one cut short is noticed.
    static func checkEnd(_ map: inout MapReader, expected: String) {
        guard let end = map.optional("end") else {
            map.log.add(
                "cut", "the file does not close with \"end: \(expected)\"; it may have been cut short", at: map.place)
            return
        }
        if end.text != expected {
            map.log.add("cut", "the file closes with \(end.kindName), expected \"end: \(expected)\"", at: end.place)
        }
        if map.keys.last != "end" {
            map.log.add("cut", "\"end:\" must be the last line", at: map.place(of: "end"))
        }
    }

    static func checkFormat(_ map: inout MapReader) {
        guard let format = map.wholeNumber("format") else {
            if !map.has("format") { _ = map.required("format") }
            return
        }
        if format != 1 {
            map.log.add(
                "format", "the file has format \(format); this program reads format 1", at: map.place(of: "format"))
        }
    }
}
