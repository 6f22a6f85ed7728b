import Clinical
import Exchange
import Mustache
import Practice
import Service

/// A form to enter what the label says in place of one statement, with the label beside it.
struct EntryPage: MustacheParent, Sendable {
    let row: StatementRow
    let fields: [FormField]
    let action: String
    var beside: LabelPart?
    /// Where the label is loaded, while none of this therapy is on file: then nothing can be entered.
    var labelMissing: NavigationLink?
    var failure: AlertView?

    func child(named name: String) -> Any? {
        switch name {
        case "failure": failure
        case "labelMissing": labelMissing
        // What was typed comes back even when the label went missing meanwhile.
        case "canEnter": labelMissing == nil || failure != nil
        case "statements": [row]
        case "fields": fields
        case "action": action
        case "label": beside
        case "noLabel": beside == nil && labelMissing == nil
        default: nil
        }
    }
}

/// A row that was entered, with the statement and the label beside it, to be confirmed by a second person.
struct RowPage: MustacheParent, Sendable {
    let row: EnteredRow
    let isOutdated: Bool
    var statements: [StatementRow] = []
    var beside: LabelPart?
    let mayConfirm: Bool
    let mayWithdraw: Bool
    let hidden: [FormField]
    let why: FormField
    var failure: AlertView?

    func child(named name: String) -> Any? {
        switch name {
        case "failure": failure
        case "facts":
            [
                DefinitionRow("Statement", row.target), DefinitionRow("Standing", row.standing.rawValue),
                DefinitionRow("Signatures", row.signatures),
                DefinitionRow(
                    "Label", "set \(row.label.setID), version \(row.label.version), revised \(row.label.revised)"),
                DefinitionRow("Section", row.section),
            ] + (row.closes.isEmpty ? [] : [DefinitionRow("Answers", row.closes.joined(separator: ", "))])
        case "outdated":
            isOutdated ? AlertView(.amber, "A newer label is on file than the one this row was read in.") : nil
        case "statements": statements
        case "yaml": row.yaml.isEmpty ? nil : row.yaml
        case "asItStands": row.kind == .confirm
        case "label": beside
        case "canConfirm": mayConfirm && row.standing == .entered
        case "canWithdraw": mayWithdraw && row.standing != .withdrawn
        case "confirmAddress": "/content/rows/\(row.id)/confirm"
        case "withdrawAddress": "/content/rows/\(row.id)/withdraw"
        case "hidden": hidden
        case "whyField": [why]
        default: nil
        }
    }
}
