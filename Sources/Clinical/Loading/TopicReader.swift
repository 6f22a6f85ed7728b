/// Reads one file of `reference/`.
struct TopicReader {
    let log: FaultLog

    func read(_ tree: Tree, file: String, census: inout Census) -> Topic? {
        guard var map = MapReader(tree, what: "the topic", log: log) else { return nil }
        CommonParts.checkFormat(&map)
        let sources = SourceReader(log: log)
        sources.readSources(map.required("sources"))
        let common = CommonParts(log: log, sources: sources)
        let id = map.text("topic")
        let title = map.text("title")
        let group = map.word("group", TopicGroup.self)
        let aliases = map.texts("aliases")
        let about = map.texts("about")
        let see = map.texts("see")
        let choices = common.choices(map.list("choices"))
        let open = common.open(map.list("open"))
        let trees = map.list("sections")
        let sections = trees.compactMap { section($0, sources: sources) }
        if trees.isEmpty { log.add("missing-key", "the topic has no sections", at: map.place) }
        if let id { CommonParts.checkEnd(&map, expected: id) } else { _ = map.optional("end") }
        map.finish()
        census.statements += sources.statements
        census.unverified += sources.unverified
        census.open += open.count
        guard let id, let title, let group, sections.count == trees.count else { return nil }
        return Topic(
            id: id, title: title, group: group, aliases: aliases, about: about, see: see, sources: sources.sources,
            sections: sections, choices: choices, open: open)
    }

    private func section(_ tree: Tree, sources: SourceReader) -> Topic.Section? {
        guard var map = MapReader(tree, what: "a section", log: log) else { return nil }
        let id = map.text("id")
        let title = map.text("title")
        let trees = map.list("statements")
        map.finish()
        guard let id, let title else { return nil }
        sources.register("section " + id, at: map.place)
        let statements = trees.enumerated().compactMap { index, item in
            sources.statement(item, what: "a statement of \(id)", fallbackID: "\(id)-\(index + 1)")
        }
        if trees.isEmpty { log.add("missing-key", "the section \(id) says nothing", at: map.place) }
        return Topic.Section(id: id, title: title, statements: statements)
    }
}

/// Reads what helps to find pages, and what a release changed.
struct ShelfReader {
    let log: FaultLog

    func names(_ tree: Tree) -> SearchNames? {
        guard var map = MapReader(tree, what: "the search words", log: log) else { return nil }
        CommonParts.checkFormat(&map)
        let groups = map.list("synonyms").map { group in
            let words = group.texts
            if words.count < 2 {
                log.add("synonyms", "a group of synonyms needs at least two words", at: group.place)
            }
            return words
        }
        var pages: [String: [String]] = [:]
        if let tree = map.optional("pages"), var entries = MapReader(tree, what: "pages", log: log) {
            for entry in entries.all() { pages[entry.key] = entry.value.texts }
        }
        let ignored = map.texts("ignored")
        CommonParts.checkEnd(&map, expected: "search")
        map.finish()
        return SearchNames(synonyms: groups, pages: pages, ignored: ignored)
    }

    func changes(_ tree: Tree) -> [ReleaseNote] {
        guard var map = MapReader(tree, what: "the changes", log: log) else { return [] }
        CommonParts.checkFormat(&map)
        let notes = map.list("releases").compactMap { note($0) }
        CommonParts.checkEnd(&map, expected: "changes")
        map.finish()
        for (newer, older) in zip(notes, notes.dropFirst()) where newer.date < older.date {
            log.add(
                "order", "release \(older.release) stands after an older one; the newest stands first", at: map.place)
        }
        return notes
    }

    private func note(_ tree: Tree) -> ReleaseNote? {
        guard var map = MapReader(tree, what: "a release", log: log) else { return nil }
        let release = map.text("release")
        let date = map.text("date")
        let changes = map.list("changes").compactMap { change($0) }
        map.finish()
        guard let release, let date else { return nil }
        guard let day = Day(date) else {
            log.add("date", "the release date is \"\(date)\"; expected YYYY-MM-DD", at: map.place(of: "date"))
            return nil
        }
        return ReleaseNote(release: release, date: day, changes: changes)
    }

    private func change(_ tree: Tree) -> ReleaseNote.Change? {
        guard var map = MapReader(tree, what: "a change", log: log) else { return nil }
        let kind = map.word("change", ReleaseNote.Kind.self)
        let text = map.text("say")
        let page = map.optionalText("page")
        map.finish()
        guard let kind, let text else { return nil }
        return ReleaseNote.Change(kind: kind, text: text, page: page)
    }
}
