public import Course
public import Service

/// What the pages are made from.
public struct ServerWorld: Sendable {
    public var protocols: Protocols
    /// The running practice; without one only the reference is served.
    public var practice: PracticeService?

    public init(protocols: Protocols, practice: PracticeService? = nil) {
        self.protocols = protocols
        self.practice = practice
    }
}
