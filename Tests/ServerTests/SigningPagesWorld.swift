import Clinical
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Journal
import NIOCore
import Practice
import Service
import Synchronization

@testable import Server

/// The pages about content with a person the test chooses.
struct SigningPagesWorld: Sendable {
    static let files: [ContentFile] = (try? ContentFolder.read(TestSite.root + "/Content")) ?? []
    static let table = "therapies/teclistamab:volumes/step-up-1+v10"

    let signing: SigningService
    let person = PersonBox()
    let factor = FactorBox()

    final class FactorBox: Sendable {
        private let box = Mutex(SigningDesk.Factor.shown)
        var now: SigningDesk.Factor { box.withLock { $0 } }
        func become(_ factor: SigningDesk.Factor) { box.withLock { $0 = factor } }
    }

    final class PersonBox: Sendable {
        private let box = Mutex<SigningPerson?>(nil)
        var now: SigningPerson? { box.withLock { $0 } }
        func become(_ id: String, _ roles: String...) {
            box.withLock { $0 = SigningPerson(id: id, name: "Person \(id)", roles: Set(roles)) }
        }
        func leave() { box.withLock { $0 = nil } }
    }

    init() async throws {
        signing = try await SigningService(site: "clinic", journal: MemoryJournal()) { () throws(FolderError) in
            Self.files
        }
    }

    func send(
        _ uri: String, _ method: HTTPRequest.Method = .get, type: String = "application/x-www-form-urlencoded",
        body: ByteBuffer = ByteBuffer()
    ) async throws -> FormAnswer {
        let pages = try TestSite.pages()
        let router = Router(context: AppContext.self)
        router.middlewares.add(IncidentMiddleware(pages: pages, isOnTLS: false))
        router.middlewares.add(SecurityHeadersMiddleware(isOnTLS: false))
        let (person, factor) = (person, factor)
        try SigningPages.addRoutes(
            to: router,
            desk: SigningDesk(
                pages: pages, signing: signing, actor: { _ in person.now }, token: { _ in ("csrf", "t0ken") },
                factor: { _ in factor.now }))
        let app = Application(router: router)
        return try await app.test(.router) { client in
            try await client.execute(uri: uri, method: method, headers: [.contentType: type], body: body) { response in
                FormAnswer(
                    status: response.status.code, text: String(buffer: response.body),
                    location: response.headers[.location])
            }
        }
    }

    func post(_ uri: String, _ fields: [(String, String)]) async throws -> FormAnswer {
        let text = fields.map { "\($0.0)=\(TestSite.encode($0.1))" }.joined(separator: "&")
        return try await send(uri, .post, body: ByteBuffer(string: text))
    }

    /// Loads a label file as a browser sends it.
    func load(_ text: String, therapy: String = "teclistamab") async throws -> FormAnswer {
        let body = Multipart.body(["csrf": "t0ken"], file: Array(text.utf8))
        return try await send(
            "/label/\(therapy)", .post, type: "multipart/form-data; boundary=\(Multipart.boundary)",
            body: ByteBuffer(bytes: body))
    }

    static func label(_ version: Int = 7, rows: String = "<tr><td>Weekly</td><td>28 or less</td></tr>") -> String {
        """
        <document xmlns="urn:hl7-org:v3"><title>Invented label of teclistamab-cqyv &lt;script&gt;</title>
        <effectiveTime value="2026050\(version)"/><setId root="set-1"/><versionNumber value="\(version)"/>
        <component><structuredBody><component><section><title>2.4 Restarting</title><text>
        <table><caption>Table 3: Restarting</caption><thead><tr><th>Dose</th><th>Days</th></tr></thead>
        <tbody>\(rows)</tbody></table></text></section></component>
        <component><section><title>2.6 Preparation</title><text>Weights.</text></section></component>
        </structuredBody></component></document>
        """
    }
}

/// A multipart body as browsers write it.
enum Multipart {
    static let boundary = "----WebKitFormBoundaryTest1"

    static func body(_ fields: [String: String], file: [UInt8]?, name: String = "label") -> [UInt8] {
        var text: [UInt8] = []
        for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
            text += Array(
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(key)\"\r\n\r\n\(value)\r\n".utf8)
        }
        if let file {
            text += Array(
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"l.xml\"\r\n".utf8)
            text += Array("Content-Type: text/xml\r\n\r\n".utf8) + file + Array("\r\n".utf8)
        }
        return text + Array("--\(boundary)--\r\n".utf8)
    }
}
