import Clinical
import Course
import Service

/// What every recording form knows: the patient, the record as it was read, and the moment.
struct RecordScene: Sendable {
    let practice: PracticeService
    let record: PatientRecord
    let now: Instant
    let advice: CourseAdvice

    init(practice: PracticeService, record: PatientRecord, now: Instant) {
        self.practice = practice
        self.record = record
        self.now = now
        advice = practice.advice(record, now: now)
    }

    /// Of the release the course runs under.
    var protocols: Protocols { record.content.protocols }
    var limits: Limits { protocols.library.limits }
    var zone: Zone { practice.rules.zone }
    var state: CourseState { record.state }
    var plan: TherapyProtocol? { record.chart.plan }
    var address: String { "/patients/\(record.id)" }

    var regimen: RegimenProtocol? {
        let index = Int(state.regimen)
        return plan.flatMap { $0.regimens.indices.contains(index) ? $0.regimens[index] : nil }
    }

    func doseName(_ code: UInt8) -> String? {
        plan.flatMap { Int(code) < $0.doseNames.count ? $0.doseNames[Int(code)] : nil }
    }

    // MARK: Words

    private var clock: SiteClock { SiteClock(zone: zone, now: now) }

    /// `22 Nov 2026 02:14`
    func moment(_ instant: Instant) -> String { clock.full(instant) }

    /// `5 min ago`, `31 h ago`, `12 days ago`
    func ago(_ instant: Instant) -> String { clock.away(instant) }

    /// `22 Nov 2026 02:14, 31 h ago`
    func momentAgo(_ instant: Instant) -> String { "\(moment(instant)), \(ago(instant))" }

    /// An entry in one line.
    func words(_ entry: RecordedEvent) -> String { EntryWords(entry, protocols: protocols, plan: plan).line }

    /// Who this is, what for, and what was given last.
    var facts: [DefinitionRow] {
        let patient = record.chart.patient
        let born = patient.born.map { "\($0) (\(clock.age(born: $0)))" } ?? "not on record"
        let therapy = plan.map { Wording.name($0.therapy) + (regimen.map { ", \($0.regimen.name)" } ?? "") }
        let last = state.lastDose.map { dose in
            "\(doseName(dose.code).map { Wording.dose($0) } ?? "dose"), \(momentAgo(dose.at))"
        }
        return [
            DefinitionRow("Born", born), DefinitionRow("Therapy", therapy ?? "no course started"),
            DefinitionRow("Last dose", last ?? "none"),
        ]
    }
}
