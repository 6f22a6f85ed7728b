import Clinical
import Identity
import JSONText
import Journal
public import Practice

/// An open invitation, or a link to choose a new password.
public struct Invitation: Sendable {
    public let person: Person
    /// The first administrator of a new practice chooses their own email.
    public var isFirst: Bool { person.email.isEmpty }
}

extension AccountService {
    private static func key(_ token: Token) -> String { "invitation/" + token.hash.hex }

    /// A one-time link for the first administrator; an earlier one is withdrawn.
    ///
    /// - Parameter sites: The sites the administrator belongs to.
    public func firstAdministratorLink(sites: Set<String>) async throws(AccountError) -> String {
        do throws(JournalError) {
            try await journal.removeAll(prefix: "invitation/")
        } catch {
            throw AccountError(error)
        }
        let id = world.newID()
        return try await link(id, body: Self.offer("", name: "", roles: [.administrator], sites: sites))
    }

    /// Invites somebody. The account is there at once, as invited.
    ///
    /// - Returns: The token of the link; given out once.
    public func invite(
        email: String, name: String, roles: Set<Role>, sites: Set<String>, by viewer: Viewer
    ) async throws(AccountError) -> String {
        let email = try Self.checked(email)
        let name = name.trimmingSpaces
        try AccountError.check(name, "name")
        guard name.utf8.count <= 120 else { throw .field(name: "name", line: "Write at most 120 letters.") }
        guard !roles.isEmpty else { throw .field(name: "roles", line: "Choose at least one role.") }
        guard !sites.isEmpty else { throw .field(name: "sites", line: "Choose at least one site.") }
        let id = world.newID()
        try await claim(email, for: id)
        let body = Self.offer(email, name: name, roles: roles, sites: sites)
        try await directory.change(id, by: viewer.person.id) { _ in
            [Ledger.Change(type: PersonEvent.invited.rawValue, body: body)]
        }
        return try await link(id, body: body)
    }

    /// A new link for somebody who lost the first one or forgot the password.
    public func newLink(for id: String) async throws(AccountError) -> String {
        guard let person = directory.person(id), person.standing != .deactivated else { throw .noSuchPerson }
        return try await link(
            id, body: Self.offer(person.email, name: person.name, roles: person.roles, sites: person.sites))
    }

    /// What a link offers, while it is good.
    public func invitation(_ text: String) async throws(AccountError) -> Invitation {
        guard let token = Token(text) else { throw .linkOver }
        return try read(
            await stored { () throws(JournalError) in
                try await journal.get(Self.key(token), at: world.now().milliseconds)
            })
    }

    /// Uses the link: the person chooses a name and a password. Of two who try at once one succeeds.
    public func accept(
        _ text: String, email: String, name: String, password: String
    ) async throws(AccountError) -> Person {
        let open = try await invitation(text)
        guard let token = Token(text) else { throw .linkOver }
        var person = open.person
        if open.isFirst { person.email = try Self.checked(email) }
        let shown = name.trimmingSpaces
        try AccountError.check(shown, "name")
        guard !shown.isEmpty, shown.utf8.count <= 120 else {
            throw .field(name: "name", line: "Write your name, at most 120 letters.")
        }
        person.name = shown
        try check(password, for: person)
        let hash = try await hash(password)
        // Before the link is used up, so that an email somebody has does not cost the link.
        if open.isFirst { try await claim(person.email, for: person.id) }
        guard
            try await stored({ () throws(JournalError) in
                try await journal.take(Self.key(token), at: world.now().milliseconds)
            }) != nil
        else { throw .linkOver }
        let offer = Self.offer(person.email, name: shown, roles: person.roles, sites: person.sites)
        return try await directory.change(person.id, by: person.id) { now in
            var changes: [Ledger.Change] = []
            if now.email.isEmpty { changes.append(Ledger.Change(type: PersonEvent.invited.rawValue, body: offer)) }
            if now.standing == .active {
                changes.append(
                    Ledger.Change(type: PersonEvent.passwordChanged.rawValue, body: ["password": .string(hash)]))
            } else {
                changes.append(
                    Ledger.Change(
                        type: PersonEvent.joined.rawValue, body: ["name": .string(shown), "password": .string(hash)]))
            }
            return changes
        }
    }

    // MARK: Parts

    private func link(_ id: String, body: JSON) async throws(AccountError) -> String {
        let token = Token.random()
        let value = JSON.object([JSON.Member("person", .string(id)), JSON.Member("offer", body)]).bytes()
        let until = world.now().adding(hours: Self.invitationHours).milliseconds
        _ = try await stored { () throws(JournalError) -> [UInt8]? in
            try await journal.put(Self.key(token), value, until: until)
            return nil
        }
        return token.text
    }

    private func read(_ bytes: [UInt8]?) throws(AccountError) -> Invitation {
        guard let bytes, let json = try? JSON.parse(bytes), let id = json["person"]?.string, let offer = json["offer"]
        else { throw .linkOver }
        if let person = directory.person(id) {
            guard person.standing != .deactivated else { throw .linkOver }
            return Invitation(person: person)
        }
        return Invitation(
            person: Person(id: id).applying(PersonEvent.invited.rawValue, offer, at: Instant(milliseconds: 0)))
    }

    private func stored(
        _ step: () async throws(JournalError) -> [UInt8]?
    ) async throws(AccountError) -> [UInt8]? {
        do throws(JournalError) {
            return try await step()
        } catch {
            throw AccountError(error)
        }
    }

    /// One account an email address, even when two people are invited at once on two nodes.
    func claim(_ email: String, for id: String) async throws(AccountError) {
        let taken = AccountError.field(name: "email", line: "Somebody has an account with this email already.")
        guard directory.person(email: email) == nil else { throw taken }
        let key = "email/" + FormToken.digest(email)
        do throws(JournalError) {
            let mine = try await journal.putNew(key, Array(id.utf8), until: .max, at: world.now().milliseconds)
            guard !mine else { return }
        } catch {
            throw AccountError(error)
        }
        throw taken
    }

    static func offer(_ email: String, name: String, roles: Set<Role>, sites: Set<String>) -> JSON {
        [
            "email": .string(email), "name": .string(name),
            "roles": .array(roles.sorted().map { .string($0.rawValue) }),
            "sites": .array(sites.sorted().map { .string($0) }),
        ]
    }

    static func checked(_ email: String) throws(AccountError) -> String {
        let plain = Directory.plain(email.trimmingSpaces)
        try AccountError.check(plain, "email")
        let parts = plain.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), plain.utf8.count <= 200,
            plain.unicodeScalars.allSatisfy({ $0.value > 32 && $0.value != 127 })
        else { throw .field(name: "email", line: "Write an email address, such as name@practice.org.") }
        return plain
    }
}

extension String {
    var trimmingSpaces: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
