import Clinical
import Identity
import JSONText
import Journal
public import Practice

/// What administrators do with accounts.
extension AccountService {
    /// Gives and takes roles and sites. Takes effect with the person's next request.
    ///
    /// Nobody adds roles or sites to their own account while another administrator is there to do it. The only one may,
    /// as in the first days of a practice; such roles are marked (``Practice/Person/selfGiven``) until another
    /// administrator sets the roles of that account.
    public func setRoles(
        _ id: String, roles: Set<Role>, sites: Set<String>, by viewer: Viewer
    ) async throws(AccountError) {
        guard let person = directory.person(id) else { throw .noSuchPerson }
        guard !roles.isEmpty else { throw .field(name: "roles", line: "Choose at least one role.") }
        guard !sites.isEmpty else { throw .field(name: "sites", line: "Choose at least one site.") }
        if !RoleTable.may(roles, .managePeople) { try keepsAnAdministrator(without: person) }
        let isOwn = id == viewer.person.id
        if isOwn, hasOtherAdministrator(than: id) {
            if let role = roles.subtracting(person.roles).sorted().first {
                throw .field(
                    name: "roles",
                    line:
                        "Nobody gives roles to themselves: another administrator must make you \(role.title.lowercased())."
                )
            }
            guard sites.isSubset(of: person.sites) else {
                throw .field(name: "sites", line: "Another administrator must add you to a site.")
            }
        }
        try await directory.change(id, by: viewer.person.id) { person in
            let own = isOwn ? person.selfGiven.union(roles.subtracting(person.roles)).intersection(roles) : []
            let offer = AccountService.offer(person.email, name: person.name, roles: roles, sites: sites)
            let mark = JSON.Member("selfGiven", .array(own.sorted().map { .string($0.rawValue) }))
            return [
                Ledger.Change(
                    type: PersonEvent.rolesChanged.rawValue,
                    body: own.isEmpty ? offer : .object((offer.members ?? []) + [mark]))
            ]
        }
    }

    /// Whether somebody else can manage people now, so that nobody needs to give roles to themselves.
    public func hasOtherAdministrator(than id: String) -> Bool {
        directory.everybody.contains { $0.id != id && $0.may(.managePeople) }
    }

    /// Ends every session at once and refuses new ones.
    public func deactivate(_ id: String, by viewer: Viewer) async throws(AccountError) {
        guard let person = directory.person(id) else { throw .noSuchPerson }
        try keepsAnAdministrator(without: person)
        try await directory.change(id, by: viewer.person.id) { _ in
            [Ledger.Change(type: PersonEvent.deactivated.rawValue, body: [:])]
        }
    }

    public func reactivate(_ id: String, by viewer: Viewer) async throws(AccountError) {
        guard directory.person(id) != nil else { throw .noSuchPerson }
        try await directory.change(id, by: viewer.person.id) { _ in
            [Ledger.Change(type: PersonEvent.reactivated.rawValue, body: [:])]
        }
    }

    /// Takes the second factor off the account of somebody who lost device and codes; they set up a new one.
    public func resetSecondFactor(_ id: String, by viewer: Viewer) async throws(AccountError) {
        guard directory.person(id) != nil else { throw .noSuchPerson }
        guard id != viewer.person.id else { throw .notAllowed("somebody else must reset your second factor") }
        try await directory.change(id, by: viewer.person.id) { _ in
            [
                Ledger.Change(type: PersonEvent.factorRemoved.rawValue, body: [:]),
                Ledger.Change(type: PersonEvent.signedOutEverywhere.rawValue, body: [:]),
            ]
        }
    }

    private func keepsAnAdministrator(without person: Person) throws(AccountError) {
        guard person.may(.managePeople) else { return }
        guard hasOtherAdministrator(than: person.id) else { throw .lastAdministrator }
    }

    /// Puts a ready account in, for the demo practice and for tests: no invitation, password as hashed.
    public func addReady(
        email: String, name: String, roles: Set<Role>, sites: Set<String>, passwordHash: String
    ) async throws(AccountError) -> Person {
        let id = world.newID()
        let email = try Self.checked(email)
        try await claim(email, for: id)
        let offer = Self.offer(email, name: name, roles: roles, sites: sites)
        return try await directory.change(id, by: Self.machine) { _ in
            [
                Ledger.Change(type: PersonEvent.invited.rawValue, body: offer),
                Ledger.Change(
                    type: PersonEvent.joined.rawValue,
                    body: ["name": .string(name), "password": .string(passwordHash)]),
            ]
        }
    }

    /// A session without a sign-in, for the demo practice's one-tap buttons and for tests.
    public func openReady(_ person: Person, shared: Bool = false) async throws(AccountError) -> String {
        try await open(person, shared: shared, factor: person.hasSecondFactor).text
    }

    /// Signs in somebody the practice's own directory vouches for.
    ///
    /// - Parameter identity: `issuer subject`, stable over changes of email and name.
    public func signIn(directoryIdentity identity: String, email: String) async throws(AccountError) -> String {
        if journal.isShared { try await directory.refresh() }
        guard let person = directory.person(directoryIdentity: identity) ?? directory.person(email: email),
            person.standing != .deactivated, person.directoryIdentity.isEmpty || person.directoryIdentity == identity
        else { throw .wrongSignIn }
        var now = person
        if person.directoryIdentity.isEmpty {
            // The first time the email links the two; after that only the identity counts.
            now = try await directory.change(person.id, by: person.id) { person in
                var changes = [
                    Ledger.Change(type: PersonEvent.directoryLinked.rawValue, body: ["identity": .string(identity)])
                ]
                if person.standing == .invited {
                    changes.append(
                        Ledger.Change(
                            type: PersonEvent.joined.rawValue,
                            body: ["name": .string(person.name), "password": .string("")]))
                }
                return changes
            }
        }
        // The directory may or may not have asked for a second factor: ours is asked for before anything is signed.
        return try await open(now, shared: false, factor: false).text
    }
}
