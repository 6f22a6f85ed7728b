import Crypto
import Foundation
import JSONText
import Testing

@testable import Identity

/// The whole exchange against a provider in memory that signs what a test wants.
struct OpenIDProviderTests {
    static let forge = Result { try TokenForge() }

    let now: Int64 = 1_800_000_000_000
    let forge: TokenForge
    let stub = ProviderStub()
    let provider: OpenIDProvider
    let attempt: OpenIDAttempt

    init() async throws {
        forge = try Self.forge.get()
        let settings = try OpenIDSettings(
            issuer: "https://id.example", clientID: "step:well", clientSecret: Secret(text: "se cret"),
            redirectURI: "https://clinic.example/back")
        provider = OpenIDProvider(settings, over: stub.transport)
        stub.answer("https://id.example/.well-known/openid-configuration", OpenIDFixtures.discovery)
        stub.answer("https://id.example/keys", try forge.keySet())
        attempt = try await provider.begin(at: now).attempt
    }

    @Test(
        "a token under RS256, PS256 or ES256 signs in",
        arguments: [("RS256", "rsa-1"), ("PS256", "rsa-1"), ("ES256", "ec-1")])
    func goodToken(algorithm: String, key: String) async throws {
        let signature: TokenForge.Signature = ["RS256": .rs256, "PS256": .ps256, "ES256": .es256][algorithm] ?? .none
        try issue(["alg": .string(algorithm), "kid": .string(key), "typ": "JWT"], claims(), signature)
        #expect(try await finish().verifiedEmail == "a@b.example")
    }

    @Test("the token endpoint gets code, verifier and address, and the secret only in the header")
    func exchange() async throws {
        try issue(["alg": "ES256", "kid": "ec-1"], claims(), .es256)
        _ = try await finish()
        let request = try #require(stub.asked("token endpoint").first)
        #expect(
            request.form == """
                grant_type=authorization_code&code=abc&redirect_uri=https%3A%2F%2Fclinic.example%2Fback&code_verifier=\
                \(attempt.verifier.text)
                """)
        #expect(request.authorization == "Basic " + Data("step%3Awell:se%20cret".utf8).base64EncodedString())
    }

    @Test("a public client names itself in the form and sends no header")
    func publicClient() async throws {
        let settings = try OpenIDSettings(
            issuer: "https://id.example", clientID: "step:well", clientSecret: nil,
            redirectURI: "https://clinic.example/back")
        let open = OpenIDProvider(settings, over: stub.transport)
        try issue(["alg": "ES256", "kid": "ec-1"], claims(), .es256)
        _ = try await open.finish(query: "code=abc&state=\(attempt.state.text)", attempt: attempt, at: now)
        let request = try #require(stub.asked("token endpoint").first)
        #expect(request.authorization == nil)
        #expect(request.form?.hasSuffix("&client_id=step%3Awell") == true)
    }

    @Test("alg none is refused, however it is spelled", arguments: ["none", "None", "NONE", "", "nOnE"])
    func algorithmNone(name: String) async throws {
        try issue(["alg": .string(name), "kid": "rsa-1"], claims(), .none)
        await expect(.algorithm)
    }

    @Test("HS256 over the provider's public key, in any of its forms, is refused")
    func confusedAlgorithm() async throws {
        for key in try forge.publicForms() + [[0, 0, 0]] {
            for header: JSON in [["alg": "HS256", "kid": "rsa-1"], ["alg": "HS256", "kid": "hmac-1"]] {
                try issue(header, claims(), .hmac(key))
                await expect(.algorithm)
            }
            try issue(["alg": "RS256", "kid": "rsa-1"], claims(), .hmac(key))
            await expect(.signature)
        }
    }

    @Test("an algorithm that does not fit the key is refused")
    func misfit() async throws {
        try issue(["alg": "RS256", "kid": "ec-1"], claims(), .rs256)
        await expect(.key)
        try issue(["alg": "ES256", "kid": "rsa-1"], claims(), .es256)
        await expect(.key)
        try issue(["alg": "RS512", "kid": "rsa-1"], claims(), .rs512)
        await expect(.algorithm)
        try issue(["alg": "PS256", "kid": "rsa-1"], claims(), .rs256)
        await expect(.signature)
    }

    @Test("claims changed after signing are refused")
    func changedClaims() async throws {
        let good = try forge.token(["alg": "RS256", "kid": "rsa-1"], claims(), .rs256).split(separator: ".")
        let changed = Base64URL.encode(claims().setting("sub", "admin").bytes())
        stubToken("\(good[0]).\(changed).\(good[2])")
        await expect(.signature)
        stubToken("\(good[0]).\(good[1]).")
        await expect(.signature)
    }

    @Test("a genuine token of another attempt is refused")
    func otherAttempt() async throws {
        let other = OpenIDAttempt.random()
        let theirs = claims().setting("nonce", .string(other.nonce.text))
        try issue(["alg": "RS256", "kid": "rsa-1"], theirs, .rs256)
        await expect(.nonce)
    }

    @Test("a token with a critical extension, of another kind or not of three parts is refused")
    func malformed() async throws {
        try issue(["alg": "RS256", "kid": "rsa-1", "crit": ["x"]], claims(), .rs256)
        await expect(.malformed)
        try issue(["alg": "RS256", "kid": "rsa-1", "typ": "at+jwt"], claims(), .rs256)
        await expect(.malformed)
        for text in ["", "a.b", "a.b.c.d", "e30.e30.*", "bm90anNvbg.e30.AA", String(repeating: "A", count: 100_000)] {
            stubToken(text)
            await expect(.malformed)
        }
        let twice = Base64URL.encode(#"{"alg":"none","alg":"RS256"}"#.utf8)
        stubToken("\(twice).e30.AA")
        await expect(.malformed)
    }

    @Test("without a key id the only fitting key is taken")
    func noKeyID() async throws {
        try issue(["alg": "ES256"], claims(), .es256)
        #expect(try await finish().subject == "u1")
    }

    @Test("an unknown key id fetches the keys anew once a minute at most, and a new key is found")
    func rotation() async throws {
        try issue(["alg": "RS256", "kid": "rsa-2"], claims(), .rs256)
        for _ in 0..<5 { await expect(.key) }
        #expect(stub.asked("keys").count == 1)
        let later = now + 60_000
        for _ in 0..<5 { await expect(.key, at: later) }
        #expect(stub.asked("keys").count == 2)
        stub.answer("https://id.example/keys", try forge.keySet(rsaID: "rsa-2"))
        await expect(.key, at: later + 59_999)
        #expect(try await finish(at: later + 60_000).subject == "u1")
        #expect(stub.asked("keys").count == 3)
        #expect(stub.asked("discovery document").count == 1)
    }

    @Test("a hundred people who sign in at once fetch the keys once")
    func together() async throws {
        try issue(["alg": "ES256", "kid": "ec-1"], claims(), .es256)
        let subjects = try await withThrowingTaskGroup(of: String.self, returning: [String].self) { group in
            for _ in 0..<100 { group.addTask { try await finish().subject } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(subjects == [String](repeating: "u1", count: 100))
        #expect(stub.asked("keys").count == 1)
    }

    @Test("a refused code, a broken answer and a silent provider are told apart")
    func endpointFaults() async throws {
        stub.answer("https://id.example/token", ["error": "invalid_grant"], status: 400)
        await #expect(throws: OpenIDError.denied("invalid_grant")) { try await finish() }
        stub.answer("https://id.example/token", Array("<html>".utf8))
        await #expect(throws: OpenIDError.answer("token endpoint", "it is no JSON object")) { try await finish() }
        stub.answer("https://id.example/token", [], status: 302)
        await #expect(throws: OpenIDError.answer("token endpoint", "its status is 302")) { try await finish() }
        stub.answer("https://id.example/token", ["token_type": "Bearer", "access_token": "x"])
        await #expect(throws: OpenIDError.answer("token endpoint", "there is no ID token in it")) { try await finish() }
        let silent = OpenIDProvider(provider.settings, over: ProviderStub().transport)
        await #expect(throws: OpenIDError.unreachable("discovery document")) { try await silent.begin(at: now) }
    }

    @Test("a wrong state is refused before anything is asked")
    func stateFirst() async throws {
        let other = OpenIDAttempt.random()
        await #expect(throws: OpenIDError.callback("the state is not this attempt's")) {
            try await provider.finish(query: "code=abc&state=\(other.state.text)", attempt: attempt, at: now)
        }
        #expect(stub.asked("token endpoint").isEmpty)
    }

    @Test("keys too short, of other kinds or for encryption are passed over")
    func keySets() throws {
        let short = Base64URL.encode([UInt8](repeating: 0xFF, count: 128))
        let modulus = Base64URL.encode([UInt8](repeating: 0xFF, count: 256))
        for key: JSON in [
            ["kty": "RSA", "n": .string(short), "e": "AQAB"], ["kty": "oct", "k": "AAAA"],
            ["kty": "RSA", "use": "enc", "n": .string(modulus), "e": "AQAB"], ["kty": "EC", "crv": "P-384"], "x", [],
        ] {
            #expect(throws: OpenIDError.self) { try OpenIDKeys(["keys": .array([key])]) }
        }
        #expect(try OpenIDKeys(["keys": [["kty": "RSA", "n": .string(modulus), "e": "AQAB"]]]).keys.count == 1)
    }

    private func claims() -> JSON { OpenIDFixtures.claims(nonce: attempt.nonce, at: now).setting("aud", "step:well") }

    private func issue(_ header: JSON, _ claims: JSON, _ signature: TokenForge.Signature) throws {
        stubToken(try forge.token(header, claims, signature))
    }

    private func stubToken(_ text: String) {
        stub.answer("https://id.example/token", ["token_type": "Bearer", "id_token": .string(text)])
    }

    private func finish(at moment: Int64? = nil) async throws -> OpenIDIdentity {
        try await provider.finish(query: "code=abc&state=\(attempt.state.text)", attempt: attempt, at: moment ?? now)
    }

    private func expect(
        _ fault: IDTokenFault, at moment: Int64? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        await #expect(throws: OpenIDError.token(fault), sourceLocation: sourceLocation) { try await finish(at: moment) }
    }
}
