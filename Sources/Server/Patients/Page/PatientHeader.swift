import Clinical
import Course
import Mustache
import Service

/// Who this is and what they are treated with.
struct PatientHeader: MustacheParent, Sendable {
    let name: String
    /// Patient name and date of birth, for every printed page.
    let printLine: String
    private let synthetic: Bool
    private let who: String
    private let facts: [DefinitionRow]
    private let lastDose: String?
    private let band: Drawing?

    init(_ record: PatientRecord, advice: CourseAdvice, clock: SiteClock) {
        let patient = record.chart.patient
        name = patient.name.isEmpty ? "No name on record" : patient.name
        synthetic = patient.synthetic
        let born = patient.born.map { "born \($0)" } ?? "date of birth not recorded"
        printLine = "\(name), \(born)" + (patient.recordNumber.map { ", record \($0)" } ?? "")
        who = [patient.born.map { "\(clock.age(born: $0)) years" }, born, patient.recordNumber.map { "record \($0)" }]
            .compactMap { $0 }.joined(separator: " · ")
        facts = Self.facts(record, clock: clock)
        let codes = record.chart.plan?.doseNames ?? []
        lastDose = record.state.lastDose.map { dose in
            let title = Int(dose.code) < codes.count ? Wording.dose(codes[Int(dose.code)]) : "Dose"
            return "\(title), \(clock.away(dose.at)) (\(clock.full(dose.at)))"
        }
        band = Self.band(record.state, end: advice.riskWindowEnd, now: clock.now)
    }

    private static func band(_ state: CourseState, end: Instant?, now: Instant) -> Drawing? {
        guard let last = state.lastDose, let end, now < end else { return nil }
        return RiskBand.draw(hours: now.hours(since: last.at), of: end.hours(since: last.at), id: "risk")
    }

    private static func facts(_ record: PatientRecord, clock: SiteClock) -> [DefinitionRow] {
        let state = record.state
        var rows: [DefinitionRow] = []
        if let plan = record.chart.plan {
            rows.append(DefinitionRow("Therapy", Wording.name(plan.therapy)))
            if plan.regimens.indices.contains(Int(state.regimen)) {
                rows.append(DefinitionRow("Regimen", plan.regimens[Int(state.regimen)].regimen.name))
            }
        } else {
            rows.append(DefinitionRow("Therapy", "No course started"))
        }
        if let weight = state.weight, let at = state.weighedAt {
            let day = clock.zone.day(of: at)
            rows.append(DefinitionRow("Weight", "\(weight), \(Wording.count(clock.today - day, "day")) old (\(day))"))
        } else {
            rows.append(DefinitionRow("Weight", "Not on record"))
        }
        rows.append(DefinitionRow("Allergies", record.chart.patient.allergies ?? "Not recorded"))
        if let phone = record.chart.patient.phone { rows.append(DefinitionRow("Phone", phone)) }
        if let plan = record.chart.plan {
            rows.append(DefinitionRow("Content", content(record, plan.therapy)))
        }
        return rows
    }

    /// The release the course runs under and the label it rests on.
    private static func content(_ record: PatientRecord, _ therapy: Therapy) -> String {
        "\(record.content.name) · label of \(Wording.month(therapy.labelDate))"
    }

    func child(named name: String) -> Any? {
        switch name {
        case "name": self.name
        case "synthetic": synthetic
        case "who": who
        case "facts": facts
        case "lastDose": lastDose
        case "band": band
        default: nil
        }
    }
}
