public import Clinical
public import JSONText

/// One event as the journal keeps it: who recorded what, when it happened and when we learned of it.
public struct RecordedEvent: Sendable {
    /// 1, 2, 3 … within the patient's stream.
    public let version: Int
    public let type: String
    public let at: Instant
    public let recordedAt: Instant
    public let author: String
    /// The event's own fields.
    public let body: JSON

    public init(version: Int, type: String, at: Instant, recordedAt: Instant, author: String, body: JSON) {
        self.version = version
        self.type = type
        self.at = at
        self.recordedAt = recordedAt
        self.author = author
        self.body = body
    }
}

extension RecordedEvent {
    /// Reads the events of a course file: `{"events":[{"type":"dose-given","at":"…","dose":"step-up-1"}, …]}`.
    ///
    /// Fields of an event stand beside `type` and `at`. `recordedAt` defaults to `at`, the version to the place in
    /// the list.
    public static func read(course json: JSON) throws(FieldError) -> [RecordedEvent] {
        guard let events = json["events"]?.array else {
            throw FieldError(
                field: "events", given: json["events"]?.kindName ?? "nothing", allowed: "a list of events",
                code: "field.kind")
        }
        var records: [RecordedEvent] = []
        for (index, event) in events.enumerated() {
            let field = "events[\(index)]"
            guard let members = event.members, let type = event["type"]?.string else {
                throw FieldError(
                    field: field, given: event.kindName, allowed: "an object with a type", code: "field.kind")
            }
            let at = try moment(event["at"], field: field + ".at")
            let recorded = try event["recordedAt"].map { json throws(FieldError) in
                try moment(json, field: field + ".recordedAt")
            }
            let outer: Set<String> = ["type", "at", "recordedAt", "author", "version", "id"]
            records.append(
                RecordedEvent(
                    version: index + 1, type: type, at: at, recordedAt: recorded ?? at,
                    author: event["author"]?.string ?? "", body: .object(members.filter { !outer.contains($0.key) })))
        }
        return records
    }

    private static func moment(_ json: JSON?, field: String) throws(FieldError) -> Instant {
        guard let text = json?.string, let instant = Instant(iso: text) else {
            throw FieldError(
                field: field, given: json?.text ?? "nothing",
                allowed: "a date and time with its offset, such as 2026-11-22T02:14:00-06:00", code: "field.instant")
        }
        return instant
    }
}
