public import Clinical

/// What differs between two releases, statement by statement.
public struct ReleaseDiff: Sendable {
    public enum Change: Sendable, Equatable {
        case added(ContentStatement)
        case removed(ContentStatement)
        /// The words, the level or the source are not the same.
        case changed(before: ContentStatement, after: ContentStatement)

        /// The newer statement, or the one that is gone.
        public var statement: ContentStatement {
            switch self {
            case .added(let statement), .removed(let statement), .changed(_, let statement): statement
            }
        }

        public var word: String {
            switch self {
            case .added: "added"
            case .removed: "removed"
            case .changed: "changed"
            }
        }
    }

    /// In the order of the newer release; what is gone stands at the end of its file.
    public let changes: [Change]
    public let unchanged: Int

    public var added: Int { count { if case .added = $0 { true } else { false } } }
    public var removed: Int { count { if case .removed = $0 { true } else { false } } }
    public var changed: Int { count { if case .changed = $0 { true } else { false } } }

    private func count(_ isCounted: (Change) -> Bool) -> Int { changes.count(where: isCounted) }

    /// Statements are paired by their ids. One that has no name of its own is paired with the most similar one of its
    /// list when at least half of their words are the same; the order of a file does not matter.
    ///
    /// - Parameter old: `nil` when there is none yet: then everything is added.
    public static func between(_ old: ReleaseSet?, _ new: ReleaseSet) -> ReleaseDiff {
        let before = old?.lines.map(\.statement) ?? []
        let after = new.lines.map(\.statement)
        let known = Dictionary(before.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let ids = Set(after.map(\.id))
        var gone = before.filter { !ids.contains($0.id) }
        var changes: [Change] = []
        var unchanged = 0
        for (index, statement) in after.enumerated() {
            if let same = known[statement.id] {
                if same.signedBytes == statement.signedBytes {
                    unchanged += 1
                } else {
                    changes.append(.changed(before: same, after: statement))
                }
            } else if let match = mostSimilar(to: statement, in: gone) {
                changes.append(.changed(before: gone.remove(at: match), after: statement))
            } else {
                changes.append(.added(statement))
            }
            if index + 1 == after.count || after[index + 1].file != statement.file {
                changes += gone.filter { $0.file == statement.file }.map { .removed($0) }
                gone.removeAll { $0.file == statement.file }
            }
        }
        return ReleaseDiff(changes: changes + gone.map { .removed($0) }, unchanged: unchanged)
    }

    private static func mostSimilar(to statement: ContentStatement, in gone: [ContentStatement]) -> Int? {
        guard statement.isNamedByItsWords else { return nil }
        let words = Set(statement.text.split { $0 == " " || $0 == "\n" })
        var best: (index: Int, share: Int)?
        for (index, other) in gone.enumerated() where other.isNamedByItsWords && other.list == statement.list {
            let others = Set(other.text.split { $0 == " " || $0 == "\n" })
            let share = 100 * words.intersection(others).count / max(1, words.union(others).count)
            if share >= 50, share > best?.share ?? -1 { best = (index, share) }
        }
        return best?.index
    }
}

extension ContentStatement {
    /// The path of the list it stands in.
    var list: Substring { id[..<(id.lastIndex(of: "/") ?? id.endIndex)] }

    /// Whether its id was made from its words, so that other words give another id.
    var isNamedByItsWords: Bool {
        let name = id[(id.lastIndex(of: "/") ?? id.startIndex)...].dropFirst().prefix { $0 != "~" }
        return name.utf8.count == 16 && name.allSatisfy(\.isHexDigit)
    }
}
