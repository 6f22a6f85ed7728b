import Mustache

/// One question of a form as `partials/field` draws it. Made by ``FormState``.
struct FormField: MustacheParent, Sendable {
    enum Kind: Sendable, Equatable {
        /// A line of text; `mode` is the keyboard: `decimal`, `numeric`, `text`, `tel`.
        case text(mode: String)
        /// A password, PIN or code: never sent back in a page.
        case secret(mode: String)
        case date
        case time
        case area
        /// One of a list, folded.
        case select
        /// One of a few, each a big button.
        case segmented
        /// Any of a few.
        case checks
        case hidden
    }

    struct Option: MustacheParent, Sendable {
        let value: String
        let label: String
        var chosen = false
        var id = ""
        /// Only the first option of a refused group takes the focus.
        var autofocus = false

        func child(named name: String) -> Any? {
            switch name {
            case "optionValue": value
            case "optionLabel": label
            case "chosen": chosen
            case "optionId": id
            case "optionFocus": autofocus
            default: nil
            }
        }
    }

    let kind: Kind
    let name: String
    let label: String
    var value = ""
    var unit: String?
    var hint: String?
    /// Said quietly beside the field, for example the last weight.
    var last: String?
    var error: String?
    var autofocus = false
    var required = false
    var options: [Option] = []
    /// Marks the question that decides the answer.
    var askedNext = false
    /// What the browser may fill in, for example `username`; `off` for everything clinical.
    var autocomplete = "off"

    /// Safe as an HTML id: dots of nested names become dashes.
    var id: String { "f-" + name.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined() }

    private var describedBy: String? {
        var ids: [String] = []
        if hint != nil { ids.append(id + "-hint") }
        if last != nil { ids.append(id + "-last") }
        if error != nil { ids.append(id + "-error") }
        return ids.isEmpty ? nil : ids.joined(separator: " ")
    }

    func child(named key: String) -> Any? {
        switch key {
        case "isText":
            switch kind {
            case .text, .secret, .date, .time: true
            default: false
            }
        case "isArea": kind == .area
        case "isSelect": kind == .select
        case "isGroup": kind == .segmented || kind == .checks
        case "isHidden": kind == .hidden
        case "inputType": inputType
        case "mode": mode
        case "groupType": kind == .checks ? "checkbox" : "radio"
        case "groupClass": kind == .checks ? "checks" : "segmented"
        case "name": name
        case "fieldId": id
        case "label": label
        case "value": value
        case "unit": unit
        case "hint": hint
        case "last": last
        case "error": error
        case "autofocus": autofocus
        case "required": required
        case "autocomplete": autocomplete
        case "describedBy": describedBy
        case "askedNext": askedNext
        case "options": options
        default: nil
        }
    }

    /// A date or time that was refused is shown as plain text: a picker would hide what was typed.
    private var inputType: String {
        if case .secret = kind { return "password" }
        if error != nil { return "text" }
        return switch kind {
        case .date: "date"
        case .time: "time"
        default: "text"
        }
    }

    private var mode: String {
        switch kind {
        case .text(let mode), .secret(let mode): mode
        default: "text"
        }
    }
}
