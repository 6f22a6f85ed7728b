import Clinical
import Mustache
import Practice
import Service

/// This site's content: the release that runs, who signed it, what is missing.
struct ContentHome: MustacheParent, Sendable {
    let release: ReleaseSet
    let rules: SigningRules
    let refusal: SigningError?
    let rows: [EnteredRow]
    let zone: Zone
    /// Whether courses start all the same.
    let startsUnsigned: Bool

    private var facts: [DefinitionRow] {
        var facts = [
            DefinitionRow("Release", release.name), DefinitionRow("Hash", release.hash),
            DefinitionRow("Statements", Wording.count(rules.effective.lines.count, "statement")),
        ]
        if let signature = rules.state.signature {
            facts.append(
                DefinitionRow(
                    "Signed", "\(signature.release) by \(signature.by.line), \(zone.day(of: signature.at))"))
        } else {
            facts.append(DefinitionRow("Signed", "by nobody yet"))
        }
        let pending = rules.pending
        let open = pending.count { $0.line.statement.kind == .open }
        facts.append(DefinitionRow("Open", Wording.count(open, "statement")))
        facts.append(DefinitionRow("Unverified", Wording.count(pending.count - open, "statement")))
        facts.append(DefinitionRow("Without a tick", Wording.count(pending.count { !$0.isTicked }, "statement")))
        return facts
    }

    func child(named name: String) -> Any? {
        switch name {
        case "facts": facts
        case "standing":
            refusal.map {
                AlertView(
                    .amber, SigningDesk.words($0),
                    why: startsUnsigned ? "This is the demo practice: here patients start all the same." : nil)
            }
                ?? AlertView(.ok, "Signed: this site may start patients.")
        case "rows": rows.map { EnteredRowView(row: $0, isOutdated: rules.state.isOutdated($0)) }
        case "hasRows": !rows.isEmpty
        default: nil
        }
    }
}

/// A row from the label in a list.
struct EnteredRowView: MustacheParent, Sendable {
    let row: EnteredRow
    var isOutdated = false

    func child(named name: String) -> Any? {
        switch name {
        case "rowAddress": "/content/rows/\(row.id)"
        case "rowTarget": row.target
        case "rowStanding": row.standing.rawValue
        case "rowSignatures": row.signatures
        case "rowPlace": "label version \(row.label.version), revised \(row.label.revised), \(row.section)"
        case "outdated": isOutdated
        default: nil
        }
    }
}

/// What differs from the release signed last.
struct ContentDiffPage: MustacheParent, Sendable {
    let diff: ReleaseDiff
    let signed: SigningState.Signature?
    let zone: Zone
    /// What the parts are called, by the name of their file.
    var names: [String: String] = [:]
    /// Up to so many changes are all unfolded.
    private static let unfolded = 20

    /// The changes of one part of the content, folded under its name.
    struct Part: MustacheParent, Sendable {
        let title: String
        let changes: [Change]
        let isOpen: Bool

        func child(named name: String) -> Any? {
            switch name {
            case "partTitle": title
            case "partCount": Wording.count(changes.count, "statement")
            case "changes": changes
            case "isUnfolded": isOpen
            default: nil
            }
        }
    }

    /// What people call the parts of the content, by the name of their file.
    static func names(_ library: ContentLibrary) -> [String: String] {
        let therapies = library.therapies.map { ($0.id, Wording.name($0)) }
        let toxicities = library.toxicities.map { ($0.id, $0.abbreviation) }
        return Dictionary(therapies + toxicities, uniquingKeysWith: { first, _ in first })
    }

    var parts: [Part] {
        var files: [String] = []
        for change in diff.changes where !files.contains(change.statement.file) { files.append(change.statement.file) }
        return files.map { file in
            let part = StatementChoice.part(ofFile: file)
            return Part(
                title: names[part] ?? StatementChoice.title(part),
                changes: diff.changes.filter { $0.statement.file == file }.map { Change(change: $0) },
                isOpen: diff.changes.count <= Self.unfolded)
        }
    }

    struct Change: MustacheParent, Sendable {
        let change: ReleaseDiff.Change

        private func lines(_ statement: ContentStatement) -> [String] {
            statement.text.split(separator: "\n").map(String.init)
                + [
                    [statement.level?.rawValue, statement.cited.isEmpty ? nil : statement.cited].compactMap { $0 }
                        .joined(separator: " · ")
                ].filter { !$0.isEmpty }
        }

        func child(named name: String) -> Any? {
            switch name {
            case "changeWord": change.word
            case "changeClass":
                change.word == "removed" ? "tag tag-danger" : change.word == "added" ? "tag tag-ok" : "tag tag-watch"
            case "changeId": change.statement.path
            case "before":
                switch change {
                case .removed(let statement), .changed(let statement, _): lines(statement)
                case .added: [String]()
                }
            case "after":
                switch change {
                case .added(let statement), .changed(_, let statement): lines(statement)
                case .removed: [String]()
                }
            default: nil
            }
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "against": signed.map { "\($0.release), signed by \($0.by.line), \(zone.day(of: $0.at))" }
        case "counts":
            "\(diff.added) added, \(diff.removed) removed, \(diff.changed) changed, \(diff.unchanged) unchanged"
        case "parts": parts
        case "nothing": diff.changes.isEmpty
        default: nil
        }
    }
}
