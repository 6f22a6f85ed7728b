import Clinical
import Course
import Mustache
import Service

/// Who this is, what was given, what may hide a fever, and what is usual for this patient. Short: it stands above the
/// first action on a phone.
struct NightHeader: MustacheParent, Sendable {
    let name: String
    private let who: String
    private let isSynthetic: Bool
    private let dose: String
    private let drug: String?
    private let masks: [String]
    private let lines: [DefinitionRow]

    init(_ scene: RecordScene, clock: SiteClock) {
        let patient = scene.record.chart.patient
        name = patient.name.isEmpty ? "No name on record" : patient.name
        isSynthetic = patient.synthetic
        let age = patient.born.map { "\(clock.age(born: $0)) y" }
        let weight = scene.state.weight.map { "\($0)" } ?? "no weight on record"
        who = [age, weight].compactMap { $0 }.joined(separator: " · ")
        drug = scene.plan?.therapy.names.tallMan
        dose = Self.dose(scene, clock: clock)
        masks = Self.masks(scene, clock: clock)
        lines = Self.background(patient)
    }

    /// `step-up dose 2, 31 h ago, Sat 21 Nov 19:10`
    private static func dose(_ scene: RecordScene, clock: SiteClock) -> String {
        guard let last = scene.state.lastDose else { return "no dose given yet" }
        let title = scene.doseName(last.code).map { TherapyProtocol.title($0) } ?? "dose"
        return "\(title) · \(clock.away(last.at)) (\(clock.short(last.at)))"
    }

    /// What can lower a temperature, given within the time reactions are watched for; the newest first, at most three.
    private static func masks(_ scene: RecordScene, clock: SiteClock) -> [String] {
        let since = scene.now.adding(hours: -scene.limits.riskWindowHours)
        let types = [EventType.premedicationGiven.rawValue, EventType.medicineGiven.rawValue]
        return scene.record.entries.filter { entry in
            types.contains(entry.type) && entry.at >= since && entry.at <= scene.now
                && !scene.record.chart.struck.contains(Int32(clamping: entry.version))
        }.sorted { $0.at > $1.at }.prefix(3).map { entry in
            let words = EntryWords(entry, protocols: scene.protocols, plan: scene.plan)
            return "\(words.line) · \(clock.away(entry.at))"
        }
    }

    private static func background(_ patient: PatientDetails) -> [DefinitionRow] {
        let told = patient.background
        func yesNo(_ value: Bool?, _ yes: String, _ no: String) -> String? { value.map { $0 ? yes : no } }
        let oxygen = yesNo(told.homeOxygen, "oxygen at home", "no oxygen at home").map { line in
            told.homeOxygenFlow.map { "\(line), \(ExactDecimal.plain($0, decimals: 2)) L/min" } ?? line
        }
        let pressure = told.usualSystolic.map {
            "usual pressure \($0)/\(told.usualDiastolic.map { String($0) } ?? "?")"
        }
        let usual = [
            pressure, told.usualSaturation.map { "usual saturation \($0) %" }, oxygen,
            yesNo(told.positivePressureAtHome, "CPAP or BiPAP at home", "no CPAP or BiPAP"),
        ].compactMap { $0 }
        return [
            DefinitionRow("Allergies", patient.allergies ?? "not recorded: ask"),
            DefinitionRow("Code status", told.codeStatus ?? "not recorded: ask"),
            DefinitionRow("Usual", usual.isEmpty ? "not recorded: ask what is normal" : usual.joined(separator: ", ")),
        ]
    }

    func child(named name: String) -> Any? {
        switch name {
        case "name": self.name
        case "who": who
        case "isSynthetic": isSynthetic
        case "drug": drug
        case "dose": dose
        case "masks": masks
        case "hasMasks": !masks.isEmpty
        case "facts": lines
        default: nil
        }
    }
}
