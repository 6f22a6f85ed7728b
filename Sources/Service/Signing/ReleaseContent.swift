public import Clinical
public import Course

/// Content as it advises: the protocols of one release with the rows its site read in the label, and the site's rules.
///
/// One value, never changed: whoever holds it sees protocols and choices that belong together.
public final class ReleaseContent: Sendable {
    public let protocols: Protocols
    public let rules: SiteRules
    /// What the site signed it as; `nil` for content that nobody signed.
    public let signed: SignedRelease?
    /// Of the site's stream when this was made; 0 without one.
    let version: Int
    /// Differs where anything that advises differs; up to 12 characters.
    let key: String

    init(
        _ protocols: Protocols, rules: SiteRules, signed: SignedRelease? = nil, version: Int = 0, key: String = ""
    ) {
        self.protocols = protocols
        self.rules = rules
        self.signed = signed
        self.version = version
        self.key = key
    }

    public var advisor: Advisor { Advisor(protocols, rules: rules) }
    /// The release's own name, for example `2026.11-draft`.
    public var name: String { signed?.name ?? protocols.library.release.id }
    var fever: BodyTemperature { protocols.library.limits.fever }
}

/// A release as a site signed it.
public struct SignedRelease: Sendable, Equatable {
    /// Hash of the statements as signed, 64 hexadecimal digits: what a course is pinned to.
    public let pin: String
    public let name: String
    public let at: Instant
    /// `A. Name (medical director)`.
    public let by: String
}

/// How the content a record is read with relates to the release its course names.
public enum ReleaseStanding: Sendable, Equatable {
    /// It is what the course names and what is in force, or there is no course.
    case current
    /// The course names this signed release, and another one is in force now.
    case pinned
    /// The start names no release: it runs under the one in force.
    case unnamed
    /// The course names a release that this journal cannot give any more; it runs under the one in force.
    case notOnFile(String)
}
