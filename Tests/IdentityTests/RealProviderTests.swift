import Foundation
import Testing

@testable import Identity

/// Signs in through a real OpenID Connect provider process, over real connections.
struct RealProviderTests {
    static let claims = #"{"sub":"u-17","email":"Ada@clinic.example","email_verified":true,"name":"Ada Example"}"#

    @Test("the whole code flow against a real provider signs in once per code")
    func wholeFlow() async throws {
        try await RealProvider.running(user: Self.claims) { real in
            let settings = try settings(real.issuer)
            let provider = OpenIDProvider(settings)
            let (url, attempt) = try await provider.begin(at: now())
            let query = try await real.signIn(as: "u-17", at: url)
            let identity = try await provider.finish(query: query, attempt: attempt, at: now())
            #expect(
                identity
                    == OpenIDIdentity(
                        issuer: real.issuer, subject: "u-17", verifiedEmail: "ada@clinic.example", name: "Ada Example"))
            await #expect(throws: OpenIDError.denied("invalid_grant")) {
                try await provider.finish(query: query, attempt: attempt, at: now())
            }
        }
    }

    @Test("a swapped state, another attempt's nonce and a stopped clock are refused with a real token")
    func swapped() async throws {
        try await RealProvider.running(user: Self.claims) { real in
            let provider = OpenIDProvider(try settings(real.issuer))
            let (url, mine) = try await provider.begin(at: now())
            let other = try await provider.begin(at: now()).attempt
            let query = try await real.signIn(as: "u-17", at: url)
            await #expect(throws: OpenIDError.callback("the state is not this attempt's")) {
                try await provider.finish(query: query, attempt: other, at: now())
            }
            let mixed = OpenIDAttempt(state: mine.state, nonce: other.nonce, verifier: mine.verifier)
            await #expect(throws: OpenIDError.token(.nonce)) {
                try await provider.finish(query: query, attempt: mixed, at: now())
            }
            let second = try await real.signIn(as: "u-17", at: url.replacing("nonce=", with: "nonce=x"))
            await #expect(throws: OpenIDError.token(.nonce)) {
                try await provider.finish(query: second, attempt: mine, at: now())
            }
            let third = try await provider.begin(at: now())
            let late = try await real.signIn(as: "u-17", at: third.url)
            await #expect(throws: OpenIDError.token(.expired)) {
                try await provider.finish(query: late, attempt: third.attempt, at: now() + 86_400_000)
            }
        }
    }

    @Test("an address that nobody answers is unreachable, and one with another issuer is refused")
    func otherIssuer() async throws {
        try await RealProvider.running(user: Self.claims) { real in
            let named = OpenIDProvider(try settings(real.issuer + "/"))
            await #expect(throws: OpenIDError.answer("discovery document", "its issuer is not the configured one")) {
                try await named.begin(at: now())
            }
            let nobody = OpenIDProvider(try settings("http://127.0.0.1:1"))
            await #expect(throws: OpenIDError.unreachable("discovery document")) { try await nobody.begin(at: now()) }
        }
    }

    @Test("a redirect is not followed: it could lead to this machine's own ports")
    func redirect() async throws {
        let answer = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
        try await RawServer.answering(answer) { server in
            let provider = OpenIDProvider(try settings(server.url))
            await #expect(throws: OpenIDError.answer("discovery document", "its status is 302")) {
                try await provider.begin(at: now())
            }
        }
    }

    @Test("an answer over 256 KiB is refused, and one that is no HTTP too", arguments: [true, false])
    func oversized(isHTTP: Bool) async throws {
        let long = String(repeating: " ", count: OpenIDTransport.maximumBody + 1)
        let answer = isHTTP ? "HTTP/1.1 200 OK\r\nContent-Length: \(long.count)\r\n\r\n" + long : long
        try await RawServer.answering(answer) { server in
            let provider = OpenIDProvider(try settings(server.url))
            let expected: OpenIDError =
                isHTTP
                ? .answer("discovery document", "it is longer than 262144 bytes") : .unreachable("discovery document")
            await #expect(throws: expected) { try await provider.begin(at: now()) }
        }
    }

    private func settings(_ issuer: String) throws -> OpenIDSettings {
        try OpenIDSettings(
            issuer: issuer, clientID: "stepwell", clientSecret: Secret(text: "client secret"),
            redirectURI: "http://127.0.0.1:9/back")
    }

    private func now() -> Int64 { Int64(Date().timeIntervalSince1970 * 1000) }
}
