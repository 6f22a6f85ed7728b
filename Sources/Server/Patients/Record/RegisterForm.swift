import Clinical
import Course
import JSONText
import Mustache
import Service

/// A new patient: who it is and, when it is known already, the course and the weight. All of it or nothing is kept.
struct RegisterForm: MustacheParent {
    private let practice: PracticeService
    private let now: Instant
    private var form: FormState
    /// Made when the page is opened, so that a second press finds the first.
    let id: String
    var failure: String?

    init(_ practice: PracticeService, _ form: FormState = FormState()) {
        self.practice = practice
        self.form = form
        now = practice.world.now()
        id = form.given("id").flatMap { Self.isID($0) ? $0 : nil } ?? practice.world.newID()
    }

    var hasErrors: Bool { form.hasErrors }

    mutating func mark(_ error: FieldError) {
        let place =
            error.field == "at"
            ? "born" : error.field == "therapy" || error.field == "regimen" ? CourseChoice.field : error.field
        form.fail(error, as: place)
    }

    /// What to record; `nil` when a field was marked.
    mutating func drafts() -> [Draft]? {
        // To the minute, so that what is recorded next by the clock on the wall does not come before it.
        let at = Instant(milliseconds: now.milliseconds - now.milliseconds % 60_000)
        var drafts = [Draft(.registered, at: at, .object(identity()))]
        let course = CourseChoice.read(&form, protocols: practice.protocols)
        if !course.isEmpty { drafts.append(Draft(.courseStarted, at: at, .object(course))) }
        if form.given("weightKg") != nil {
            var body = RecordBody()
            body.number("weightKg", &form, example: "71.4")
            drafts.append(Draft(.weighed, at: at, .object(body.members)))
        }
        check(drafts)
        return form.hasErrors ? nil : drafts
    }

    private mutating func identity() -> [JSON.Member] {
        var body = RecordBody()
        body.text("name", &form, orFail: "Write the patient's name.")
        if form.given("born") == nil { form.fail("born", "Write the date of birth.") }
        if let born = NumberReader.day("born", in: &form) {
            let today = practice.rules.zone.day(of: now)
            if let line = Self.refusal(born: born, today: today) { form.fail("born", line) }
            body.put("born", .string(born.iso))
        }
        for name in ["recordNumber", "allergies", "phone"] { body.text(name, form) }
        return body.members
    }

    /// What is wrong with a date of birth, if anything.
    static func refusal(born: Day, today: Day) -> String? {
        if born > today { return "Given \(born). Expected a day that has passed; today is \(today)." }
        return today - born > 48_000 ? "Given \(born). Expected a date of birth in the last 130 years." : nil
    }

    /// Every wrong field is marked, not only the first.
    private mutating func check(_ drafts: [Draft]) {
        let reader = EventReader(practice.protocols)
        for draft in drafts {
            var body = draft.body
            for _ in 0..<8 {
                let event = RecordedEvent(
                    version: 1, type: draft.type.rawValue, at: draft.at, recordedAt: now, author: "", body: body)
                guard let error = Self.refusal(of: event, draft.type, by: reader) else { break }
                mark(error)
                guard let rest = RecordRefusal.dropping(error.field, from: body) else { break }
                body = rest
            }
        }
    }

    private static func refusal(of event: RecordedEvent, _ type: EventType, by reader: EventReader) -> FieldError? {
        do throws(FieldError) {
            try EventText.check(type, event.body)
            _ = try reader.adding(event, to: .empty)
            return nil
        } catch {
            return error
        }
    }

    /// The form of ids made here: 8-4-4-4-12 hexadecimal digits.
    static func isID(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return parts.map(\.count) == [8, 4, 4, 4, 12]
            && parts.joined().allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    private var fields: [FormField] {
        [
            form.text("name", label: "Name"),
            form.date("born", label: "Date of birth"),
            form.text("recordNumber", label: "Record number", hint: "The practice's own number. May stay empty."),
            form.text("allergies", label: "Allergies", hint: "Empty is not known. Write none when there are none."),
            form.text("phone", label: "Phone", hint: "A number that is answered at night.", mode: "tel"),
        ]
    }

    private var courseFields: [FormField] {
        [
            form.select(
                CourseChoice.field, label: "Drug and regimen",
                [("", "not yet")] + CourseChoice.options(practice.protocols)),
            form.number(
                "weightKg", label: "Actual body weight", unit: "kg",
                hint: "For example 71.4. May stay empty until the first dose."),
            FormField(kind: .hidden, name: "id", label: "", value: id),
        ]
    }

    func child(named name: String) -> Any? {
        let all = RecordAttempt.focused(fields + courseFields)
        return switch name {
        case "fields": Array(all.prefix(fields.count))
        case "courseFields": Array(all.suffix(courseFields.count))
        case "failure":
            failure.map { AlertView(.red, "Not recorded. \($0)", why: "What you typed is still here. Try again.") }
        default: nil
        }
    }
}
