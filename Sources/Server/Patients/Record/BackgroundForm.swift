import Clinical
import Course
import JSONText
import Service

/// What a stranger needs to know at night: allergies, code status, usual values, who is with the patient.
///
/// Shows what is on record; only what was changed is recorded.
struct BackgroundForm: PlainRecordForm {
    let scene: RecordScene
    let type = EventType.background
    let heading = "What must the night team know?"
    let verb = "Record background"
    let whenLabel = "Since when?"

    private static let texts = ["codeStatus", "allergies", "caregiver", "caregiverPhone", "staysAt"]
    private static let numbers = ["homeOxygenFlowLPerMin", "usualSystolic", "usualDiastolic", "usualSaturation"]
    private static let answers = ["homeOxygen", "positivePressureAtHome"]

    func prepare(_ form: inout FormState) {
        RecordTime(scene).prepare(&form)
        for (name, value) in kept { form.setDefault(name, value) }
    }

    func read(_ form: inout FormState) -> RecordBody {
        var body = RecordBody()
        let kept = kept
        func isNew(_ name: String) -> Bool { form.answer(name) != nil && form.answer(name) != kept[name] }
        for name in Self.texts where isNew(name) { body.text(name, form) }
        for name in Self.answers where isNew(name) { body.yesNo(name, &form) }
        for name in Self.numbers where isNew(name) {
            body.number(name, &form, example: name == "homeOxygenFlowLPerMin" ? "2" : "118")
        }
        if body.members.isEmpty, !form.hasErrors { form.fail("codeStatus", "Nothing was changed.") }
        return body
    }

    func questions(_ form: FormState) -> [FormField] {
        let yesNo = [("yes", "yes"), ("no", "no"), ("unknown", "not known")]
        return [
            form.text(
                "codeStatus", label: "Code status and limits of treatment",
                hint: "In the words of the practice, as agreed with the patient."),
            form.text("allergies", label: "Allergies", hint: "Write none when there are none."),
            form.segmented("homeOxygen", label: "Oxygen at home?", yesNo),
            form.number("homeOxygenFlowLPerMin", label: "Usual oxygen flow at home", unit: "L/min"),
            form.segmented("positivePressureAtHome", label: "CPAP or BiPAP at home?", yesNo),
            form.number("usualSystolic", label: "Usual blood pressure, upper value", unit: "mmHg", whole: true),
            form.number("usualDiastolic", label: "Usual blood pressure, lower value", unit: "mmHg", whole: true),
            form.number("usualSaturation", label: "Usual oxygen saturation", unit: "%", whole: true),
            form.text("caregiver", label: "Who is with the patient"),
            form.text("caregiverPhone", label: "Their phone", mode: "tel"),
            form.text("staysAt", label: "Where the patient spends the night"),
        ]
    }

    /// What is on record, as the form would send it.
    private var kept: [String: String] {
        let patient = scene.record.chart.patient
        let told = patient.background
        func yesNo(_ value: Bool?) -> String? { value.map { $0 ? "yes" : "no" } }
        let values: [String: String?] = [
            "codeStatus": told.codeStatus, "allergies": patient.allergies, "homeOxygen": yesNo(told.homeOxygen),
            "homeOxygenFlowLPerMin": told.homeOxygenFlow.map { ExactDecimal.plain($0, decimals: 2) },
            "positivePressureAtHome": yesNo(told.positivePressureAtHome),
            "usualSystolic": told.usualSystolic.map { String($0) },
            "usualDiastolic": told.usualDiastolic.map { String($0) },
            "usualSaturation": told.usualSaturation.map { String($0) },
            "caregiver": told.caregiver, "caregiverPhone": told.caregiverPhone, "staysAt": told.staysAt,
        ]
        return values.compactMapValues { $0 }
    }
}
