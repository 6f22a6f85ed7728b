/// Why signing in through a practice's own directory did not work.
///
/// The person is told ``publicLine`` whatever the reason; the reason is for the log. Holds no code, token or secret.
public enum OpenIDError: Error, Sendable, Equatable {
    /// A setting cannot be used; holds its name and what was expected.
    case setting(String, expected: String)
    /// The provider did not answer in time or refused the connection; holds which of its addresses was asked.
    case unreachable(String)
    /// The provider answered with something else than expected; holds which of its addresses and what was wrong.
    case answer(String, String)
    /// The provider, or the person there, said no; holds the error code out of OAuth's list.
    case denied(String)
    /// The answer that came back belongs to no attempt, to another browser's, or to another provider.
    case callback(String)
    /// The ID token cannot be trusted.
    case token(IDTokenFault)

    /// Stable, for logs, metrics and tests, for example `identity.openid-token-nonce`.
    public var code: String {
        switch self {
        case .setting: "identity.openid-setting"
        case .unreachable: "identity.openid-unreachable"
        case .answer: "identity.openid-answer"
        case .denied: "identity.openid-denied"
        case .callback: "identity.openid-callback"
        case .token(let fault): "identity.openid-token-\(fault.rawValue)"
        }
    }

    /// What to show the person.
    public static let publicLine = """
        Signing in through your organization did not work. Try again; if it keeps failing, tell your administrator.
        """
}

/// What is wrong with an ID token.
public enum IDTokenFault: String, Error, Sendable, CaseIterable {
    case malformed, algorithm, key, signature, issuer, audience, expired, future, old, nonce, subject

    var expected: String {
        switch self {
        case .malformed: "three base64url parts of JSON without critical extensions"
        case .algorithm: "RS256, PS256 or ES256"
        case .key: "a key that the provider publishes for this algorithm"
        case .signature: "the signature of the provider's key"
        case .issuer: "the configured issuer, letter for letter"
        case .audience: "this program's client id as audience and authorized party"
        case .expired: "an end in the future"
        case .future: "a time of issue that is not in the future; check both clocks"
        case .old: "a time of issue within the last minutes; check both clocks"
        case .nonce: "the nonce of this attempt"
        case .subject: "a subject of 1 to 255 characters"
        }
    }
}

extension OpenIDError: CustomStringConvertible {
    /// What was tried, what was seen, what was expected and what to do; one line, without the code.
    public var description: String {
        switch self {
        case .setting(let name, let expected):
            "tried to use the OpenID Connect setting \(name); expected \(expected); correct the settings"
        case .unreachable(let what):
            "tried to reach the OpenID Connect provider's \(what) and got no answer in time; check network and provider"
        case .answer(let what, let fault):
            "tried to read the OpenID Connect provider's \(what): \(fault); check the provider's settings"
        case .denied(let code):
            "tried to sign in through the OpenID Connect provider, which answered \(code); expected a code; try again"
        case .callback(let fault):
            "tried to finish a sign-in through the OpenID Connect provider: \(fault); begin again at the sign-in page"
        case .token(let fault):
            "tried to trust an ID token; expected \(fault.expected) (\(fault.rawValue)); check the provider's settings"
        }
    }
}
