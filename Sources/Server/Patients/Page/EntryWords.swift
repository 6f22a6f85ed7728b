import Clinical
import Course
import JSONText
import Service

/// An entry of the record in words. The one place that says how each kind of event reads.
///
/// Reads the recorded fields themselves, so that an entry the engine cannot use is still shown as it was written.
struct EntryWords: Sendable {
    /// `Step-up dose 2`
    let title: String
    /// What was recorded with it, one thing a piece.
    let details: [String]

    init(_ entry: RecordedEvent, protocols: Protocols, plan: TherapyProtocol?) {
        let fields = EntryFields(entry.body)
        switch EventType(rawValue: entry.type) {
        case .registered: (title, details) = ("Registered", Self.registered(fields))
        case .courseStarted: (title, details) = ("Course started", Self.started(fields, protocols))
        case .weighed: (title, details) = ("Weight", [fields.weight("weightKg")].compactMap { $0 })
        case .doseGiven: (title, details) = (Self.dose(fields), Self.given(fields, plan))
        case .premedicationGiven: (title, details) = ("Premedication given", fields.texts("what"))
        case .medicineGiven: (title, details) = (fields.word("kind", "Medicine") + " given", fields.texts("what"))
        case .vitals: (title, details) = ("Vital signs", SignWords.vitals(fields, protocols))
        case .neuroExam: (title, details) = ("Neurologic exam", SignWords.neuro(fields, protocols))
        case .graded: (title, details) = (Self.grade(fields, protocols), Self.override(fields) + fields.texts("reason"))
        case .held: (title, details) = ("Dosing put on hold", fields.texts("reason"))
        case .resumed: (title, details) = ("Hold ended", fields.texts("reason"))
        case .infectionFound: (title, details) = ("Infection found", fields.texts("what"))
        case .infectionResolved: (title, details) = ("Infection resolved", fields.texts("what"))
        case .frequencyChanged:
            title = "Interval changed to \(Self.dose(fields).lowercased())"
            details = fields.texts("reason")
        case .releaseMoved: (title, details) = ("Moved to another content release", Self.release(fields))
        case .note: (title, details) = ("Note", fields.texts("text"))
        case .background: (title, details) = ("Background", Self.background(fields))
        case .actionTaken: (title, details) = (Self.action(fields), fields.texts("to"))
        case .corrected:
            (title, details) = ("Correction of entry \(fields.text("version") ?? "?")", fields.texts("why"))
        case nil: (title, details) = ("Entry of an unknown kind: \(entry.type)", [])
        }
    }

    /// `Step-up dose 2: 4.3 mg, lot A1`
    var line: String { details.isEmpty ? title : title + ": " + details.joined(separator: ", ") }

    private static func dose(_ fields: EntryFields) -> String { fields.text("dose").map { Wording.dose($0) } ?? "Dose" }

    private static func given(_ fields: EntryFields, _ plan: TherapyProtocol?) -> [String] {
        [
            plan.map { $0.therapy.names.tallMan }, fields.amount("amountMg"), fields.named("lot", "lot"),
            fields.named("site", "site"), fields.named("override", "given in spite of a warning"),
        ].compactMap { $0 }
    }

    /// `overridden: the table read at least grade 2`
    private static func override(_ fields: EntryFields) -> [String] {
        fields.text(Grading.leastKey).map { ["overridden: the table read at least grade \($0)"] } ?? []
    }

    /// `CRS grade 2`, `CTCAE v5 neutropenia grade 3`, `CAR-HEMATOTOX 3 points`
    private static func grade(_ fields: EntryFields, _ protocols: Protocols) -> String {
        let id = fields.text("scale") ?? ""
        if let scale = protocols.library.scale(id) {
            let version = fields.text("version").map { $0 == ScaleGrader.unstated ? "" : " v\($0)" } ?? ""
            let term = fields.text("term").map { " " + EntryFields.spaced($0) } ?? ""
            let result =
                fields.text("grade").map { "grade \($0)" } ?? (fields.text("points") ?? "?") + " points"
            return "\(scale.abbreviation)\(version)\(term) \(result)"
        }
        let scale = id.uppercased()
        let grade = fields.text("grade") ?? "?"
        return grade == "0" ? "\(scale) resolved (grade 0)" : "\(scale) grade \(grade)"
    }

    private static func registered(_ fields: EntryFields) -> [String] {
        [
            fields.text("name"), fields.day("born").map { "born \($0)" }, fields.named("recordNumber", "record number"),
            fields.named("allergies", "allergies"), fields.named("phone", "phone"),
            fields.yes("synthetic") == true ? "synthetic" : nil,
        ].compactMap { $0 }
    }

    private static func background(_ fields: EntryFields) -> [String] {
        func yesNo(_ key: String, _ yes: String, _ no: String) -> String? { fields.yes(key).map { $0 ? yes : no } }
        return [
            fields.named("codeStatus", "code status"), fields.named("allergies", "allergies"),
            yesNo("homeOxygen", "oxygen at home", "no oxygen at home"),
            fields.text("homeOxygenFlowLPerMin").map { "\($0) L/min at home" },
            yesNo("positivePressureAtHome", "CPAP or BiPAP at home", "no CPAP or BiPAP at home"),
            fields.text("usualSystolic").map { "usual pressure \($0)/\(fields.text("usualDiastolic") ?? "?") mmHg" },
            fields.text("usualSaturation").map { "usual saturation \($0) %" }, fields.named("caregiver", "with"),
            fields.text("caregiverPhone"), fields.named("staysAt", "stays at"),
        ].compactMap { $0 }
    }

    /// `Called: Backup hematologist`
    private static func action(_ fields: EntryFields) -> String {
        let what = fields.text("what") ?? "?"
        return switch fields.text("outcome") {
        case "called": "Called: \(what)"
        case "no-answer": "No answer: \(what)"
        case "not-done": "Not done: \(what)"
        case "sent": "Sent: \(what)"
        default: "Done: \(what)"
        }
    }

    private static func started(_ fields: EntryFields, _ protocols: Protocols) -> [String] {
        let plan = fields.text("therapy").flatMap { protocols.therapy($0) }
        let regimen = fields.text("regimen").map { id in plan?.therapy.regimen(id)?.name ?? id }
        return [
            plan.map { Wording.name($0.therapy) } ?? fields.text("therapy"), regimen,
        ].compactMap { $0 } + Self.release(fields).map { "content " + $0 }
    }

    /// `2026.11 (3fa9c1e2)`
    private static func release(_ fields: EntryFields) -> [String] {
        guard let release = fields.text("release") else { return [] }
        return [ReleaseWords.named(fields.text("releaseName"), pin: release)]
    }
}

/// The fields of one entry as people read them.
struct EntryFields: Sendable {
    let body: JSON

    init(_ body: JSON) { self.body = body }

    /// Text, or a number as it was written; `nil` for nothing.
    func text(_ key: String) -> String? {
        guard let value = body[key] else { return nil }
        let text = value.string ?? value.numberText
        return text.flatMap { $0.isEmpty ? nil : $0 }
    }

    func texts(_ key: String) -> [String] { text(key).map { [$0] } ?? [] }

    /// `lot A1`
    func named(_ key: String, _ label: String) -> String? { text(key).map { "\(label) \($0)" } }

    /// A word of a table, with spaces for its dashes and a capital.
    func word(_ key: String, _ fallback: String) -> String {
        Wording.capitalized(text(key).map { Self.spaced($0) } ?? fallback)
    }

    func yes(_ key: String) -> Bool? { body[key]?.bool }

    func day(_ key: String) -> Day? { text(key).flatMap { Day($0) } }

    func weight(_ key: String) -> String? {
        text(key).map { text in ExactDecimal.parse(text, decimals: 3).map { BodyWeight(grams: $0).description } ?? text
        }
    }

    func amount(_ key: String) -> String? {
        text(key).map { text in
            ExactDecimal.parse(text, decimals: 3).map { DoseAmount(micrograms: $0).description } ?? text
        }
    }

    static func spaced(_ word: String) -> String { word.replacing("-", with: " ").replacing("_", with: " ") }
}
