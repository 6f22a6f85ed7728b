/// One change a site makes to the content after two people read it in the label.
public struct ContentChange: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// The statement stands as it is; only its source and level change.
        case confirm
        /// The entry is replaced by the ones given.
        case replace
        /// The entries given are added to a list.
        case insert
    }

    public let kind: Kind
    /// The statement's id; for ``Kind/insert`` the list's path, for example `therapies/a:volumes`.
    public let target: String
    /// One entry, or a list of entries, as the content writes them; empty for ``Kind/confirm``.
    public let yaml: String
    /// Ids of open statements in the same file that this answers; they are taken out.
    public let closes: [String]
    /// The document it was read in.
    public let title: String
    /// When that was revised: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    public let revised: String
    /// Section and table in it.
    public let place: String
    /// Who entered and who confirmed it; shown with the statement.
    public let note: String

    public init(
        kind: Kind, target: String, yaml: String = "", closes: [String] = [], title: String, revised: String,
        place: String, note: String
    ) {
        self.kind = kind
        self.target = target
        self.yaml = yaml
        self.closes = closes
        self.title = title
        self.revised = revised
        self.place = place
        self.note = note
    }

    /// The file it changes, without its ending.
    public var file: String { String(target.prefix { $0 != ":" }) }
}

/// Every statement of a set of content files.
public struct ContentStatements: Sendable {
    /// In the order of the paths, then of each file.
    public let all: [ContentStatement]
    /// Paths of the lists that entries can be added to.
    public let lists: [String]
    /// Of each statement that cites a source, its entry in the content's own form, by id; to be changed and given back.
    public let entries: [String: String]

    /// Reads the statements, with a site's changes made. Reads words only: use ``ContentLibrary/load(_:changing:)`` to
    /// prove that the content holds.
    ///
    /// - Throws: ``ContentFaults`` when a file is no YAML or a change does not fit.
    public init(_ files: [ContentFile], changing changes: [ContentChange] = []) throws(ContentFaults) {
        let log = FaultLog()
        var all: [ContentStatement] = []
        var lists: [String] = []
        var entries: [String: String] = [:]
        for file in files.sorted(by: { $0.path < $1.path }) where file.path.hasSuffix(".yaml") {
            guard Self.isRead(file.path), let tree = Tree.read(file, log: log),
                let changed = ContentOverlay(log: log, file: file.path).apply(changes, to: tree)
            else { continue }
            let walk = StatementWalk(changed, file: file.path)
            all += walk.found.map(\.statement)
            lists += walk.lists.map(\.path)
            for found in walk.found where found.statement.kind == .sourced {
                entries[found.statement.id] = EntryText.write(changed.at(found.steps))
            }
        }
        guard log.faults.isEmpty else { throw ContentFaults(faults: log.faults) }
        self.all = all
        self.lists = lists
        self.entries = entries
    }

    /// Whether a file says anything clinical: the release's own name and notes and the search words do not.
    static func isRead(_ path: String) -> Bool { !["release.yaml", "changes.yaml", "search.yaml"].contains(path) }

    public func statement(_ id: String) -> ContentStatement? { all.first { $0.id == id } }
}
