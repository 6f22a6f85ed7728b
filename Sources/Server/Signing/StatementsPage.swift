import Clinical
import Mustache
import Practice
import Service

/// Open and unverified statements with their ticks, file by file.
struct StatementsPage: MustacheParent, Sendable {
    let groups: [StatementRows]
    let parts: [NavigationLink]
    let filters: [NavigationLink]
    let unticked: Int
    var failure: AlertView?

    /// - Parameters:
    ///   - names: What the parts are called, by the name of their file; others are called as the file.
    ///   - places: Section and table of the label on file, by statement id.
    init(
        _ rules: SigningRules, choice: StatementChoice = StatementChoice(), names: [String: String] = [:],
        places: [String: String], flags: [String: StatementFlag], mayTick: Bool, mayEnter: Bool,
        hidden: [FormField], zone: Zone, failure: AlertView? = nil
    ) {
        let pending = rules.pending
        unticked = pending.count { !$0.isTicked }
        self.failure = failure
        let files = StatementChoice.parts(pending)
        let inPart = pending.filter { choice.part == nil || StatementChoice.part($0) == choice.part }
        let shown = inPart.filter { choice.show.holds($0) }
        groups = files.enumerated().compactMap { index, file in
            let items = shown.filter { StatementChoice.part($0) == file }
            guard !items.isEmpty else { return nil }
            return StatementRows(
                title: names[file] ?? StatementChoice.title(file), anchor: "group-\(index + 1)",
                rows: items.map { item in
                    StatementRow(
                        line: item.line, ticks: item.ticks, flag: flags[item.line.statement.id],
                        place: places[item.line.statement.id], mayTick: mayTick, mayEnter: mayEnter, zone: zone)
                },
                hidden: hidden + StatementChoice(part: file, show: choice.show).fields,
                isOpen: choice.part == file)
        }
        let everything = NavigationLink(
            title: "Everything \(pending.count)", address: StatementChoice(show: choice.show).address,
            current: choice.part == nil)
        // The chosen part comes first, where a phone shows it without scrolling.
        let chosenFirst = files.filter { $0 == choice.part } + files.filter { $0 != choice.part }
        parts =
            [everything]
            + chosenFirst.map { file in
                let name = names[file] ?? StatementChoice.title(file)
                return NavigationLink(
                    title: "\(name) \(pending.count { StatementChoice.part($0) == file })",
                    address: StatementChoice(part: file, show: choice.show).address, current: choice.part == file)
            }
        filters = StatementChoice.Show.allCases.map { show in
            NavigationLink(
                title: "\(show.title) \(inPart.count { show.holds($0) })",
                address: StatementChoice(part: choice.part, show: show).address, current: choice.show == show)
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "failure": failure
        case "groups": groups
        case "parts": parts
        case "filters": filters
        case "unticked": Wording.count(unticked, "statement")
        case "nothing": groups.isEmpty
        default: nil
        }
    }
}
