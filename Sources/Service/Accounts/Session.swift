public import Clinical
import JSONText
public import Practice

/// Somebody's way in: a random token in a cookie, of which only the hash is kept.
public struct Session: Sendable, Equatable {
    public let person: String
    public let made: Instant
    /// Last use, to the minute.
    public var seen: Instant
    /// On a workstation that several people use: ends sooner, and a PIN opens it again.
    public let shared: Bool
    /// Whether a second factor was shown.
    public let factor: Bool

    init(person: String, made: Instant, shared: Bool, factor: Bool) {
        self.person = person
        self.made = made
        seen = made
        self.shared = shared
        self.factor = factor
    }

    var bytes: [UInt8] {
        JSON.object([
            JSON.Member("person", .string(person)), JSON.Member("made", .int(made.milliseconds)),
            JSON.Member("seen", .int(seen.milliseconds)), JSON.Member("shared", .bool(shared)),
            JSON.Member("factor", .bool(factor)),
        ]).bytes()
    }

    init?(bytes: [UInt8]) {
        guard let json = try? JSON.parse(bytes), let person = json["person"]?.string,
            let made = json["made"]?.numberText.flatMap({ Int64($0) }),
            let seen = json["seen"]?.numberText.flatMap({ Int64($0) })
        else { return nil }
        self.person = person
        self.made = Instant(milliseconds: made)
        self.seen = Instant(milliseconds: seen)
        shared = json["shared"]?.bool ?? false
        factor = json["factor"]?.bool ?? false
    }
}

/// How long sessions last.
public struct SessionRules: Sendable {
    /// Minutes without use after which a session ends (or, on a shared workstation, asks for the PIN).
    public var idleMinutes: Int
    public var sharedIdleMinutes: Int
    /// Hours after which a session ends in any case.
    public var hours: Int
    public var sharedHours: Int
    /// So many wrong PINs end the session.
    public var wrongPINs: Int

    public init(
        idleMinutes: Int = 30, sharedIdleMinutes: Int = 5, hours: Int = 12, sharedHours: Int = 10, wrongPINs: Int = 3
    ) {
        self.idleMinutes = idleMinutes
        self.sharedIdleMinutes = sharedIdleMinutes
        self.hours = hours
        self.sharedHours = sharedHours
        self.wrongPINs = wrongPINs
    }

    func end(of session: Session) -> Instant {
        session.made.adding(hours: session.shared ? sharedHours : hours)
    }

    func isIdle(_ session: Session, now: Instant) -> Bool {
        let minutes = session.shared ? sharedIdleMinutes : idleMinutes
        return now.milliseconds - session.seen.milliseconds >= Int64(minutes) * 60_000
    }
}

/// Somebody who is signed in, as pages and commands see them.
public struct Viewer: Sendable {
    public let person: Person
    public let session: Session
    /// The session's name at rest; never the token.
    public let key: String
    /// Forms carry it back; made from the token, so another site cannot know it.
    public let formToken: String

    /// Whether they may do something right now: their roles allow it, and a needed second factor was shown.
    public func may(_ deed: Deed) -> Bool { person.may(deed) }
}

/// What a token opens.
public enum SessionState: Sendable {
    case none
    case active(Viewer)
    /// A shared workstation left alone: the PIN opens it again.
    case locked(Viewer)
}
