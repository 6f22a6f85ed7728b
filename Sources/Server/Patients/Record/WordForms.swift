import Clinical
import Course
import JSONText
import Service

/// One question answered in words: hold, resume, infection, note.
struct WordsForm: PlainRecordForm {
    let scene: RecordScene
    let type: EventType
    let heading: String
    let verb: String
    /// The event's field.
    let field: String
    let label: String
    var hint: String?
    /// Said when nothing was written; `nil` when it may stay empty.
    let missing: String?
    var whenLabel: String { type == .note ? "When does it belong to?" : "When was it?" }

    var blocked: RecordBlock? {
        if type == .resumed, !scene.state.isHeld {
            return RecordBlock(line: "Dosing is not on hold.", next: "Back to the patient", address: scene.address)
        }
        if type == .infectionResolved, scene.state.infectedAt == nil {
            return RecordBlock(line: "No infection is open.", next: "Back to the patient", address: scene.address)
        }
        return nil
    }

    func prepare(_ form: inout FormState) { RecordTime(scene).prepare(&form) }

    func notes() -> [AlertView] {
        let state = scene.state
        if let since = state.heldAt, type == .held || type == .resumed {
            let reason = scene.record.chart.text(state.holdText) ?? ""
            return [AlertView(.info, "On hold since \(scene.momentAgo(since)): \(reason)")]
        }
        if let since = state.infectedAt, type == .infectionFound || type == .infectionResolved {
            let what = scene.record.chart.text(state.infectionText) ?? ""
            return [AlertView(.info, "Infection open since \(scene.momentAgo(since)): \(what)")]
        }
        return []
    }

    func read(_ form: inout FormState) -> RecordBody {
        var body = RecordBody()
        if let missing { body.text(field, &form, orFail: missing) } else { body.text(field, form) }
        return body
    }

    func questions(_ form: FormState) -> [FormField] { [form.area(field, label: label, hint: hint)] }
}

/// A body weight.
struct WeightForm: PlainRecordForm {
    let scene: RecordScene
    let type = EventType.weighed
    let heading = "How heavy is the patient?"
    let verb = "Record weight"
    let whenLabel = "When was it taken?"

    func prepare(_ form: inout FormState) { RecordTime(scene).prepare(&form) }

    func read(_ form: inout FormState) -> RecordBody {
        var body = RecordBody()
        if form.answer("weightKg") == nil { form.fail("weightKg", "Write the actual body weight in kg.") }
        body.number("weightKg", &form, example: "71.4")
        return body
    }

    func questions(_ form: FormState) -> [FormField] {
        var field = form.number("weightKg", label: "Actual body weight", unit: "kg", hint: "For example 71.4")
        if let weight = scene.state.weight, let at = scene.state.weighedAt {
            field.last = "Last: \(weight), \(scene.momentAgo(at))"
        }
        return [field]
    }
}

/// Premedication that was given, line by line of what the plan asks for.
struct PremedicationForm: PlainRecordForm {
    let scene: RecordScene
    let type = EventType.premedicationGiven
    let heading = "Which premedication was given?"
    let verb = "Record premedication"
    let whenLabel = "When was it given?"

    private var planned: [String] {
        let lines = scene.advice.agenda.filter { $0.kind == .premedication && $0.status != .missed }.map(\.what)
        var seen: [String] = []
        for drug in lines.flatMap({ $0.split(separator: ";").map { RecordBody.trimmed($0) } })
        where !seen.contains(drug) {
            seen.append(drug)
        }
        return seen
    }

    func prepare(_ form: inout FormState) { RecordTime(scene).prepare(&form) }

    func read(_ form: inout FormState) -> RecordBody {
        var body = RecordBody()
        let given = form.all("given") + [form.answer("what")].compactMap { $0 }
        if given.isEmpty { form.fail(planned.isEmpty ? "what" : "given", "Mark what was given, or write it.") }
        body.put("what", .string(given.joined(separator: "; ")))
        return body
    }

    func questions(_ form: FormState) -> [FormField] {
        var fields: [FormField] = []
        if !planned.isEmpty {
            fields.append(
                form.checks(
                    "given", label: "From the plan", hint: "Mark only what was given.", planned.map { ($0, $0) }))
        }
        return fields + [form.text("what", label: planned.isEmpty ? "What was given" : "Anything else")]
    }
}

/// Another medicine, by what it does to the signs that are watched.
struct MedicineForm: PlainRecordForm {
    let scene: RecordScene
    let type = EventType.medicineGiven
    let heading = "Which medicine was given?"
    let verb = "Record medicine"
    let whenLabel = "When was it given?"

    func prepare(_ form: inout FormState) { RecordTime(scene).prepare(&form) }

    func read(_ form: inout FormState) -> RecordBody {
        var body = RecordBody()
        body.text("kind", &form, orFail: "Choose the kind of medicine.")
        body.text("what", &form, orFail: "Write the medicine and its amount.")
        return body
    }

    func questions(_ form: FormState) -> [FormField] {
        [
            form.segmented("kind", label: "Kind", MedicineKind.words.map { ($0, $0) }),
            form.text("what", label: "Medicine and amount"),
        ]
    }
}
