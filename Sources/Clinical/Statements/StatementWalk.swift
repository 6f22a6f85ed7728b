/// Finds every statement of one file, in the order of the file.
struct StatementWalk {
    /// One step from a map or a list to what it holds.
    enum Step: Equatable {
        case key(String)
        case index(Int)
    }

    struct Found {
        let statement: ContentStatement
        /// The way from the file's root to its map.
        let steps: [Step]
    }

    /// Without the ending.
    let file: String
    private let sources: [String: Tree]
    private(set) var found: [Found] = []
    /// Lists that hold statements, by path.
    private(set) var lists: [(path: String, steps: [Step])] = []
    private var uses: [String: Int] = [:]

    /// Keys that bear no statement of their own: bookkeeping, and tests of the tables.
    private static let passedOver: Set<String> = [
        "format", "end", "sources", "examples", "example-defaults", "from", "level",
    ]
    /// Lists whose entries are shown one by one although they cite nothing themselves.
    private static let framed: Set<String> = ["ask", "choices", "open", "tables", "statements"]

    init(_ root: Tree, file path: String) {
        file = path.hasSuffix(".yaml") ? String(path.dropLast(5)) : path
        var sources: [String: Tree] = [:]
        for entry in root.member("sources")?.entries ?? [] { sources[entry.key] = entry.value }
        self.sources = sources
        map(root, steps: [], path: [])
    }

    /// Ids by the place of their map in the file.
    func idsByPlace(in root: Tree) -> [Place: String] {
        Dictionary(found.map { (root.at($0.steps).place, $0.statement.id) }, uniquingKeysWith: { first, _ in first })
    }

    private mutating func visit(_ tree: Tree, steps: [Step], path: [String]) {
        switch tree.kind {
        case .text: break
        case .map: map(tree, steps: steps, path: path)
        case .list(let items):
            if items.isEmpty ? path.first == "statements" : items.contains(where: Self.holdsStatement) {
                lists.append((file + ":" + path.joined(separator: "/"), steps))
            }
            for (index, item) in items.enumerated() {
                visit(item, steps: steps + [.index(index)], path: path + [Self.name(item)])
            }
        }
    }

    private mutating func map(_ tree: Tree, steps: [Step], path: [String]) {
        var own = tree.entries.filter { !Self.passedOver.contains($0.key) && !isApart($0) }.map { ($0.key, $0.value) }
        // Where the first row that fits answers, the order of the rows is part of what the table says.
        if tree.member("hit")?.text == DecisionTable.HitPolicy.worst.rawValue, let rows = tree.member("rows") {
            let names = rows.items.map { Tree(kind: .text(Self.name($0)), place: $0.place) }
            own.append(("order", Tree(kind: .list(names), place: rows.place)))
        }
        if tree.member("from") != nil || !own.isEmpty { add(tree, own: own, steps, path) }
        for entry in tree.entries where isApart(entry) && !Self.passedOver.contains(entry.key) {
            visit(entry.value, steps: steps + [.key(entry.key)], path: path + [entry.key])
        }
    }

    /// Whether an entry holds statements of its own and is not part of the words of the map it stands in.
    private func isApart(_ entry: (key: String, place: Place, value: Tree)) -> Bool {
        if case .list(let items) = entry.value.kind, items.isEmpty { return true }
        return Self.framed.contains(entry.key) || Self.holdsStatement(entry.value)
    }

    static func holdsStatement(_ tree: Tree) -> Bool {
        switch tree.kind {
        case .text: false
        case .list(let items): items.contains(where: holdsStatement)
        case .map(let entries): entries.contains { $0.key == "from" || holdsStatement($0.value) }
        }
    }

    private mutating func add(_ tree: Tree, own: [(String, Tree)], _ steps: [Step], _ path: [String]) {
        let isOpen = path.count == 2 && path[0] == "open"
        let plain = file + ":" + path.joined(separator: "/")
        let use = (uses[plain] ?? 0) + 1
        uses[plain] = use
        let words = own.filter { !(isOpen && $0.0 == "where") }
        let cited = citation(tree)
        let statement = ContentStatement(
            id: use == 1 ? plain : "\(plain)~\(use)",
            kind: isOpen ? .open : cited == nil ? .frame : .sourced, text: StatementText.render(words),
            level: cited?.level, source: cited?.title, revised: cited?.revised,
            place: isOpen ? tree.member("where")?.text ?? "" : cited?.place ?? "",
            pointsTo: tree.member("then")?.member("open")?.text,
            say: (tree.member("say") ?? tree.member("then")?.member("say") ?? tree.member("what"))?.text)
        found.append(Found(statement: statement, steps: steps))
    }

    private func citation(_ tree: Tree) -> (title: String, revised: String?, level: Verification?, place: String)? {
        guard let from = tree.member("from")?.text else { return nil }
        let id = from.split(separator: " ").first.map(String.init) ?? ""
        let source = sources[id]
        let level = source?.member("level")?.text.flatMap { Verification(rawValue: $0) }
        let weaker = tree.member("level")?.text.flatMap { Verification(rawValue: $0) }
        return (
            source?.member("title")?.text ?? id, source?.member("revised")?.text,
            level.map { Verification.weaker($0, weaker ?? $0) } ?? .unverified,
            String(from.dropFirst(id.count).drop { $0 == " " })
        )
    }

    /// What a list's entry is called: by its own name, or by what it is for, or by its words.
    private static func name(_ tree: Tree) -> String {
        for key in ["id", "name", "input", "key"] { if let text = tree.member(key)?.text { return text } }
        if let from = tree.member("from-dose")?.text, let to = tree.member("to-dose")?.text { return "\(from)-\(to)" }
        let parts = ["for", "regimens", "presentation"].compactMap { key in
            tree.member(key).map { $0.texts.joined(separator: ",") }
        }.filter { !$0.isEmpty }
        if !parts.isEmpty { return parts.joined(separator: "+") }
        return StatementText.shortHash(tree.member("say")?.text ?? StatementText.line(tree))
    }
}

extension Tree {
    var entries: [(key: String, place: Place, value: Tree)] {
        if case .map(let entries) = kind { entries } else { [] }
    }

    var items: [Tree] { if case .list(let items) = kind { items } else { [] } }

    func member(_ key: String) -> Tree? { entries.first { $0.key == key }?.value }

    /// A list of texts; one text counts as a list of one.
    var texts: [String] { text.map { [$0] } ?? items.compactMap(\.text) }
}
