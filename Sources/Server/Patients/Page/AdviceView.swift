import Clinical
import Course
import Mustache

/// A line of advice with its source and, where a table said it, the way to its row.
struct AdviceView: MustacheParent, Sendable {
    private let alert: AlertView
    private let row: String?
    private let table: String?

    init(_ line: AdviceLine, therapy: Therapy?, library: ContentLibrary) {
        alert = AlertView(
            AlertView.Level(line.level), line.what, why: line.why.isEmpty ? nil : Wording.capitalized(line.why),
            source: line.citation)
        row = line.row
        table = Self.address(line, therapy: therapy, library: library)
    }

    /// The page that shows the table: the therapy's own, or the grading table of a reaction.
    private static func address(_ line: AdviceLine, therapy: Therapy?, library: ContentLibrary) -> String? {
        guard let table = line.table, let row = line.row else { return nil }
        if let therapy, therapy.table(table)?.rows.contains(where: { $0.id == row }) == true {
            return "/reference/therapies/\(therapy.id)#table-\(table)"
        }
        let toxicity = library.toxicities.first { $0.grading.id == table }
        return toxicity.map { "/reference/toxicities/\($0.id)#table-\(table)" }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "row": row
        case "tableAddress": table
        default: alert.child(named: name)
        }
    }
}
