import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// How a provider is asked; tests answer themselves.
struct OpenIDTransport: Sendable {
    struct Request: Sendable, Equatable {
        /// Which of the provider's addresses, for errors: `keys`, for example.
        let what: String
        let url: String
        /// Sent by POST as a form; `nil` is a GET.
        var form: String?
        /// The `Authorization` header's value.
        var authorization: String?
    }

    struct Answer: Sendable, Equatable {
        let status: Int
        let body: [UInt8]
    }

    let send: @Sendable (Request) async throws(OpenIDError) -> Answer

    static let maximumBody = 256 * 1024

    /// Over the network: no redirects, 10 seconds for a whole exchange, answers of at most 256 KiB.
    static func network() -> OpenIDTransport {
        var settings = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5), read: .seconds(10)))
        settings.httpVersion = .http1Only
        let network = Network(HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings))
        return OpenIDTransport { request throws(OpenIDError) in try await exchange(request, over: network.client) }
    }

    /// Closes its connections when nobody can ask any more.
    private final class Network: Sendable {
        let client: HTTPClient

        init(_ client: HTTPClient) { self.client = client }

        deinit { client.shutdown { _ in } }
    }

    private static func exchange(_ request: Request, over client: HTTPClient) async throws(OpenIDError) -> Answer {
        do {
            return try await withThrowingTaskGroup(of: Answer.self) { group in
                group.addTask {
                    let response = try await client.execute(asHTTP(request), timeout: .seconds(10))
                    let body = try await response.body.collect(upTo: maximumBody)
                    return Answer(status: Int(response.status.code), body: Array(body.readableBytesView))
                }
                // A provider that sends a byte now and then would keep within the read timeout for ever.
                group.addTask {
                    try await Task.sleep(for: .seconds(10))
                    throw OpenIDError.unreachable(request.what)
                }
                defer { group.cancelAll() }
                guard let answer = try await group.next() else { throw OpenIDError.unreachable(request.what) }
                return answer
            }
        } catch {
            if error is NIOTooManyBytesError { throw .answer(request.what, "it is longer than \(maximumBody) bytes") }
            throw .unreachable(request.what)
        }
    }

    private static func asHTTP(_ request: Request) -> HTTPClientRequest {
        var http = HTTPClientRequest(url: request.url)
        http.headers.add(name: "Accept", value: "application/json")
        if let authorization = request.authorization { http.headers.add(name: "Authorization", value: authorization) }
        if let form = request.form {
            http.method = .POST
            http.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            http.body = .bytes(ByteBuffer(string: form))
        }
        return http
    }
}
