import Clinical
import Course
import Mustache

/// A decision table as people read it: rows in words, with the row that answers lit.
///
/// The one reading of a table for all pages. Inputs whose values stand in every row (regimen, last dose) become
/// headings of groups, so that what is left in a row is short enough for a phone.
struct TableView: MustacheParent, Sendable {
    /// What a row has to do with the answer.
    enum RowState: String, Sendable {
        case none
        /// The one row that answers.
        case applies
        /// Could answer: an input is missing.
        case possible
    }

    struct Group: MustacheParent, Sendable {
        let title: String?
        let rows: [Row]

        func child(named name: String) -> Any? {
            switch name {
            case "groupTitle": title
            case "rows": rows
            default: nil
            }
        }
    }

    let title: String
    let groups: [Group]
    let warning: AlertView?
    let anchor: String
    /// Many inputs make long conditions: such rows are stacked on a phone.
    let isLong: Bool

    /// - Parameters:
    ///   - answer: Lights its rows; without one nothing is lit.
    ///   - open: Open statements of the same content, to say where to look.
    ///   - warn: Whether to say that only an older revision is on file; off where the answer beside it says so.
    ///   - isAnchored: Whether links to its rows lead here; left out, they do where nothing is answered.
    ///   - keep: Rows to show; `nil` shows all.
    init(
        _ table: DecisionTable, answer: TableAnswer? = nil, open: [OpenStatement] = [],
        warn: Bool = true, isAnchored: Bool? = nil, only keep: ((Int) -> Bool)? = nil
    ) {
        let isAnchored = isAnchored ?? (answer == nil)
        title = table.title
        anchor = "table-" + table.id
        isLong = table.inputs.count > 4
        warning = (warn ? table.outdated : nil).map {
            AlertView(.amber, $0.text, source: $0.citation, anchored: isAnchored)
        }
        let heads = Self.headingInputs(of: table)
        var groups: [Group] = []
        var rows: [Row] = []
        var current: String?
        for index in table.rows.indices where keep?(index) ?? true {
            let row = Row(
                table, index, heads: heads, state: Self.state(index, in: answer), open: open,
                isAnchored: isAnchored)
            if row.heading != current, !rows.isEmpty {
                groups.append(Group(title: current, rows: rows))
                rows = []
            }
            current = row.heading
            rows.append(row)
        }
        if !rows.isEmpty { groups.append(Group(title: current, rows: rows)) }
        self.groups = groups
    }

    private static func state(_ row: Int, in answer: TableAnswer?) -> RowState {
        guard let answer else { return .none }
        if answer.row == row { return .applies }
        return answer.rows.contains(row) ? .possible : .none
    }

    /// Inputs that make headings: regimen and last dose of a restart table.
    private static func headingInputs(of table: DecisionTable) -> [Int] {
        guard table.kind == .restart else { return [] }
        return ["regimen", "last"].compactMap { table.input(named: $0) }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "tableTitle": title
        case "groups": groups
        case "warning": warning
        case "anchor": anchor
        case "tableClass": isLong ? "table decision decision-long" : "table decision"
        default: nil
        }
    }
}
