import Clinical
import Course
import JSONText
import Service

/// One form of the record: what it asks, what it sends, and what it says before anything is kept.
///
/// Field names of a form are the field names of its event, so that a refusal finds its field by itself.
protocol RecordForm: Sendable {
    var type: EventType { get }
    /// The question the person answers, as the heading of the page.
    var heading: String { get }
    /// The verb on the button.
    var verb: String { get }
    /// Why the form cannot be used now, with where to go instead; `nil` when it can.
    var blocked: RecordBlock? { get }
    /// Offers a second button that shows the score and records nothing.
    var hasPreview: Bool { get }

    /// Values that answer where nothing was typed.
    func prepare(_ form: inout FormState)
    /// The event's fields; what cannot be read is marked.
    func read(_ form: inout FormState) -> RecordBody
    func drafts(_ form: inout FormState) -> [Draft]
    func fields(_ form: FormState) -> [FormField]
    /// What to know before anything is typed.
    func notes() -> [AlertView]
    /// What stands against the entry while too little is typed to try it.
    func standing() -> [AlertView]
    /// What follows from the drafts, tried on a copy of the record.
    func review(_ trial: DraftTrial, _ form: FormState) -> RecordReview
}

/// What stands against recording something as typed.
struct RecordReview: Sendable {
    var alerts: [AlertView] = []
    /// Recorded only with a tick and a reason.
    var mustConfirm = false
    /// Fields to mend first.
    var problems: [(field: String, line: String)] = []
}

/// Why a form is not shown.
struct RecordBlock: Sendable {
    let line: String
    let next: String
    let address: String
}

extension RecordForm {
    var blocked: RecordBlock? { nil }
    var hasPreview: Bool { false }
    func prepare(_ form: inout FormState) {}
    func notes() -> [AlertView] { [] }
    func standing() -> [AlertView] { [] }
    func review(_ trial: DraftTrial, _ form: FormState) -> RecordReview { RecordReview() }
}

/// A form that knows its scene and records one event.
protocol PlainRecordForm: RecordForm {
    var scene: RecordScene { get }
    var whenLabel: String { get }
    func questions(_ form: FormState) -> [FormField]
    /// Less important questions, after the time.
    func extras(_ form: FormState) -> [FormField]
}

extension PlainRecordForm {
    var whenLabel: String { "When was it?" }
    func extras(_ form: FormState) -> [FormField] { [] }

    func drafts(_ form: inout FormState) -> [Draft] {
        let body = read(&form)
        let at = RecordTime(scene).read(&form) ?? scene.now
        return [Draft(type, at: at, .object(body.members))]
    }

    func fields(_ form: FormState) -> [FormField] {
        questions(form) + RecordTime(scene).fields(form, label: whenLabel) + extras(form)
    }
}
