import Clinical
import Course
import JSONText
import Service

/// Therapy and regimen in one list, so that no script is needed to keep them together.
enum CourseChoice {
    static let field = "course"

    static func options(_ protocols: Protocols) -> [(value: String, label: String)] {
        protocols.protocols.flatMap { plan in
            plan.regimens.map {
                ("\(plan.therapy.id)/\($0.regimen.id)", "\(Wording.name(plan.therapy)): \($0.regimen.name)")
            }
        }
    }

    /// The event's fields, or nothing when the field was marked.
    static func read(_ form: inout FormState, protocols: Protocols) -> [JSON.Member] {
        guard let text = form.answer(field) else { return [] }
        let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
        let found = form.attempt(field) { () throws(FieldError) in
            let plan = try TherapyNames.therapy(parts.first ?? "", in: protocols)
            let index = try TherapyNames.regimen(parts.count > 1 ? parts[1] : nil, of: plan)
            return (plan.therapy.id, plan.regimens[index].regimen.id)
        }
        guard let found else { return [] }
        return [
            .init("therapy", .string(found.0)), .init("regimen", .string(found.1)),
            .init("release", .string(protocols.library.release.id)),
        ]
    }
}

/// The start of a course for a patient who is registered.
struct StartForm: PlainRecordForm {
    let scene: RecordScene
    let type = EventType.courseStarted
    let heading = "Which course starts?"
    let verb = "Start course"

    var blocked: RecordBlock? {
        scene.plan == nil || scene.state.startedAt == nil
            ? nil
            : RecordBlock(
                line: "A course is started already. One record holds one course.", next: "Back to the patient",
                address: scene.address)
    }

    func prepare(_ form: inout FormState) { RecordTime(scene).prepare(&form) }

    func read(_ form: inout FormState) -> RecordBody {
        var body = RecordBody()
        if form.answer(CourseChoice.field) == nil { form.fail(CourseChoice.field, "Choose the drug and its regimen.") }
        for member in CourseChoice.read(&form, protocols: scene.protocols) { body.put(member.key, member.value) }
        return body
    }

    func questions(_ form: FormState) -> [FormField] {
        [
            form.select(
                CourseChoice.field, label: "Drug and regimen", [("", "choose")] + CourseChoice.options(scene.protocols))
        ]
    }
}

/// Another interval, chosen by the treating team.
struct FrequencyForm: PlainRecordForm {
    let scene: RecordScene
    let type = EventType.frequencyChanged
    let heading = "How often from now on?"
    let verb = "Record new interval"
    let whenLabel = "From when?"

    private var repeating: [String] { scene.regimen?.regimen.doses.filter(\.repeats).map(\.name) ?? [] }

    var blocked: RecordBlock? {
        repeating.isEmpty
            ? RecordBlock(
                line: "No course with a repeating dose is started.", next: "Back to the patient", address: scene.address
            ) : nil
    }

    func prepare(_ form: inout FormState) { RecordTime(scene).prepare(&form) }

    func notes() -> [AlertView] {
        (scene.regimen?.regimen.switches ?? []).map { AlertView(.info, $0.criteria.text, source: $0.criteria.citation) }
    }

    func read(_ form: inout FormState) -> RecordBody {
        var body = RecordBody()
        body.text("dose", &form, orFail: "Choose the interval.")
        body.text("reason", &form, orFail: "Write why, for example the response.")
        return body
    }

    func questions(_ form: FormState) -> [FormField] {
        [
            form.segmented("dose", label: "Interval", repeating.map { ($0, Wording.dose($0)) }),
            form.area("reason", label: "Reason"),
        ]
    }
}
