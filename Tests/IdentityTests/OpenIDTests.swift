import JSONText
import Testing

@testable import Identity

/// The pure parts: addresses, attempts, claims.
struct OpenIDPartsTests {
    let now: Int64 = 1_800_000_000_000
    let settings: OpenIDSettings
    let attempt = OpenIDAttempt.random(from: .seeded(1))

    init() throws {
        settings = try OpenIDSettings(
            issuer: "https://id.example", clientID: "stepwell", clientSecret: nil,
            redirectURI: "https://clinic.example/back")
    }

    @Test("the PKCE challenge is the one of RFC 7636, appendix B")
    func challenge() {
        #expect(
            OpenIDAttempt.challenge(of: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
                == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    @Test("the browser's address carries code flow, state, nonce and S256 and never the verifier")
    func authorizationURL() throws {
        let metadata = try OpenIDMetadata(discovery(), for: settings)
        let url = attempt.authorizationURL(metadata, settings)
        #expect(
            url == """
                https://id.example/authorize?response_type=code&client_id=stepwell&redirect_uri=\
                https%3A%2F%2Fclinic.example%2Fback&scope=openid%20email%20profile&state=\(attempt.state.text)\
                &nonce=\(attempt.nonce.text)&code_challenge=\(attempt.challenge)&code_challenge_method=S256
                """)
        #expect(!url.contains(attempt.verifier.text))
        #expect(Set([attempt.state.text, attempt.nonce.text, attempt.verifier.text]).count == 3)
    }

    @Test("an attempt comes back from the shelf, and nothing else is read")
    func shelf() throws {
        #expect(OpenIDAttempt(try JSON.parse(attempt.json.text)) == attempt)
        #expect(OpenIDAttempt(["state": "x"]) == nil)
    }

    @Test(
        "only safe addresses may be configured",
        arguments: [
            ("https://id.example", true), ("https://id.example/tenant", true), ("http://127.0.0.1:9400", true),
            ("http://localhost:9400", true), ("http://id.example", false), ("http://127.0.0.1.evil.example", false),
            ("https://id.example?x=1", false), ("https://id.example#x", false), ("https://user:pw@id.example", false),
            ("ftp://id.example", false), ("https://", false), ("", false), ("http://localhost@evil.example", false),
        ])
    func addresses(issuer: String, isTaken: Bool) {
        let settings = try? OpenIDSettings(
            issuer: issuer, clientID: "c", clientSecret: nil, redirectURI: "https://clinic.example/back")
        #expect((settings != nil) == isTaken)
    }

    @Test(
        "a discovery document that names another issuer or an unsafe address is refused",
        arguments: [
            ("issuer", "https://id.example/"), ("issuer", "https://evil.example"), ("issuer", nil),
            ("token_endpoint", "http://id.example/token"), ("token_endpoint", nil),
            ("jwks_uri", "http://127.0.0.1:5432/"), ("jwks_uri", "file:///etc/passwd"),
            ("authorization_endpoint", "javascript:alert(1)"),
        ] as [(String, String?)])
    func discoveryFaults(member: String, value: String?) {
        let json = discovery().setting(member, value.map { .string($0) })
        #expect(throws: OpenIDError.self) { try OpenIDMetadata(json, for: settings) }
    }

    @Test("the code is taken from a query with this attempt's state")
    func code() throws {
        #expect(
            try attempt.code(in: "code=a%2Bb%20c&state=\(attempt.state.text)&session_state=x", for: settings) == "a+b c"
        )
        let issued = "code=abc&state=\(attempt.state.text)&iss=https%3A%2F%2Fid.example"
        #expect(try attempt.code(in: issued, for: settings) == "abc")
    }

    @Test("a swapped, missing or doubled state, another issuer and a missing code are refused")
    func badCallbacks() {
        let mine = attempt.state.text
        let other = OpenIDAttempt.random(from: .seeded(2)).state.text
        for query in [
            "", "code=abc", "code=abc&state=", "code=abc&state=\(other)", "code=abc&state=\(mine)x",
            "code=abc&state=\(mine)&state=\(other)", "code=abc&state=\(other)&state=\(mine)", "state=\(mine)",
            "code=&state=\(mine)", "code=abc&state=\(mine)&iss=https://evil.example", "code=%ZZ&state=\(mine)",
            "state=\(mine)&code=" + String(repeating: "a", count: 10_000),
        ] {
            #expect(throws: OpenIDError.self, "\(query.prefix(80))") { try attempt.code(in: query, for: settings) }
        }
    }

    @Test("a refusal by the provider is told by its code, and a strange code is not repeated")
    func denied() {
        let state = attempt.state.text
        #expect(throws: OpenIDError.denied("access_denied")) {
            try attempt.code(in: "error=access_denied&state=\(state)", for: settings)
        }
        #expect(throws: OpenIDError.denied("an unknown error")) {
            try attempt.code(in: "error=%0Ainjected+line&state=\(state)", for: settings)
        }
    }

    @Test("good claims say who somebody is; the email counts only when verified")
    func identity() throws {
        let good = try check(claims())
        #expect(
            good
                == OpenIDIdentity(
                    issuer: "https://id.example", subject: "u1", verifiedEmail: "a@b.example", name: "A B"))
        #expect(try check(claims().setting("email_verified", false)).verifiedEmail == nil)
        #expect(try check(claims().setting("email_verified", "true")).verifiedEmail == nil)
        #expect(try check(claims().setting("email_verified", nil)).verifiedEmail == nil)
    }

    @Test(
        "each wrong claim is refused for its own reason",
        arguments: [
            ("iss", "https://id.example/", .issuer), ("iss", nil, .issuer), ("aud", "other", .audience),
            ("aud", nil, .audience), ("aud", [], .audience), ("aud", ["stepwell", "other"], .audience),
            ("azp", "other", .audience), ("azp", 7, .audience), ("exp", 1_799_999_940, .expired),
            ("exp", nil, .expired),
            ("exp", "1900000000", .expired), ("exp", .number("1e400"), .expired), ("iat", 1_800_000_061, .future),
            ("iat", nil, .future), ("iat", 1_799_999_339, .old), ("nbf", 1_800_000_061, .future),
            ("nonce", nil, .nonce),
            ("nonce", "AAAA", .nonce), ("sub", nil, .subject), ("sub", "", .subject),
        ] as [(String, JSON?, IDTokenFault)])
    func wrongClaim(member: String, value: JSON?, fault: IDTokenFault) {
        #expect(throws: fault) { try check(claims().setting(member, value)) }
    }

    @Test(
        "claims just inside the limits are taken",
        arguments: [
            ("exp", 1_799_999_941), ("iat", 1_800_000_060), ("iat", 1_799_999_340), ("nbf", 1_800_000_060),
            ("azp", "stepwell"), ("aud", ["stepwell"]), ("exp", .number("1800000000.5")),
        ] as [(String, JSON)])
    func edges(member: String, value: JSON) throws {
        #expect(try check(claims().setting(member, value)).subject == "u1")
    }

    @Test("two audiences need this program as the authorized party")
    func audiences() throws {
        let both = claims().setting("aud", ["other", "stepwell"])
        #expect(try check(both.setting("azp", "stepwell")).subject == "u1")
        #expect(throws: IDTokenFault.audience) { try check(both.setting("azp", "other")) }
    }

    @Test("another attempt's nonce is refused")
    func otherNonce() {
        let other = OpenIDAttempt.random(from: .seeded(2))
        #expect(throws: IDTokenFault.nonce) {
            try OpenIDIdentity.checked(claims(), settings: settings, nonce: other.nonce, at: now)
        }
    }

    private func check(_ claims: JSON) throws(IDTokenFault) -> OpenIDIdentity {
        try OpenIDIdentity.checked(claims, settings: settings, nonce: attempt.nonce, at: now)
    }

    private func claims() -> JSON { OpenIDFixtures.claims(nonce: attempt.nonce, at: now) }

    private func discovery() -> JSON { OpenIDFixtures.discovery }
}

enum OpenIDFixtures {
    static let discovery: JSON = [
        "issuer": "https://id.example", "authorization_endpoint": "https://id.example/authorize",
        "token_endpoint": "https://id.example/token", "jwks_uri": "https://id.example/keys",
    ]

    static func claims(nonce: Token, at now: Int64) -> JSON {
        [
            "iss": "https://id.example", "aud": "stepwell", "exp": .int(now / 1000 + 300), "iat": .int(now / 1000),
            "nonce": .string(nonce.text), "sub": "u1", "email": "A@b.example", "email_verified": true, "name": "A B",
        ]
    }
}
