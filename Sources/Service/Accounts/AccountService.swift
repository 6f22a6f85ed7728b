import Clinical
public import Identity
import JSONText
public import Journal
import Practice

/// Accounts of a practice: invitations, sign-in, sessions, second factors, roles.
///
/// Nothing here knows medicine. People lie in `person/ID` streams (sealed), sessions and one-time links on the shelf.
public final class AccountService: Sendable {
    public let directory: Directory
    public let rules: SessionRules
    let journal: any Journal
    let world: World
    let hasher: PasswordHasher
    let sessions: Sessions
    let attempts: Attempts
    /// Author of what happens before there is anybody.
    static let machine = "stepwell"
    /// How long invitations and password links are good for.
    static let invitationHours = 72

    public init(
        journal: any Journal, world: World = .live, hasher: PasswordHasher, rules: SessionRules = SessionRules()
    ) async throws(AccountError) {
        self.journal = journal
        self.world = world
        self.hasher = hasher
        self.rules = rules
        directory = try await Directory(ledger: Ledger(journal: journal, world: world))
        sessions = Sessions(journal: journal, directory: directory, rules: rules)
        attempts = Attempts()
    }

    /// Whether several nodes share the journal, so that what is kept in memory may be behind.
    public var isShared: Bool { journal.isShared }

    /// Whether nobody can manage people yet: the practice is new.
    public var needsFirstAdministrator: Bool {
        !directory.everybody.contains { $0.standing == .active && $0.may(.managePeople) }
    }

    // MARK: Sessions

    /// What a cookie or bearer token opens.
    public func state(of text: String, touch: Bool = true) async throws(AccountError) -> SessionState {
        guard let token = Token(text) else { return .none }
        return try await sessions.state(token, now: world.now(), touch: touch)
    }

    /// Whom a bearer token opens, when memory alone can tell; `nil` sends the caller to ``state(of:touch:)``.
    public func known(_ text: String) -> Viewer? {
        Token(text).flatMap { sessions.known($0, now: world.now()) }
    }

    /// A new session for somebody who has shown who they are; the token is given out once.
    func open(_ person: Person, shared: Bool, factor: Bool) async throws(AccountError) -> Token {
        let token = Token.random()
        try await sessions.make(
            Session(person: person.id, made: world.now(), shared: shared, factor: factor), token: token)
        return token
    }

    public func signOut(_ viewer: Viewer) async throws(AccountError) { try await sessions.end(viewer.key) }

    /// Ends every session of the person, on every device and node.
    public func signOutEverywhere(_ viewer: Viewer) async throws(AccountError) {
        try await directory.change(viewer.person.id, by: viewer.person.id) { _ in
            [Ledger.Change(type: PersonEvent.signedOutEverywhere.rawValue, body: [:])]
        }
        try await sessions.end(viewer.key)
    }

    /// Opens a locked session of a shared workstation again.
    ///
    /// - Throws: ``AccountError/pin(_:)``; after too many wrong ones the session is over and ``AccountError/linkOver``.
    public func unlock(_ viewer: Viewer, pin: String) async throws(AccountError) {
        let attempt = try await nextPINTry(viewer)
        guard try await verify(pin, viewer.person.pinHash) else {
            guard attempt < rules.wrongPINs else {
                try await sessions.end(viewer.key)
                throw .linkOver
            }
            throw .pin("This PIN does not fit. \(rules.wrongPINs - attempt) more tries, then sign in again.")
        }
        var session = viewer.session
        session.seen = world.now()
        try await sessions.save(session, key: viewer.key)
        do throws(JournalError) {
            try await journal.removeAll(prefix: "pin-try/\(viewer.key)/")
        } catch {
            throw AccountError(error)
        }
    }

    /// Counted before the PIN is looked at, so that many at once are not more tries than one after the other.
    private func nextPINTry(_ viewer: Viewer) async throws(AccountError) -> Int {
        let now = world.now()
        for attempt in 1...max(1, rules.wrongPINs) {
            do throws(JournalError) {
                let mine = try await journal.putNew(
                    "pin-try/\(viewer.key)/\(attempt)", [1], until: rules.end(of: viewer.session).milliseconds,
                    at: now.milliseconds)
                if mine { return attempt }
            } catch {
                throw AccountError(error)
            }
        }
        try await sessions.end(viewer.key)
        throw .linkOver
    }

    // MARK: Passwords

    func hash(_ password: String) async throws(AccountError) -> String {
        do {
            return try await hasher.hash(password)
        } catch {
            throw AccountError(error)
        }
    }

    func verify(_ password: String, _ hash: String) async throws(AccountError) -> Bool {
        do {
            return try await hasher.verify(password, against: hash)
        } catch {
            throw AccountError(error)
        }
    }

    func check(_ password: String, for person: Person) throws(AccountError) {
        if let fault = PasswordRules().fault(in: password, near: [person.email, person.name]) {
            throw .password(fault.reason)
        }
    }

    /// Changes one's own password; every other session ends, and this one with them.
    public func changePassword(_ viewer: Viewer, old: String, new: String) async throws(AccountError) {
        let limit = try limited("password", viewer)
        guard try await verify(old, viewer.person.passwordHash) else { throw .wrongSignIn }
        attempts.succeeded(limit, now: world.now())
        try check(new, for: viewer.person)
        let hash = try await hash(new)
        try await directory.change(viewer.person.id, by: viewer.person.id) { _ in
            [Ledger.Change(type: PersonEvent.passwordChanged.rawValue, body: ["password": .string(hash)])]
        }
    }

    public func setPIN(_ viewer: Viewer, _ pin: String) async throws(AccountError) {
        let hash = try await pinHash(pin)
        try await directory.change(viewer.person.id, by: viewer.person.id) { _ in
            [Ledger.Change(type: PersonEvent.pinSet.rawValue, body: ["pin": .string(hash)])]
        }
    }

    /// - Throws: ``AccountError/pin(_:)`` for one that is too easy to guess.
    func pinHash(_ digits: String) async throws(AccountError) -> String {
        let pin: Pin
        do throws(Pin.Fault) {
            pin = try Pin(digits)
        } catch {
            throw .pin(error.reason)
        }
        do throws(IdentityError) {
            return try await hasher.hash(pin)
        } catch {
            throw AccountError(error)
        }
    }

    /// Removes ended sessions, links and counters.
    public func sweep() async throws(AccountError) {
        do throws(JournalError) {
            try await journal.sweep(at: world.now().milliseconds)
        } catch {
            throw AccountError(error)
        }
    }
}

extension AccountError {
    init(_ error: IdentityError) {
        switch error.code {
        case "identity.busy": self = .busy
        case let code where code.hasPrefix("identity.password"): self = .password(error.description)
        default: self = .journal(code: error.code, message: error.description)
        }
    }
}
