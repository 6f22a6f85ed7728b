/// Reads one map strictly: every key is asked for by name, and what was never asked for is a fault.
struct MapReader {
    let place: Place
    let log: FaultLog
    /// What this map is, in words for messages, for example `the dose`.
    let what: String
    private let entries: [(key: String, place: Place, value: Tree)]
    private var used: Set<String> = []

    /// Logs a fault and returns `nil` when `tree` is not a map.
    init?(_ tree: Tree, what: String, log: FaultLog) {
        guard case .map(let entries) = tree.kind else {
            log.add("expected-map", "\(what) must be a map of keys and values, found \(tree.kindName)", at: tree.place)
            return nil
        }
        self.place = tree.place
        self.log = log
        self.what = what
        self.entries = entries
    }

    var keys: [String] { entries.map(\.key) }

    mutating func optional(_ key: String) -> Tree? {
        used.insert(key)
        return entries.first { $0.key == key }?.value
    }

    mutating func required(_ key: String) -> Tree? {
        if let tree = optional(key) { return tree }
        log.add("missing-key", "\(what) lacks \"\(key)\"", at: place)
        return nil
    }

    func has(_ key: String) -> Bool { entries.contains { $0.key == key } }

    func place(of key: String) -> Place { entries.first { $0.key == key }?.place ?? place }

    /// Reports every key that was not asked for, with the nearest known one.
    func finish() {
        for entry in entries where !used.contains(entry.key) {
            let hint = nearest(to: entry.key, among: used).map { "; did you mean \"\($0)\"?" } ?? ""
            let known = used.sorted().joined(separator: ", ")
            log.add("unknown-key", "\(what) has no \"\(entry.key)\"\(hint) (known: \(known))", at: entry.place)
        }
    }

    /// All entries in order, for maps whose keys are names of the content's own.
    mutating func all() -> [(key: String, place: Place, value: Tree)] {
        used.formUnion(keys)
        return entries
    }

    // MARK: Typed values

    mutating func text(_ key: String) -> String? {
        guard let tree = required(key) else { return nil }
        return Self.text(tree, "\(what): \"\(key)\"", log)
    }

    mutating func optionalText(_ key: String) -> String? {
        guard let tree = optional(key) else { return nil }
        return Self.text(tree, "\(what): \"\(key)\"", log)
    }

    static func text(_ tree: Tree, _ what: String, _ log: FaultLog) -> String? {
        guard let text = tree.text, !text.isEmpty else {
            log.add("expected-text", "\(what) must be text, found \(tree.kindName)", at: tree.place)
            return nil
        }
        return text
    }

    /// A list of texts; one text counts as a list of one. Missing gives an empty list.
    mutating func texts(_ key: String) -> [String] {
        guard let tree = optional(key) else { return [] }
        if case .list(let items) = tree.kind {
            return items.compactMap { Self.text($0, "\(what): \"\(key)\"", log) }
        }
        return Self.text(tree, "\(what): \"\(key)\"", log).map { [$0] } ?? []
    }

    mutating func list(_ key: String) -> [Tree] {
        guard let tree = optional(key) else { return [] }
        guard case .list(let items) = tree.kind else {
            log.add("expected-list", "\(what): \"\(key)\" must be a list, found \(tree.kindName)", at: tree.place)
            return []
        }
        return items
    }

    /// `yes` or `no`; missing gives `nil`.
    mutating func yesNo(_ key: String) -> Bool? {
        guard let tree = optional(key) else { return nil }
        switch tree.text {
        case "yes": return true
        case "no": return false
        default:
            log.add("expected-yes-no", "\(what): \"\(key)\" must be yes or no, found \(tree.kindName)", at: tree.place)
            return nil
        }
    }

    mutating func wholeNumber(_ key: String) -> Int? {
        guard let tree = optional(key) else { return nil }
        guard let value = tree.text.flatMap({ Int($0) }) else {
            log.add(
                "expected-number", "\(what): \"\(key)\" must be a whole number, found \(tree.kindName)", at: tree.place)
            return nil
        }
        return value
    }

    /// One of a fixed set of words.
    mutating func word<Word: RawRepresentable & CaseIterable>(_ key: String, _ type: Word.Type) -> Word?
    where Word.RawValue == String {
        guard let tree = required(key) else { return nil }
        return Self.word(tree, type, "\(what): \"\(key)\"", log)
    }

    static func word<Word: RawRepresentable & CaseIterable>(
        _ tree: Tree, _ type: Word.Type, _ what: String, _ log: FaultLog
    ) -> Word? where Word.RawValue == String {
        if let word = tree.text.flatMap({ Word(rawValue: $0) }) { return word }
        let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
        log.add("unknown-word", "\(what) must be one of \(known); found \(tree.kindName)", at: tree.place)
        return nil
    }
}
