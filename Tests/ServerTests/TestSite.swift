import Clinical
import Course
import Foundation
import Hummingbird
import HummingbirdTesting
import NIOCore

@testable import Server

/// The real content, templates and assets of this checkout, served without a network.
enum TestSite {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    static let protocols: Protocols = {
        var files: [ContentFile] = []
        let folder = root + "/Content"
        for case let name as String in FileManager.default.enumerator(atPath: folder) ?? .init()
        where name.hasSuffix(".yaml") {
            let bytes = FileManager.default.contents(atPath: folder + "/" + name).map { [UInt8]($0) } ?? []
            files.append(ContentFile(path: name, bytes: bytes))
        }
        do { return Protocols(try ContentLibrary.load(files)) } catch { fatalError("content: \(error)") }
    }()

    static func pages() throws -> Pages {
        try Pages(
            folder: root + "/Templates", assets: Assets(folder: root + "/Assets"), release: protocols.library.release)
    }

    struct Answer: Sendable {
        let status: Int
        let text: String
        let headers: HTTPFields
    }

    /// Sends one request to a server without patients.
    static func send(
        _ uri: String, method: HTTPRequest.Method = .get, headers: HTTPFields = [:], body: String? = nil
    ) async throws -> Answer {
        let settings = try ServerSettings(templates: root + "/Templates", assets: root + "/Assets")
        let app = try buildServer(settings: settings, world: ServerWorld(protocols: protocols))
        return try await app.test(.router) { client in
            try await client.execute(
                uri: uri, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) }
            ) { response in
                Answer(
                    status: response.status.code, text: String(buffer: response.body), headers: response.headers)
            }
        }
    }

    static func get(_ uri: String) async throws -> Answer { try await send(uri) }

    /// Percent-encodes everything that is not a letter or digit.
    static func encode(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}
