import Crypto
import Foundation
public import JSONText

/// One sign-in under way: what ties the provider's answer to this browser (state), this attempt (nonce) and this
/// program (PKCE). Keep it on the shelf for some minutes under a cookie of the browser, and take it off when used.
public struct OpenIDAttempt: Sendable, Equatable {
    /// Comes back with the browser; guards against an answer of somebody else's sign-in.
    public let state: Token
    /// Comes back inside the ID token; guards against a token of another attempt.
    public let nonce: Token
    /// Is shown only to the token endpoint (RFC 7636).
    let verifier: Token

    /// A fresh attempt: three times 256 random bits.
    public static func random(from source: RandomSource = .system) -> OpenIDAttempt {
        OpenIDAttempt(state: .random(from: source), nonce: .random(from: source), verifier: .random(from: source))
    }

    /// What the provider may see of the verifier beforehand: base64url of its SHA-256 (RFC 7636 section 4.2, S256).
    var challenge: String { OpenIDAttempt.challenge(of: verifier.text) }

    static func challenge(of verifier: String) -> String { Base64URL.encode(SHA256.hash(data: Array(verifier.utf8))) }

    /// Where to send the browser (OpenID Connect Core 1.0, section 3.1.2.1): the code flow for scope
    /// `openid email profile`.
    public func authorizationURL(_ metadata: OpenIDMetadata, _ settings: OpenIDSettings) -> String {
        let query = PercentText.form([
            ("response_type", "code"), ("client_id", settings.clientID), ("redirect_uri", settings.redirectURI),
            ("scope", "openid email profile"), ("state", state.text), ("nonce", nonce.text),
            ("code_challenge", challenge), ("code_challenge_method", "S256"),
        ])
        return metadata.authorizationEndpoint + (metadata.authorizationEndpoint.contains("?") ? "&" : "?") + query
    }

    /// The authorization code out of the query the browser came back with.
    ///
    /// - Parameter query: the part of the address after `?`, as it came.
    /// - Throws: ``OpenIDError/callback(_:)`` when the state is not this attempt's, a parameter comes twice, the answer
    ///   names another issuer (RFC 9207) or has no code; ``OpenIDError/denied(_:)`` when the provider said no.
    public func code(in query: String, for settings: OpenIDSettings) throws(OpenIDError) -> String {
        guard query.utf8.count <= 8192 else { throw .callback("its query is too long") }
        var values: [String: String] = [:]
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let texts = parts.map { $0.replacing("+", with: " ").removingPercentEncoding }
            guard let name = texts[0], texts.count == 2, let value = texts[1] else { continue }
            guard values.updateValue(value, forKey: name) == nil else { throw .callback("a parameter came twice") }
        }
        guard let state = values["state"].flatMap({ Token($0) }), state == self.state else {
            throw .callback("the state is not this attempt's")
        }
        if let issuer = values["iss"], issuer != settings.issuer { throw .callback("it came from another provider") }
        if let error = values["error"] { throw .denied(OpenIDAttempt.plain(error)) }
        guard let code = values["code"], (1...2048).contains(code.utf8.count) else { throw .callback("it has no code") }
        return code
    }

    /// An OAuth error code as it may stand in a log: letters and `_` only.
    static func plain(_ code: String) -> String {
        let isPlain = (1...40).contains(code.utf8.count) && code.utf8.allSatisfy { (97...122).contains($0) || $0 == 95 }
        return isPlain ? code : "an unknown error"
    }
}

extension OpenIDAttempt {
    /// For the shelf; secret until used.
    public var json: JSON {
        .object([
            .init("state", .string(state.text)), .init("nonce", .string(nonce.text)),
            .init("verifier", .string(verifier.text)),
        ])
    }

    /// Reads what ``json`` wrote; `nil` when it is something else.
    public init?(_ json: JSON) {
        func token(_ name: String) -> Token? { json[name]?.string.flatMap { Token($0) } }
        guard let state = token("state"), let nonce = token("nonce"), let verifier = token("verifier") else {
            return nil
        }
        self.init(state: state, nonce: nonce, verifier: verifier)
    }
}
