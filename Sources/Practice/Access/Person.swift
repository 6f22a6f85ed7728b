public import Clinical
public import JSONText

/// Somebody with an account, folded from the events of `person/ID`.
public struct Person: Sendable, Equatable {
    /// Where an account stands.
    public enum Standing: String, Sendable {
        /// The invitation is open.
        case invited
        case active
        case deactivated
    }

    public let id: String
    /// Lower case; what the person signs in with.
    public var email: String
    public var name: String
    public var roles: Set<Role>
    /// Site ids.
    public var sites: Set<String>
    public var standing: Standing
    /// As the password hasher wrote it; empty while there is none.
    public var passwordHash: String
    /// Empty while there is none.
    public var pinHash: String
    /// The second factor's secret, Base32; empty while there is none.
    public var factorSecret: String
    /// What is kept of the recovery codes that were not used yet, as text; empty while there are none.
    public var recovery: String
    /// Sessions made before this moment are over.
    public var sessionsFrom: Instant
    /// Roles the person gave to themselves, while nobody else could, that no other administrator has confirmed yet.
    public var selfGiven: Set<Role>
    /// `issuer subject` of the practice's own directory.
    public var directoryIdentity: String

    public init(id: String) {
        self.id = id
        email = ""
        name = ""
        roles = []
        sites = []
        standing = .invited
        passwordHash = ""
        pinHash = ""
        factorSecret = ""
        recovery = ""
        sessionsFrom = Instant(milliseconds: 0)
        selfGiven = []
        directoryIdentity = ""
    }

    public var hasSecondFactor: Bool { !factorSecret.isEmpty }
    public var needsSecondFactor: Bool { roles.contains { $0.needsSecondFactor } }
    public func may(_ deed: Deed) -> Bool { standing == .active && RoleTable.may(roles, deed) }
    /// As lists show it.
    public var shownName: String { name.isEmpty ? email : name }
}

/// What can happen to an account.
public enum PersonEvent: String, Sendable, CaseIterable {
    case invited = "person-invited"
    case joined = "person-joined"
    case passwordChanged = "person-password-changed"
    /// The same password, hashed at what hashes cost now: sessions go on.
    case passwordRehashed = "person-password-rehashed"
    case pinSet = "person-pin-set"
    case factorSet = "person-second-factor-set"
    case factorRemoved = "person-second-factor-removed"
    case recoveryUsed = "person-recovery-code-used"
    case rolesChanged = "person-roles-changed"
    case signedOutEverywhere = "person-signed-out-everywhere"
    case deactivated = "person-deactivated"
    case reactivated = "person-reactivated"
    case directoryLinked = "person-directory-linked"
}

extension Person {
    /// The account after one more event. Unknown events and fields change nothing.
    public func applying(_ type: String, _ body: JSON, at: Instant) -> Person {
        guard let event = PersonEvent(rawValue: type) else { return self }
        var person = self
        func text(_ key: String) -> String? { body[key]?.string }
        switch event {
        case .invited, .rolesChanged:
            person.take(body)
        case .joined:
            person.standing = .active
            person.name = text("name") ?? person.name
            person.passwordHash = text("password") ?? ""
        case .passwordChanged:
            person.passwordHash = text("password") ?? person.passwordHash
            person.sessionsFrom = at
        case .passwordRehashed: person.passwordHash = text("password") ?? person.passwordHash
        case .pinSet: person.pinHash = text("pin") ?? ""
        case .factorSet:
            person.factorSecret = text("secret") ?? ""
            person.recovery = text("recovery") ?? ""
        case .factorRemoved:
            person.factorSecret = ""
            person.recovery = ""
        case .recoveryUsed: person.recovery = text("left") ?? ""
        case .signedOutEverywhere: person.sessionsFrom = at
        case .deactivated:
            person.standing = .deactivated
            person.sessionsFrom = at
        case .reactivated:
            let canSignIn = !person.passwordHash.isEmpty || !person.directoryIdentity.isEmpty
            person.standing = canSignIn ? .active : .invited
        case .directoryLinked: person.directoryIdentity = text("identity") ?? ""
        }
        return person
    }

    private mutating func take(_ body: JSON) {
        email = body["email"]?.string ?? email
        name = body["name"]?.string ?? name
        if let given = body["roles"]?.array {
            roles = Set(given.compactMap { $0.string.flatMap(Role.init(rawValue:)) })
        }
        if let given = body["sites"]?.array { sites = Set(given.compactMap(\.string)) }
        // Whoever sets the roles without giving any to themselves confirms the others.
        selfGiven = Set(body["selfGiven"]?.array?.compactMap { $0.string.flatMap(Role.init(rawValue:)) } ?? [])
            .intersection(roles)
    }
}
