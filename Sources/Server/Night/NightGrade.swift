import Clinical
import Course
import Mustache

/// One scale on the card: the grade, or the grades still possible and the one question that narrows most.
struct NightGrade: MustacheParent, Sendable {
    let scale: Grading.Scale
    let reading: GradeReading
    private let answer: GradeAnswer
    private let grades: [Int?]
    private let name: String
    private let table: TableView
    /// The field that answers the question, for the link to it.
    private let field: String?
    private let taken: String?
    private let episode: String?

    /// - Parameter taken: When the signs were measured, in words; `nil` when nothing was measured since the dose.
    init(_ scale: Grading.Scale, _ reading: GradeReading, toxicity: Toxicity, taken: String?, episode: String?) {
        self.scale = scale
        self.reading = reading
        self.taken = taken
        self.episode = episode
        name = toxicity.abbreviation
        grades = toxicity.grading.rows.map(\.outcome.grade)
        answer = GradeAnswer(reading.answer, toxicity: toxicity)
        let lit = Set(reading.answer.rows)
        table = TableView(toxicity.grading, answer: reading.answer, open: toxicity.open, warn: false) {
            lit.contains($0)
        }
        field = reading.answer.ask.first.map { Self.field(toxicity.grading.inputs[$0]) }
    }

    /// The id of the form's field for a question of the table.
    private static func field(_ input: TableInput) -> String {
        let names = [
            "oxygen-device": "oxygenDevice", "oxygen-flow": "oxygenFlowLPerMin", "oxygen-reason": "oxygenReason",
            "weakness": "deepFocalWeakness", "aphasia": "globalAphasia", "pressure-signs": "pressureSigns",
        ]
        if let name = names[input.name] { return name }
        // Read from a list that is typed under the list's own name.
        switch input.origin {
        case .count(let key, _), .anyOf(let key, _): return key
        default: return input.name
        }
    }

    /// Nothing was measured: the card asks before it says anything.
    var isBlank: Bool { taken == nil }
    /// Grades still possible.
    var possible: Set<Int> { Set(reading.answer.rows.compactMap { grades[$0] }) }
    /// Worst grade still possible.
    var worst: Int { reading.worst }
    var single: Int? { reading.answer.row.flatMap { _ in reading.least } }

    private var headline: String {
        if isBlank { return "\(name): measure" }
        let words = answer.headline
        return words.hasPrefix("Not ") ? words : "\(name) \(words.prefix(1).lowercased() + words.dropFirst())"
    }

    func child(named name: String) -> Any? {
        switch name {
        case "headline": headline
        case "grade": isBlank ? nil : answer.grade
        case "say": isBlank || answer.say.isEmpty ? nil : answer.say
        case "decides": answer.decides
        case "field": field.map { "#f-" + $0 }
        case "untilThen": isBlank ? nil : answer.untilThen
        case "taken": taken
        case "episode": episode
        case "warnings": isBlank ? [] : answer.warnings
        case "table": isBlank ? nil : table
        case "scaleClass": "night-grade" + (worst >= 3 && !isBlank ? " is-severe" : "")
        case "canRecord": !isBlank && single != nil
        case "recordValue": "\(scale == .crs ? "crs" : "icans"):\(single ?? -1)"
        case "recordTitle": "Record \(self.name) grade \(single ?? -1)"
        default: nil
        }
    }
}
