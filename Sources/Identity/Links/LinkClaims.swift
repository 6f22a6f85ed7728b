/// What a link says: for what, for whom, which one, until when. No names and no medicine: a link's text can be read.
public struct LinkClaims: Sendable, Equatable {
    /// What the link is good for and nothing else, for example `check-in`: 1 to 32 bytes of UTF-8.
    public let purpose: String
    /// Whom or what it opens, an opaque id: 1 to 64 bytes of UTF-8.
    public let subject: String
    /// The link itself, to revoke it and to count PIN attempts: 1 to 64 bytes of UTF-8.
    public let id: String
    /// Milliseconds since 1970, UTC; the link is refused from this moment on.
    public let expires: Int64

    /// Checked when signed.
    public init(purpose: String, subject: String, id: String, expires: Int64) {
        self.purpose = purpose
        self.subject = subject
        self.id = id
        self.expires = expires
    }
}

/// Why a link was not signed, or is not honored.
///
/// The person holding a link is told ``publicLine`` whatever the reason, so that nobody learns from guessing; the
/// reason is for the log.
public enum LinkError: Error, Sendable, Equatable {
    /// The text is no link at all, is too long, or is of another version.
    case malformed
    /// It was not signed with this practice's secret, or was changed.
    case forged
    /// It was signed for another purpose.
    case wrongPurpose
    /// Its time is over; holds when it ended.
    case expired(at: Int64)
    /// A claim to be signed is empty or too long; holds its name.
    case claim(String)

    /// Stable, for logs, metrics and tests, for example `identity.link-forged`.
    public var code: String {
        switch self {
        case .malformed: "identity.link-malformed"
        case .forged: "identity.link-forged"
        case .wrongPurpose: "identity.link-purpose"
        case .expired: "identity.link-expired"
        case .claim: "identity.link-claim"
        }
    }

    /// What to show whoever holds the link.
    public static let publicLine = "This link is not valid or no longer valid. Ask whoever sent it for a new one."
}

extension LinkError: CustomStringConvertible {
    /// What was tried, what was seen, what was expected and what to do; one line, without the code.
    public var description: String {
        switch self {
        case .malformed: "tried to open a link whose text is no link of this version; send a new one"
        case .forged: "tried to open a link that this practice's secret did not sign; send a new one"
        case .wrongPurpose: "tried to open a link of another purpose; send a link for this one"
        case .expired(let end): "tried to open a link that ended at \(end) ms since 1970; send a new one"
        case .claim(let name):
            "tried to sign a link whose \(name) is empty or longer than \(LinkSigner.limits[name] ?? 0) bytes; fix the caller"
        }
    }
}
