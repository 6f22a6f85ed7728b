import Clinical
import Course
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JSONText
import Journal
import NIOCore
import Service
import Synchronization
import Testing

@testable import Server

/// What a server answered.
struct FormAnswer: Sendable {
    let status: Int
    let text: String
    let location: String?

    /// Whether a field carries an error line.
    func marks(_ field: String) -> Bool {
        let id = "f-" + field.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
        return text.contains("id=\"\(id)-error\"")
    }

    var json: JSON { (try? JSON.parse(text)) ?? .null }

    /// Without tags, spaces folded: what a person reads.
    var read: String {
        text.replacingOccurrences(of: "<[^>]*>", with: " ", options: .regularExpression)
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

/// A practice with a clock that stands still, and its forms as a browser sends them.
struct RecordFormsWorld: Sendable {
    /// 22 November 2026, 12:00 in Chicago.
    static let noon = Instant(milliseconds: 1_795_370_400_000)

    let signedIn: SignedIn
    var practice: PracticeService { signedIn.house.practice }

    /// - Parameter demo: Fills the practice with the twelve demo patients.
    init(demo: Bool = true) async throws {
        let counter = Atomic<UInt64>(5000)
        let world = World(
            now: { Self.noon },
            newID: {
                let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
                return World.uuid7(at: Self.noon, high: number, low: number &* 0x9E37_79B9_7F4A_7C15)
            })
        signedIn = try await SignedIn(protocols: TestSite.protocols, world: world)
        if demo { try await DemoPractice.load(into: practice) }
    }

    func send(
        _ uri: String, method: HTTPRequest.Method = .post, type: String = "application/x-www-form-urlencoded",
        body: ByteBuffer = ByteBuffer()
    ) async throws -> FormAnswer {
        let headers: HTTPFields = [.contentType: type, .authorization: signedIn.header]
        return try await signedIn.app().test(.router) { client in
            try await client.execute(uri: uri, method: method, headers: headers, body: body) { response in
                FormAnswer(
                    status: response.status.code, text: String(buffer: response.body),
                    location: response.headers[.location])
            }
        }
    }

    func get(_ uri: String) async throws -> FormAnswer { try await send(uri, method: .get) }

    /// Sends a form as a browser would, with the version the person saw.
    func post(
        _ kind: String, of name: String, _ fields: [String: String], version: Int? = nil
    ) async throws -> FormAnswer {
        let id = try id(of: name)
        let current = try await practice.record(id).version
        var fields = fields
        fields["version"] = String(version ?? current)
        return try await send("/patients/\(id)/record/\(kind)", body: Self.encoded(fields))
    }

    static func encoded(_ fields: [String: String]) -> ByteBuffer {
        ByteBuffer(string: fields.map { "\($0)=\(TestSite.encode($1))" }.joined(separator: "&"))
    }

    func api(_ path: String, _ body: String, type: String = "application/json") async throws -> FormAnswer {
        try await send("/api/patients" + path, type: type, body: ByteBuffer(string: body))
    }

    func id(of name: String) throws -> String {
        try #require(practice.board(now: Self.noon).rows.first { $0.patient.name.hasPrefix(name) }).patient.id
    }

    func entries(of name: String) async throws -> [RecordedEvent] { try await practice.record(id(of: name)).entries }

    func register(_ name: String) async throws -> String {
        let body: JSON = ["name": .string(name), "born": "1950-02-03"]
        return try await practice.register(body, at: Self.noon.adding(hours: -200), author: "unsigned").id
    }
}
