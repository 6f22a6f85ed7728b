import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// The program `oidc-provider-mock` as a process of its own, on a free port of this machine.
struct RealProvider {
    struct Missing: Error, CustomStringConvertible {
        let path: String
        var description: String {
            "tried to start \(path), which is not there; run scripts/setup, or set STEPWELL_TEST_TOOLS to its folder"
        }
    }

    struct NotAnswering: Error {}

    let issuer: String

    /// Starts it, waits until it answers, and ends it after `body`.
    static func running(user claims: String, _ body: (RealProvider) async throws -> Void) async throws {
        let folder = ProcessInfo.processInfo.environment["STEPWELL_TEST_TOOLS"] ?? ".build/browser-tools/bin/"
        let path = URL(filePath: folder).appending(path: "oidc-provider-mock").path
        guard FileManager.default.isExecutableFile(atPath: path) else { throw Missing(path: path) }
        let port = try await freePort()
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = ["--port", String(port), "--require-nonce", "true", "--user-claims", claims]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        // Children of a worker thread inherit its blocked signals, so a polite SIGTERM would never arrive.
        defer { kill(process.processIdentifier, SIGKILL) }
        let provider = RealProvider(issuer: "http://127.0.0.1:\(port)")
        try await provider.awaitAnswer(while: process)
        try await body(provider)
    }

    private func awaitAnswer(while process: Process) async throws {
        for _ in 0..<300 where process.isRunning {
            let request = HTTPClientRequest(url: issuer + "/.well-known/openid-configuration")
            if let answer = try? await HTTPClient.shared.execute(request, timeout: .seconds(5)) {
                _ = try await answer.body.collect(upTo: 1 << 20)
                return
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw NotAnswering()
    }

    /// Submits the provider's sign-in form as a browser would, and returns the query it is sent back with.
    func signIn(as subject: String, at url: String) async throws -> String {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        request.body = .bytes(ByteBuffer(string: "sub=\(subject)"))
        let client = HTTPClient(configuration: .init(redirectConfiguration: .disallow))
        let answer: HTTPClientResponse
        do {
            answer = try await client.execute(request, timeout: .seconds(10))
        } catch {
            try await client.shutdown()
            throw error
        }
        try await client.shutdown()
        guard answer.status == .found, let location = answer.headers.first(name: "Location"),
            let query = URLComponents(string: location)?.percentEncodedQuery
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
