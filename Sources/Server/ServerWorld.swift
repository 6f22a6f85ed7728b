public import Course
public import Service

/// What the pages are made from.
public struct ServerWorld: Sendable {
    public var protocols: Protocols
    /// The running practice; without one only the reference is served.
    public var practice: PracticeService?

    /// Accounts, who may open what, and the audit; needed with a practice.
    public var access: AccessWorld?

    /// The site's content release: what is open in it, who signed it.
    public var signing: SigningService?

    public init(
        protocols: Protocols, practice: PracticeService? = nil, access: AccessWorld? = nil,
        signing: SigningService? = nil
    ) {
        self.signing = signing
        self.access = access
        self.protocols = protocols
        self.practice = practice
    }
}
