import Clinical
import Course
import JSONText
import Service

/// Names an entry as wrong and, where that is simple, records the right one with it: both or none.
struct CorrectForm: RecordForm {
    let scene: RecordScene
    let wrong: RecordedEvent
    private let inner: (any PlainRecordForm)?

    init(scene: RecordScene, wrong: RecordedEvent) {
        self.scene = scene
        self.wrong = wrong
        let kind = EventType(rawValue: wrong.type).flatMap { RecordKind.replacing($0) }
        inner = kind.flatMap { try? $0.form(scene) as? any PlainRecordForm }
    }

    let type = EventType.corrected
    let heading = "What is wrong with this entry?"
    let verb = "Correct entry"

    var blocked: RecordBlock? {
        let never = wrong.type == EventType.registered.rawValue || wrong.type == EventType.corrected.rawValue
        let struck = scene.record.chart.struck.contains(Int32(clamping: wrong.version))
        guard never || struck else { return nil }
        let line =
            struck
            ? "This entry was corrected before. Correct the newer entry instead."
            : "A registration and a correction cannot be corrected. Write a note instead."
        return RecordBlock(
            line: line, next: never ? "Write a note" : "Back to the patient",
            address: scene.address + (never ? "/record/note" : ""))
    }

    func notes() -> [AlertView] {
        let when = "\(scene.momentAgo(wrong.at)). Recorded by \(wrong.author), \(scene.moment(wrong.recordedAt))."
        return [
            AlertView(
                .info, "Entry \(wrong.version): \(scene.words(wrong))",
                why: when + " It stays on record, marked as wrong.")
        ]
    }

    private var time: RecordTime { RecordTime(scene, original: wrong.at) }

    func prepare(_ form: inout FormState) {
        form.setDefault("replace", inner == nil ? "no" : "yes")
        guard let inner else { return }
        inner.prepare(&form)
        for question in inner.questions(form) + inner.extras(form) { form.setDefault(question.name, "") }
        form.setDefault("temperatureUnit", "C")
        for member in wrong.body.members ?? [] { fill(member.key, member.value, &form) }
        time.prepare(&form)
    }

    /// What the wrong entry says, as somebody would have typed it.
    private func fill(_ key: String, _ value: JSON, _ form: inout FormState) {
        switch (key, value) {
        case ("temperatureC", .number(let text)): form.setDefault("temperature", text)
        case ("temperatureF", .number(let text)):
            form.setDefault("temperature", text)
            form.setDefault("temperatureUnit", "F")
        case ("override", _): break
        case (_, .string(let text)), (_, .number(let text)): form.setDefault(key, text)
        case (_, .bool(let yes)): form.setDefault(key, yes ? "yes" : "no")
        case (_, .array(let list)):
            form.setDefault(key, list.isEmpty ? "none" : list.compactMap(\.string).joined(separator: ", "))
        default: break
        }
    }

    private func replaces(_ form: FormState) -> Bool { inner != nil && form.answer("replace") != "no" }

    func read(_ form: inout FormState) -> RecordBody {
        var body = RecordBody()
        body.put("version", .int(wrong.version))
        body.text("why", &form, orFail: "Write what was wrong.")
        return body
    }

    func drafts(_ form: inout FormState) -> [Draft] {
        let correction = Draft(.corrected, at: scene.now, .object(read(&form).members))
        guard let inner, replaces(form) else { return [correction] }
        let body = inner.read(&form)
        let at = time.read(&form) ?? wrong.at
        return [correction, Draft(inner.type, at: at, .object(body.members))]
    }

    func fields(_ form: FormState) -> [FormField] {
        let why = form.area("why", label: "What was wrong?", hint: "For example: wrong patient, typing error.")
        guard let inner else { return [why] }
        return [
            why,
            form.segmented(
                "replace", label: "What should stand instead?", [("yes", "The entry below"), ("no", "Nothing")]),
        ] + inner.questions(form) + time.fields(form, label: inner.whenLabel) + inner.extras(form)
    }

    func review(_ trial: DraftTrial, _ form: FormState) -> RecordReview {
        guard let inner, replaces(form) else { return RecordReview() }
        return inner.review(trial, form)
    }
}
