/// Reads `sources:` and every `from:`; counts statements as it goes.
final class SourceReader {
    let log: FaultLog
    private(set) var sources: [Source] = []
    private(set) var statements = 0
    private(set) var unverified = 0
    private var ids: Set<String> = []

    init(log: FaultLog) { self.log = log }

    func readSources(_ tree: Tree?) {
        guard let tree, var map = MapReader(tree, what: "sources", log: log) else { return }
        for entry in map.all() {
            guard var source = MapReader(entry.value, what: "source \(entry.key)", log: log) else { continue }
            let title = source.text("title")
            let by = source.optionalText("by")
            let revised = source.optionalText("revised")
            let level = source.word("level", Verification.self)
            let url = source.optionalText("url")
            let note = source.optionalText("note")
            source.finish()
            if let revised, !Self.isDate(revised) {
                log.add(
                    "date", "source \(entry.key): revised is \"\(revised)\"; expected YYYY, YYYY-MM or YYYY-MM-DD",
                    at: source.place)
            }
            guard let title, let level else { continue }
            sources.append(
                Source(id: entry.key, title: title, by: by, revised: revised, level: level, url: url, note: note))
        }
    }

    static func isDate(_ text: String) -> Bool {
        switch text.utf8.count {
        case 4: Int(text) != nil
        case 7: Day(text + "-01") != nil
        default: Day(text) != nil
        }
    }

    /// Reads `from:` (required), `level:` and `note:` of a statement. `from` is a source's id, then the place.
    func citation(_ map: inout MapReader) -> Citation? {
        statements += 1
        let level = map.has("level") ? map.word("level", Verification.self) : nil
        let note = map.optionalText("note")
        guard map.has("from") else {
            _ = map.optional("from")
            log.add(
                "no-source", "\(map.what) has no source; add from: with a source's name and the place", at: map.place)
            return nil
        }
        guard let text = map.text("from") else { return nil }
        let place = map.place(of: "from")
        let id = text.split(separator: " ").first.map(String.init) ?? ""
        guard let source = sources.first(where: { $0.id == id }) else {
            let hint = nearest(to: id, among: sources.map(\.id)).map { "; did you mean \($0)?" } ?? ""
            log.add("unknown-source", "\(map.what) cites \"\(id)\", which sources: does not list\(hint)", at: place)
            return nil
        }
        let effective = level.map { Verification.weaker($0, source.level) } ?? source.level
        if let level, level < source.level {
            log.add(
                "level",
                "\(map.what) claims level \(level.rawValue), better than its source's \(source.level.rawValue)",
                at: place)
        }
        if effective == .unverified { unverified += 1 }
        let rest = text.dropFirst(id.count).drop { $0 == " " }
        return Citation(
            source: source, place: String(rest), level: effective, note: note,
            statement: log.statementIDs[map.place] ?? "")
    }

    /// A statement: `say:` with its citation. `fallbackID` names it when the file does not.
    func statement(_ tree: Tree, what: String, fallbackID: String) -> Statement? {
        guard var map = MapReader(tree, what: what, log: log) else { return nil }
        let id = map.optionalText("id") ?? fallbackID
        let text = map.text("say")
        let citation = citation(&map)
        map.finish()
        register(id, at: map.place)
        guard let text, let citation else { return nil }
        return Statement(id: id, text: text, citation: citation)
    }

    /// Every id stands once in a file.
    func register(_ id: String, at place: Place) {
        if !ids.insert(id).inserted {
            log.add("duplicate-id", "the id \"\(id)\" is used twice in this file", at: place)
        }
    }
}
