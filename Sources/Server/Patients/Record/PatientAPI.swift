import Clinical
import Course
import HTTPTypes
import Hummingbird
import JSONText
import Practice
import Service

/// The lean way in and out for other programs: JSON, no pages. An answer of 201 means that it is on disk.
struct PatientAPI: Sendable {
    let practice: PracticeService
    let access: AccessWorld

    func addRoutes(to router: Router<AppContext>) {
        router.post("/api/patients") { request, _ in await register(request) }
        router.post("/api/patients/:id/events") { request, context in
            await record(request, patient: context.parameters.get("id") ?? "")
        }
        router.get("/api/patients/:id/advice") { _, context in await advice(context.parameters.get("id") ?? "") }
    }

    private func register(_ request: Request) async -> Response {
        do throws(APIRefusal) {
            let json = try await APIRefusal.json(request)
            let members = try APIRefusal.object(json).filter { $0.key != "at" }
            let at =
                try json["at"].map { json throws(APIRefusal) in try APIEvent.moment(json, field: "at") }
                ?? practice.world.now()
            try check(.object(members))
            let id = practice.world.newID()
            do {
                try await CareTeam.start(id, practice: practice, access: access)
            } catch {
                throw APIRefusal(.serviceUnavailable, code: "access.busy", message: "try again in a moment")
            }
            let record = try await kept { () throws(RecordError) in
                try await practice.record(
                    [Draft(.registered, at: at, .object(members))], patient: id, expecting: 0,
                    author: RecordController.author)
            }
            return Self.response(.created, ["id": .string(record.id), "version": .int(record.version)])
        } catch {
            return error.response
        }
    }

    private func check(_ body: JSON) throws(APIRefusal) {
        guard let name = body["name"]?.string, name.contains(where: { !$0.isWhitespace }) else {
            throw .field(
                FieldError(field: "name", given: "nothing", allowed: "the patient's name", code: "field.missing"))
        }
        let today = practice.rules.zone.day(of: practice.world.now())
        guard let born = body["born"]?.string.flatMap({ Day($0) }),
            let line = RegisterForm.refusal(born: born, today: today)
        else { return }
        throw APIRefusal(.unprocessableContent, code: "field.out-of-range", field: "born", message: line)
    }

    private func record(_ request: Request, patient id: String) async -> Response {
        do throws(APIRefusal) {
            let json = try await APIRefusal.json(request)
            let (drafts, expecting) = try APIEvent.read(json)
            for draft in drafts {
                if let refusal = Self.refusal(draft.type, RequestScope.viewer) { throw refusal }
            }
            guard try await isKnown(id) else { throw .unknown }
            let record = try await kept { () throws(RecordError) in
                try await practice.record(drafts, patient: id, expecting: expecting, author: RecordController.author)
            }
            return Self.response(.created, ["version": .int(record.version)])
        } catch {
            return error.response
        }
    }

    private func isKnown(_ id: String) async throws(APIRefusal) -> Bool {
        do throws(RecordError) {
            return try await practice.knows(id)
        } catch {
            throw APIRefusal(error)
        }
    }

    /// Why somebody may not record an event of this type.
    static func refusal(_ type: EventType, _ viewer: Viewer?) -> APIRefusal? {
        let deed = EventDeeds.deed(type)
        guard viewer?.may(deed) != true else { return nil }
        return APIRefusal(
            .forbidden, code: "role.missing", field: "type",
            message: "your roles do not allow to record \(type.rawValue) (\(deed.rawValue))")
    }

    private func advice(_ id: String) async -> Response {
        do throws(APIRefusal) {
            let record = try await kept { () throws(RecordError) in try await practice.record(id) }
            let advice = practice.advice(record, now: practice.world.now())
            return Self.response(.ok, advice.json(chart: record.chart, state: record.state))
        } catch {
            return error.response
        }
    }

    private func kept(_ step: () async throws(RecordError) -> PatientRecord) async throws(APIRefusal) -> PatientRecord {
        do throws(RecordError) {
            return try await step()
        } catch {
            throw APIRefusal(error)
        }
    }

    static func response(_ status: HTTPResponse.Status, _ json: JSON) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: json.bytes())))
    }
}

/// Events as the API takes them: `{"type","at","body"}`, or the event's fields beside `type` and `at`.
enum APIEvent {
    static let outer: Set<String> = ["type", "at", "body", "expecting"]

    static func read(_ json: JSON) throws(APIRefusal) -> (drafts: [Draft], expecting: Int?) {
        _ = try APIRefusal.object(json)
        var expecting: Int?
        if let given = json["expecting"], !given.isNull {
            guard let version = given.int, version >= 0 else {
                throw .field(
                    FieldError(
                        field: "expecting", given: given.text, allowed: "the version last seen", code: "field.kind"))
            }
            expecting = version
        }
        guard let events = json["events"] else { return ([try draft(json, field: "")], expecting) }
        guard let list = events.array, (1...500).contains(list.count) else {
            throw .field(
                FieldError(
                    field: "events", given: events.kindName, allowed: "a list of 1 to 500 events", code: "field.kind"))
        }
        var drafts: [Draft] = []
        drafts.reserveCapacity(list.count)
        for (index, event) in list.enumerated() { drafts.append(try draft(event, field: "events[\(index)].")) }
        return (drafts, expecting)
    }

    private static func draft(_ json: JSON, field: String) throws(APIRefusal) -> Draft {
        let members = try APIRefusal.object(json)
        let word = json["type"]?.string ?? ""
        guard let type = EventType(rawValue: word) else {
            let known = EventType.allCases.map(\.rawValue)
            let hint = nearest(to: word, among: known).map { " (did you mean \($0)?)" } ?? ""
            throw .field(
                FieldError(
                    field: field + "type", given: word.isEmpty ? "nothing" : String(word.prefix(80)) + hint,
                    allowed: "one of " + known.joined(separator: ", "), code: "event.unknown-type"))
        }
        let at = try moment(json["at"] ?? .null, field: field + "at")
        let body = json["body"] ?? .object(members.filter { !outer.contains($0.key) })
        guard body.members != nil else {
            throw .field(
                FieldError(field: field + "body", given: body.kindName, allowed: "an object", code: "field.kind"))
        }
        return Draft(type, at: at, body)
    }

    static func moment(_ json: JSON, field: String) throws(APIRefusal) -> Instant {
        guard let text = json.string, let instant = Instant(iso: text) else {
            throw .field(
                FieldError(
                    field: field, given: json.isNull ? "nothing" : String(json.text.prefix(80)),
                    allowed: "a date and time with its offset, such as 2026-11-22T02:14:00-06:00", code: "field.instant"
                ))
        }
        return instant
    }
}
