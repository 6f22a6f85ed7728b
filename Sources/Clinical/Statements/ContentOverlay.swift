/// Makes a site's changes in the tree of one file, before it is read and proven like any other.
struct ContentOverlay {
    let log: FaultLog
    /// The file's path, with its ending.
    let file: String

    /// - Returns: The tree unchanged when no change is for this file; `nil` after a fault was logged.
    func apply(_ changes: [ContentChange], to root: Tree) -> Tree? {
        let name = file.hasSuffix(".yaml") ? String(file.dropLast(5)) : file
        var tree = root
        for (index, change) in changes.filter({ $0.file == name }).enumerated() {
            guard let next = apply(change, number: index + 1, to: tree) else { return nil }
            tree = next
        }
        return tree
    }

    private func apply(_ change: ContentChange, number: Int, to root: Tree) -> Tree? {
        let source = "confirmed-\(number)"
        let walk = StatementWalk(root, file: file)
        var tree: Tree
        switch change.kind {
        case .confirm:
            guard let steps = steps(of: change.target, in: walk) else { return nil }
            tree = root.editing(steps[...]) { [cited($0, change, source)] }
        case .replace:
            guard let steps = steps(of: change.target, in: walk), case .index? = steps.last else {
                return refuse("\"\(change.target)\" is no entry of a list that could be replaced")
            }
            guard let entries = entries(change, source) else { return nil }
            tree = root.editing(steps[...]) { _ in entries }
            tree = withoutExamples(of: change.target, in: tree)
        case .insert:
            guard let entries = entries(change, source), let grown = insert(entries, change.target, walk, root) else {
                return nil
            }
            tree = grown
        }
        tree = tree.editing([.key("open")]) { open in
            [open.keeping { item in !change.closes.contains(item.member("id")?.text ?? "") }]
        }
        return tree.editing([.key("sources")]) { [adding(change, source, to: $0)] }
    }

    private func insert(_ entries: [Tree], _ path: String, _ walk: StatementWalk, _ root: Tree) -> Tree? {
        if let list = walk.lists.first(where: { $0.path == path }) {
            return root.editing(list.steps[...]) { [Tree(kind: .list($0.items + entries), place: $0.place)] }
        }
        // A list the file does not have yet, at its top.
        let key = String(path.drop { $0 != ":" }.dropFirst())
        guard !key.isEmpty, !key.contains("/"), root.member(key).map({ $0.items.isEmpty }) ?? true else {
            return refuse("there is no list \"\(path)\" to add to")
        }
        var members = root.entries.filter { $0.key != key }
        members.insert((key, root.place, Tree(kind: .list(entries), place: root.place)), at: max(0, members.count - 1))
        return Tree(kind: .map(members), place: root.place)
    }

    private func steps(of id: String, in walk: StatementWalk) -> [StatementWalk.Step]? {
        if let found = walk.found.first(where: { $0.statement.id == id }) { return found.steps }
        return refuse("there is no statement \"\(id)\"")
    }

    /// The entries as typed in, each citing the label.
    private func entries(_ change: ContentChange, _ source: String) -> [Tree]? {
        let typed = ContentFile(path: "entry for \(change.target)", bytes: Array(change.yaml.utf8))
        guard let tree = Tree.read(typed, log: log) else { return nil }
        let items: [Tree]
        if case .list(let list) = tree.kind { items = list } else { items = [tree] }
        guard !items.isEmpty, items.allSatisfy({ if case .map = $0.kind { true } else { false } }) else {
            return refuse("the entry for \"\(change.target)\" must be a map of keys and values, or a list of maps")
        }
        return items.map { cited($0, change, source) }
    }

    /// The entry with the label as its source; entries inside it that name a source are the label's, too.
    private func cited(_ tree: Tree, _ change: ContentChange, _ source: String) -> Tree {
        func text(_ value: String) -> Tree { Tree(kind: .text(value), place: tree.place) }
        let inside = tree.entries.filter { !["from", "level", "note"].contains($0.key) }.map { entry in
            (key: entry.key, place: entry.place, value: nested(entry.value, change, source))
        }
        let from = change.place.isEmpty ? source : "\(source) \(change.place)"
        return Tree(
            kind: .map(
                inside + [("from", tree.place, text(from)), ("note", tree.place, text(change.note))]),
            place: tree.place)
    }

    private func nested(_ tree: Tree, _ change: ContentChange, _ source: String) -> Tree {
        // A confirmation speaks for one statement; those inside it are confirmed one by one.
        guard change.kind != .confirm else { return tree }
        switch tree.kind {
        case .text: return tree
        case .list(let items):
            return Tree(kind: .list(items.map { nested($0, change, source) }), place: tree.place)
        case .map(let entries):
            if tree.member("from") != nil { return cited(tree, change, source) }
            let inside = entries.map { (key: $0.key, place: $0.place, value: nested($0.value, change, source)) }
            return Tree(kind: .map(inside), place: tree.place)
        }
    }

    /// Examples that were written for a row that is no more bind nobody; the proofs of the table still do.
    private func withoutExamples(of target: String, in tree: Tree) -> Tree {
        let path = target.drop { $0 != ":" }.dropFirst().split(separator: "/").map(String.init)
        guard path.count == 4, path[0] == "tables", path[2] == "rows",
            let index = tree.member("tables")?.items.firstIndex(where: { $0.member("id")?.text == path[1] })
        else { return tree }
        return tree.editing([.key("tables"), .index(index), .key("examples")]) { examples in
            [examples.keeping { $0.member("row")?.text != path[3] }]
        }
    }

    private func adding(_ change: ContentChange, _ id: String, to sources: Tree) -> Tree {
        func text(_ value: String) -> Tree { Tree(kind: .text(value), place: sources.place) }
        let source: [(key: String, place: Place, value: Tree)] = [
            ("title", sources.place, text(change.title)), ("revised", sources.place, text(change.revised)),
            ("level", sources.place, text(Verification.label.rawValue)),
        ]
        return Tree(
            kind: .map(sources.entries + [(id, sources.place, Tree(kind: .map(source), place: sources.place))]),
            place: sources.place)
    }

    private func refuse<Value>(_ message: String) -> Value? {
        log.add("change", message, at: Place(file: file, line: 1, column: 1))
        return nil
    }
}

extension Tree {
    /// A copy in which what stands at the end of `steps` is replaced by what `edit` gives; in a list by any number.
    /// A way that leads nowhere changes nothing.
    func editing(_ steps: ArraySlice<StatementWalk.Step>, _ edit: (Tree) -> [Tree]) -> Tree {
        guard let step = steps.first else { return edit(self).first ?? self }
        switch (kind, step) {
        case (.map(var entries), .key(let key)):
            guard let index = entries.firstIndex(where: { $0.key == key }) else { return self }
            entries[index].value = entries[index].value.editing(steps.dropFirst(), edit)
            return Tree(kind: .map(entries), place: place)
        case (.list(var items), .index(let index)):
            guard items.indices.contains(index) else { return self }
            let replaced = steps.count == 1 ? edit(items[index]) : [items[index].editing(steps.dropFirst(), edit)]
            items.replaceSubrange(index...index, with: replaced)
            return Tree(kind: .list(items), place: place)
        default: return self
        }
    }

    /// What stands at the end of `steps`; the tree itself where they lead nowhere.
    func at(_ steps: [StatementWalk.Step]) -> Tree {
        var tree = self
        for step in steps {
            switch step {
            case .key(let key): tree = tree.member(key) ?? tree
            case .index(let index): tree = tree.items.indices.contains(index) ? tree.items[index] : tree
            }
        }
        return tree
    }

    func keeping(_ isKept: (Tree) -> Bool) -> Tree {
        guard case .list(let items) = kind else { return self }
        return Tree(kind: .list(items.filter(isKept)), place: place)
    }
}
