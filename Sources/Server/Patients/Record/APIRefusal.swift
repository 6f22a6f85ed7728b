import Clinical
import Course
import HTTPTypes
import Hummingbird
import JSONText
import Service

/// Why a request by JSON was refused: a status, a stable code, the field, and one line.
struct APIRefusal: Error {
    let status: HTTPResponse.Status
    let code: String
    let field: String?
    let message: String
    /// Seconds to wait before another try.
    let retryAfter: Int?
    /// Versions and types of what others recorded in between.
    private var added: [RecordedEvent] = []

    init(_ status: HTTPResponse.Status, code: String, field: String? = nil, message: String, retryAfter: Int? = nil) {
        self.status = status
        self.code = code
        self.field = field
        self.message = message
        self.retryAfter = retryAfter
    }

    init(_ error: RecordError) {
        switch error {
        case .field(let field): self = .field(field)
        case .noSuchPatient: self = .unknown
        case .changed(_, let entries):
            self.init(.conflict, code: error.code, message: error.description)
            added = entries
        case .notSigned: self.init(.conflict, code: error.code, message: error.description)
        case .journal:
            self.init(.serviceUnavailable, code: error.code, message: error.description, retryAfter: 5)
        }
    }

    static func field(_ error: FieldError) -> APIRefusal {
        APIRefusal(.unprocessableContent, code: error.code, field: error.field, message: error.description)
    }

    static let unknown = APIRefusal(.notFound, code: "patient.unknown", message: "there is no such patient")

    var json: JSON {
        var members = [JSON.Member("code", .string(code)), JSON.Member("message", .string(message))]
        if let field { members.insert(JSON.Member("field", .string(field)), at: 1) }
        if status == .conflict {
            members.append(
                JSON.Member("entries", .array(added.map { ["version": .int($0.version), "type": .string($0.type)] })))
        }
        return .object(members)
    }

    var response: Response {
        var response = PatientAPI.response(status, json)
        if let retryAfter { response.headers[.retryAfter] = String(retryAfter) }
        return response
    }

    // MARK: Reading a request

    /// The body as JSON: at most ``AppContext/bodyLimit`` bytes of `application/json`.
    static func json(_ request: Request) async throws(APIRefusal) -> JSON {
        guard isJSON(request.headers[.contentType]) else {
            throw APIRefusal(.unsupportedMediaType, code: "request.type", message: "send application/json")
        }
        let large = APIRefusal(
            .contentTooLarge, code: "request.too-large",
            message: "at most \(AppContext.bodyLimit / 1024) KB in one request")
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > AppContext.bodyLimit {
            throw large
        }
        let bytes: [UInt8]
        do {
            bytes = Array(buffer: try await request.body.collect(upTo: AppContext.bodyLimit))
        } catch {
            throw large
        }
        do throws(JSONError) {
            return try JSON.parse(bytes)
        } catch {
            throw APIRefusal(.badRequest, code: "json.malformed", message: error.description)
        }
    }

    static func isJSON(_ type: String?) -> Bool {
        type == "application/json" || type?.prefix { $0 != ";" }.lowercased() == "application/json"
    }

    static func object(_ json: JSON) throws(APIRefusal) -> [JSON.Member] {
        guard let members = json.members else {
            throw APIRefusal(
                .unprocessableContent, code: "field.kind", message: "expected an object, given \(json.kindName)")
        }
        return members
    }
}
