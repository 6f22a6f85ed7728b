public import Clinical
import Course
import JSONText

/// What a list needs to know of one patient: kept in memory, written beside the events, made from the advice.
public struct PatientSummary: Sendable, Equatable {
    public let id: String
    public var version: Int
    public var name: String
    public var born: Day?
    public var synthetic: Bool
    /// Therapy id and the regimen's id; empty before a course is started.
    public var therapy: String
    public var regimen: String
    public var lastDose: String
    public var lastDoseAt: Instant?
    public var riskWindowEnd: Instant?
    public var nextDose: String
    public var earliest: Instant?
    public var due: Instant?
    public var latest: Instant?
    public var held: Bool
    /// Worst alert: its level and words; empty when there is none.
    public var level: Phrase.Level?
    public var alert: String
    public var alerts: Int
    public var temperature: Int?
    public var temperatureAt: Instant?
    /// Highest open grade, CRS or ICANS; 0 when none is open.
    public var grade: Int
    /// When anything above changes by itself.
    public var wakeAt: Instant?
    /// Of the content in force when this was made: where it is another one, the summary is made again.
    var content: String

    /// From a course as advised.
    init(
        id: String, version: Int, chart: Chart, state: CourseState, advice: CourseAdvice, content: String = ""
    ) {
        self.content = content
        self.id = id
        self.version = version
        name = chart.patient.name
        born = chart.patient.born
        synthetic = chart.patient.synthetic
        therapy = chart.plan?.therapy.id ?? ""
        regimen =
            chart.plan.flatMap {
                $0.regimens.indices.contains(Int(state.regimen)) ? $0.regimens[Int(state.regimen)].regimen.id : nil
            } ?? ""
        let codes = chart.plan?.doseNames ?? []
        lastDose = state.lastDose.flatMap { Int($0.code) < codes.count ? codes[Int($0.code)] : nil } ?? ""
        lastDoseAt = state.lastDose?.at
        riskWindowEnd = advice.riskWindowEnd
        let next = advice.agenda.first { $0.kind == .dose && $0.status != .done }
        nextDose = next?.dose ?? ""
        earliest = next?.earliest
        due = next?.due
        latest = next?.latest
        held = state.isHeld
        level = advice.alerts.first?.level
        alert = advice.alerts.first?.what ?? ""
        alerts = advice.alerts.count
        temperature = state.temperatureAt == nil ? nil : Int(state.temperature)
        temperatureAt = state.temperatureAt
        grade = Int(max(state.crs.openWorst, state.icans.openWorst))
        wakeAt = advice.wakeAt
    }
}

extension PatientSummary {
    /// The stored form.
    var body: [UInt8] {
        JSON.object([
            JSON.Member("name", .string(name)), JSON.Member("born", .day(born)),
            JSON.Member("synthetic", .bool(synthetic)),
            JSON.Member("therapy", .string(therapy)), JSON.Member("regimen", .string(regimen)),
            JSON.Member("lastDose", .string(lastDose)), JSON.Member("lastDoseAt", .moment(lastDoseAt)),
            JSON.Member("riskWindowEnd", .moment(riskWindowEnd)), JSON.Member("nextDose", .string(nextDose)),
            JSON.Member("earliest", .moment(earliest)), JSON.Member("due", .moment(due)),
            JSON.Member("latest", .moment(latest)), JSON.Member("held", .bool(held)),
            JSON.Member("level", .optional(level?.rawValue)), JSON.Member("alert", .string(alert)),
            JSON.Member("alerts", .int(alerts)), JSON.Member("temperature", .optional(temperature)),
            JSON.Member("temperatureAt", .moment(temperatureAt)), JSON.Member("grade", .int(grade)),
            JSON.Member("content", .string(content)),
        ]).bytes()
    }

    /// Reads the stored form; `nil` when it was written by something else, and the summary is then made again.
    init?(id: String, version: Int, wakeAt: Int64?, body: [UInt8]) {
        // Looked through field by field: with so few of them that is faster than a dictionary for each patient.
        guard let fields = try? JSON.parse(body) else { return nil }
        func text(_ key: String) -> String { fields[key]?.string ?? "" }
        func moment(_ key: String) -> Instant? {
            fields[key]?.numberText.flatMap { Int64($0) }.map { Instant(milliseconds: $0) }
        }
        guard fields["name"]?.string != nil else { return nil }
        self.id = id
        self.version = version
        name = text("name")
        born = Day(text("born"))
        synthetic = fields["synthetic"]?.bool ?? false
        therapy = text("therapy")
        regimen = text("regimen")
        lastDose = text("lastDose")
        lastDoseAt = moment("lastDoseAt")
        riskWindowEnd = moment("riskWindowEnd")
        nextDose = text("nextDose")
        earliest = moment("earliest")
        due = moment("due")
        latest = moment("latest")
        held = fields["held"]?.bool ?? false
        level = fields["level"]?.string.flatMap { Phrase.Level(rawValue: $0) }
        alert = text("alert")
        alerts = fields["alerts"]?.int ?? 0
        temperature = fields["temperature"]?.int
        temperatureAt = moment("temperatureAt")
        grade = fields["grade"]?.int ?? 0
        content = text("content")
        self.wakeAt = wakeAt.map { Instant(milliseconds: $0) }
    }
}

extension JSON {
    /// Milliseconds: shorter and faster to read than a date.
    static func moment(_ instant: Instant?) -> JSON { instant.map { .int($0.milliseconds) } ?? .null }
}
