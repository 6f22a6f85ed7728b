import Clinical
import Mustache
import Practice
import Service

/// Open and unverified statements with their ticks, file by file.
struct StatementsPage: MustacheParent, Sendable {
    let groups: [StatementRows]
    let unticked: Int
    var failure: AlertView?

    /// - Parameter places: Section and table of the label on file, by statement id.
    init(
        _ rules: SigningRules, places: [String: String], flags: [String: StatementFlag], mayTick: Bool, mayEnter: Bool,
        hidden: [FormField], zone: Zone, failure: AlertView? = nil
    ) {
        let pending = rules.pending
        unticked = pending.count { !$0.isTicked }
        self.failure = failure
        var files: [String] = []
        for file in pending.map(\.line.statement.file) where !files.contains(file) { files.append(file) }
        groups = files.enumerated().map { index, file in
            StatementRows(
                title: file.split(separator: "/").last.map(String.init) ?? file, anchor: "group-\(index + 1)",
                rows: pending.filter { $0.line.statement.file == file }.map { item in
                    StatementRow(
                        line: item.line, ticks: item.ticks, flag: flags[item.line.statement.id],
                        place: places[item.line.statement.id], mayTick: mayTick, mayEnter: mayEnter, zone: zone)
                }, hidden: hidden)
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "failure": failure
        case "groups": groups
        case "tabs": groups.map { NavigationLink(title: $0.title, address: "#" + $0.anchor) }
        case "unticked": Wording.count(unticked, "statement")
        case "nothing": groups.isEmpty
        default: nil
        }
    }
}

/// The page a medical director signs on.
struct SignPage: MustacheParent, Sendable {
    let release: ReleaseSet
    let rules: SigningRules
    let diff: ReleaseDiff
    let fields: [FormField]
    let maySign: Bool
    var failure: AlertView?

    func child(named name: String) -> Any? {
        switch name {
        case "failure": failure
        case "facts":
            [
                DefinitionRow("Release", release.name), DefinitionRow("Hash", release.hash),
                DefinitionRow(
                    "Since the last signature",
                    "\(diff.added) added, \(diff.removed) removed, \(diff.changed) changed, \(diff.unchanged) unchanged"
                ),
                DefinitionRow(
                    "Without a tick", Wording.count(rules.pending.count { !$0.isTicked }, "statement")),
            ]
        case "fields": fields
        case "canSign": maySign
        default: nil
        }
    }
}
