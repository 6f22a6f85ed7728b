import Clinical
import Course
import JSONText
import Service

/// One press of the button: what was typed held against the record, field by field.
struct RecordAttempt: Sendable {
    let scene: RecordScene
    let desk: any RecordForm
    var form: FormState
    private(set) var review = RecordReview()
    /// Recorded by others since the person opened the form.
    private(set) var added: [RecordedEvent] = []
    /// What was added is what is being sent: the button was pressed twice.
    private(set) var isTwice = false

    init(scene: RecordScene, desk: any RecordForm, form: FormState) {
        self.scene = scene
        self.desk = desk
        self.form = form
        desk.prepare(&self.form)
    }

    /// For a form shown the first time: what already stands against the entry as it is filled in.
    mutating func look() {
        var copy = form
        let drafts = desk.drafts(&copy)
        guard !copy.hasErrors, let trial = try? DraftTrial.run(drafts, scene: scene) else {
            review.alerts = desk.standing()
            return
        }
        review = desk.review(trial, copy)
        review.problems = []
    }

    /// - Returns: what to record, or `nil` when something is to be mended, confirmed or looked at first.
    mutating func check() throws(PageRefusal) -> [Draft]? {
        let seen = try seenVersion()
        let drafts = desk.drafts(&form)
        notice(scene.record.entries.filter { $0.version > seen }, drafts: drafts)
        if let trial = trial(of: drafts) {
            review = desk.review(trial, form)
            for problem in review.problems { form.fail(problem.field, problem.line) }
        } else {
            review.alerts = desk.standing()
        }
        if review.mustConfirm { confirm() }
        return form.hasErrors || !added.isEmpty ? nil : drafts
    }

    /// The version of the record the person saw.
    private func seenVersion() throws(PageRefusal) -> Int {
        guard let seen = form.given("version").flatMap({ Int($0) }), (1...scene.record.version).contains(seen) else {
            throw .malformed(
                "The form came without the version of the record it was made for. Open it again from the patient's page."
            )
        }
        return seen
    }

    mutating func notice(_ entries: [RecordedEvent], drafts: [Draft]) {
        added = entries
        isTwice = entries.contains { entry in
            drafts.contains { draft in
                draft.type.rawValue == entry.type && draft.body.canonicalBytes() == entry.body.canonicalBytes()
                    && abs(draft.at.minutes(since: entry.at)) < 10
            }
        }
    }

    /// Tries the drafts again without each refused field, so that every wrong field is marked and not only the first.
    private mutating func trial(of drafts: [Draft]) -> DraftTrial? {
        var drafts = drafts
        for _ in 0..<20 {
            do throws(DraftTrial.Refusal) {
                return try DraftTrial.run(drafts, scene: scene)
            } catch {
                RecordRefusal.mark(error.error, &form, scene: scene)
                let draft = drafts[error.draft]
                guard let rest = RecordRefusal.dropping(error.error.field, from: draft.body) else { return nil }
                drafts[error.draft] = Draft(draft.type, at: draft.at, rest)
            }
        }
        return nil
    }

    private mutating func confirm() {
        if form.given("confirm") != "yes" {
            form.fail("confirm", "Read the warnings above. Mark this if the entry is right all the same.")
        }
        if form.given("override") == nil { form.fail("override", "Write why, for example who decided it.") }
    }

    /// The fields as they stand, with the question that a warning adds.
    var fields: [FormField] {
        var fields = desk.fields(form)
        if review.mustConfirm {
            fields.append(
                form.checks("confirm", label: "There are warnings above", [("yes", "Record it all the same")]))
            fields.append(form.area("override", label: "Why it was given all the same", hint: "Kept with the entry."))
        }
        fields.append(FormField(kind: .hidden, name: "version", label: "", value: String(scene.record.version)))
        return Self.focused(fields)
    }

    /// Focus on the first wrong field of the page, whatever was found first.
    static func focused(_ fields: [FormField]) -> [FormField] {
        let first = fields.firstIndex { $0.error != nil }
        return fields.enumerated().map { index, field in
            var field = field
            field.autofocus = index == first
            if !field.options.isEmpty { field.options[0].autofocus = index == first }
            return field
        }
    }
}
