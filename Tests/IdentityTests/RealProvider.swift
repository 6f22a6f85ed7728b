import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// The program `oidc-provider-mock` as a process of its own, on a free port of this machine.
final class RealProvider {
    struct Missing: Error, CustomStringConvertible {
        let path: String
        var description: String {
            "tried to start \(path), which is not there; run scripts/setup, or set STEPWELL_TEST_TOOLS to its folder"
        }
    }

    struct NotAnswering: Error {}

    let issuer: String
    private let process = Process()

    /// Starts it and waits until it answers.
    init(user claims: String) async throws {
        let folder = ProcessInfo.processInfo.environment["STEPWELL_TEST_TOOLS"] ?? ".build/browser-tools/bin/"
        let path = URL(filePath: folder).appending(path: "oidc-provider-mock").path
        guard FileManager.default.isExecutableFile(atPath: path) else { throw Missing(path: path) }
        let port = try await RealProvider.freePort()
        issuer = "http://127.0.0.1:\(port)"
        process.executableURL = URL(filePath: path)
        process.arguments = ["--port", String(port), "--require-nonce", "true", "--user-claims", claims]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<300 {
            guard process.isRunning else { throw NotAnswering() }
            let request = HTTPClientRequest(url: issuer + "/.well-known/openid-configuration")
            if let answer = try? await HTTPClient.shared.execute(request, timeout: .seconds(5)) {
                _ = try await answer.body.collect(upTo: 1 << 20)
                return
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw NotAnswering()
    }

    deinit { if process.isRunning { process.terminate() } }

    /// Submits the provider's sign-in form as a browser would, and returns the query it is sent back with.
    func signIn(as subject: String, at url: String) async throws -> String {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        request.body = .bytes(ByteBuffer(string: "sub=\(subject)"))
        let client = HTTPClient(configuration: .init(redirectConfiguration: .disallow))
        let answer = try await client.execute(request, timeout: .seconds(10))
        let location = answer.headers.first(name: "Location")
        try await client.shutdown()
        guard answer.status == .found, let query = location.flatMap({ URLComponents(string: $0)?.percentEncodedQuery })
        else { throw NotAnswering() }
        return query
    }

    private static func freePort() async throws -> Int {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = channel.localAddress?.port ?? 0
        try await channel.close()
        return port
    }
}
