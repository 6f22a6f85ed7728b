import Clinical
import Course
import Mustache
import Service

/// One patient as a row of the board: who, how long since what, and what is wrong, in words and shapes.
struct PersonRow: MustacheParent, Sendable {
    private let id: String
    private let name: String
    private let age: String?
    private let synthetic: Bool
    private let rowClass: String
    /// `TECListamab · step-up dose 2`
    private let course: String
    private let elapsed: String?
    private let window: String?
    private let temperature: String?
    private let grade: GradeMark?
    private let held: Bool
    private let due: String?
    private let alert: AlertWords?

    /// - Parameter names: Tall-man names by therapy id.
    init(_ row: Board.Row, clock: SiteClock, names: [String: String]) {
        let patient = row.patient
        id = patient.id
        name = patient.name.isEmpty ? "No name on record" : patient.name
        age = patient.born.map { String(clock.age(born: $0)) }
        synthetic = patient.synthetic
        rowClass = patient.level == .red ? "person is-red" : patient.level == .amber ? "person is-amber" : "person"
        let drug = names[patient.therapy] ?? patient.therapy
        let dose = patient.lastDose.isEmpty ? "no dose yet" : TherapyProtocol.title(patient.lastDose)
        course = patient.therapy.isEmpty ? "No course started" : "\(drug) · \(dose)"
        elapsed = patient.lastDoseAt.map { clock.span(from: $0, to: clock.now) }
        let open = patient.riskWindowEnd.flatMap { clock.now < $0 ? $0 : nil }
        window = open.map { "window to \(clock.short($0))" }
        temperature = open == nil ? nil : Self.temperature(patient, clock: clock)
        grade = patient.grade > 0 ? GradeMark(grade: patient.grade) : nil
        held = patient.held
        due = Self.due(patient, place: row.place, clock: clock)
        alert = AlertWords(patient)
    }

    /// `38.6 °C`, with how old it is once that is over an hour; only what was measured since the last dose.
    private static func temperature(_ patient: PatientSummary, clock: SiteClock) -> String? {
        guard let value = patient.temperature, let at = patient.temperatureAt, at >= patient.lastDoseAt ?? at else {
            return nil
        }
        let text = "\(BodyTemperature(hundredthsCelsius: value).celsiusText) °C"
        return clock.now.minutes(since: at) < 60 ? text : "\(text) \(clock.away(at))"
    }

    private static func due(_ patient: PatientSummary, place: Board.Place, clock: SiteClock) -> String? {
        guard let due = patient.due, !patient.nextDose.isEmpty else { return nil }
        let day = clock.zone.day(of: due)
        let dose = Wording.dose(patient.nextDose)
        if day < clock.today { return "\(dose) was due \(clock.day(day)), \(clock.away(due))" }
        return "\(dose) due " + (day == clock.today ? "today \(clock.time(due))" : clock.short(due))
    }

    func child(named name: String) -> Any? {
        switch name {
        case "address": "/patients/" + id
        case "name": self.name
        case "age": age
        case "synthetic": synthetic
        case "rowClass": rowClass
        case "course": course
        case "elapsed": elapsed
        case "window": window
        case "temperature": temperature
        case "hasSigns": held || grade != nil || temperature != nil
        case "grade": grade
        case "held": held
        case "due": due
        case "alert": alert
        default: nil
        }
    }

    /// The worst alert, and how many more there are.
    private struct AlertWords: MustacheParent, Sendable {
        let level: AlertView.Level
        let text: String
        let more: Int

        init?(_ patient: PatientSummary) {
            guard let level = patient.level, !patient.alert.isEmpty else { return nil }
            self.level = AlertView.Level(level)
            text = patient.alert
            more = patient.alerts - 1
        }

        func child(named name: String) -> Any? {
            switch name {
            case "alertLevel": level.rawValue
            case "alertWord": level.word
            case "text": text
            case "more": more > 0 ? "and \(more) more" : nil
            default: nil
            }
        }
    }
}
