public import Clinical
public import Course
public import JSONText

/// One patient's record as read: entries as recorded, the chart, and the course folded from it.
public struct PatientRecord: Sendable {
    public let id: String
    public let version: Int
    /// In the order they were recorded.
    public let entries: [RecordedEvent]
    public let chart: Chart
    public let state: CourseState
    /// What the record was read with and is advised by.
    public let content: ReleaseContent
    public let standing: ReleaseStanding
    /// Of the content in force when it was read.
    let era: Int
    /// What others keep with this version.
    public let notes = RecordNotes()
}

/// Something a person wants to record.
public struct Draft: Sendable {
    public let type: EventType
    /// When it happened.
    public let at: Instant
    public let body: JSON

    public init(_ type: EventType, at: Instant, _ body: JSON) {
        self.type = type
        self.at = at
        self.body = body
    }
}

/// Why something was not recorded.
public enum RecordError: Error, Sendable, CustomStringConvertible {
    /// A field is wrong; nothing was recorded.
    case field(FieldError)
    /// Somebody else recorded something in between; shown with what it was.
    case changed(since: Int, entries: [RecordedEvent])
    case noSuchPatient(String)
    /// The site has not signed what it would start a course on; says what is missing.
    case notSigned(String)
    /// The journal could not keep it; nothing was recorded.
    case journal(code: String, message: String)

    public var code: String {
        switch self {
        case .field(let error): error.code
        case .changed: "record.changed"
        case .noSuchPatient: "patient.unknown"
        case .notSigned: "content.not-signed"
        case .journal(let code, _): code
        }
    }

    public var description: String {
        switch self {
        case .field(let error): error.description
        case .changed(let since, let entries):
            "the record has \(entries.count) new entries since version \(since); look at them and record again"
        case .noSuchPatient(let id): "there is no patient \(id)"
        case .notSigned(let line): line
        case .journal(_, let message): message
        }
    }
}
