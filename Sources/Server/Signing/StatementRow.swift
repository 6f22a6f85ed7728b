import Clinical
import Mustache
import Practice
import Service

/// One statement as the signing pages draw it: its words, its standing, who ticked it.
struct StatementRow: MustacheParent, Sendable {
    let line: ReleaseSet.Line
    var ticks: [SigningState.Tick] = []
    var flag: StatementFlag?
    var place: String?
    var mayTick = false
    var mayEnter = false
    var zone = Zone.utc

    func child(named name: String) -> Any? {
        let statement = line.statement
        return switch name {
        case "statementPath": statement.path
        case "anchor": "s-" + line.hash.prefix(16)
        case "words": statement.text.split(separator: "\n").map(String.init)
        case "cited": statement.cited.isEmpty ? nil : statement.cited
        case "standing": statement.kind == .open ? "open" : statement.level?.rawValue
        case "standingClass": statement.needsTick ? "tag tag-unverified" : "tag"
        case "flag": flag.map { $0 == .older ? "older than the label on file" : "source without a date" }
        case "labelPlace": place
        case "tickedBy": ticks.map { "\($0.by.line), \(zone.day(of: $0.at))" }
        case "isTicked": !ticks.isEmpty
        case "canTick": mayTick && ticks.isEmpty
        case "tickValue": "\(line.hash) \(statement.id)"
        case "entryAddress": mayEnter && statement.therapy != nil ? Self.entry(statement.id) : nil
        default: nil
        }
    }

    static func entry(_ id: String) -> String { "/content/entry?statement=" + FormText.encode(id) }
}

/// Text for addresses.
enum FormText {
    /// Percent-encodes everything but letters, digits and `-._~`.
    static func encode(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let character = Character(UnicodeScalar(byte))
            if byte < 0x80, character.isLetter || character.isNumber || "-._~".contains(character) {
                result.append(character)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.count == 1 ? "%0" + digits : "%" + digits
            }
        }
        return result
    }
}

/// Statements of one file under its name.
struct StatementRows: MustacheParent, Sendable {
    let title: String
    let anchor: String
    let rows: [StatementRow]
    let hidden: [FormField]
    /// Whether the part was asked for and so is unfolded.
    var isOpen = false

    func child(named name: String) -> Any? {
        switch name {
        case "isUnfolded": isOpen
        case "groupTicked":
            switch rows.count(where: { !$0.ticks.isEmpty }) {
            case 0: "none ticked"
            case rows.count: "all ticked"
            case let ticked: "\(ticked) ticked"
            }
        case "groupTitle": title
        case "groupAnchor": anchor
        case "groupCount": Wording.count(rows.count, "statement")
        case "statements": rows
        case "hidden": hidden
        case "hasForm": rows.contains { $0.mayTick && $0.ticks.isEmpty }
        default: nil
        }
    }
}
