import Clinical
public import Course
public import Identity
public import Journal
public import Practice

/// A whole practice, put together once: record, accounts, care teams, audit, sites.
public struct House: Sendable {
    /// Kinds of streams that are encrypted at rest: everything that holds what people wrote or a secret. The audit
    /// holds ids and routes only.
    public static let sealedKinds: Set<String> = ["patient", "access", "person", "site"]

    public let journal: any Journal
    public let practice: PracticeService
    public let accounts: AccountService
    public let patients: PatientAccessService
    public let audit: AuditLog
    public let sites: SiteDirectory

    /// Reads everything lists need; ready to serve when it returns.
    ///
    /// - Parameters:
    ///   - journal: Sealed for anything but tests and demonstrations.
    ///   - home: The site patients belong to when nobody says otherwise.
    /// - Throws: ``AccountError`` or ``RecordError``.
    public static func open(
        protocols: Protocols, home: Site, journal: any Journal, world: World = .live,
        cost: PasswordCost = .standard, rules: SessionRules = SessionRules()
    ) async throws -> House {
        let hasher = try PasswordHasher(cost: cost)
        let accounts = try await AccountService(journal: journal, world: world, hasher: hasher, rules: rules)
        let directory = accounts.directory
        let practice = try await PracticeService(
            protocols: protocols, site: home, journal: journal, world: world, names: { directory.name($0) })
        return House(
            journal: journal, practice: practice, accounts: accounts,
            patients: try await PatientAccessService(
                accounts: accounts, home: home.id, secret: try await linkSecret(journal, world)),
            audit: AuditLog(journal: journal, world: world),
            sites: try await SiteDirectory(journal: journal, world: world, home: home))
    }

    /// What links are signed with: made once, the same on all nodes. Links end when it is lost, nothing else does.
    private static func linkSecret(_ journal: any Journal, _ world: World) async throws(JournalError) -> Secret {
        let key = "secret/links"
        let now = world.now().milliseconds
        _ = try await journal.putNew(key, RandomSource.system.bytes(32), until: .max, at: now)
        return Secret(try await journal.get(key, at: now) ?? RandomSource.system.bytes(32))
    }

    /// Destroys the keys of a patient's record and of who opened it: nobody can read them again, on any node.
    ///
    /// Events and hashes stay, so that the chain still verifies. Backups made before still hold the keys.
    public func erase(patient id: String) async throws(JournalError) {
        for kind in ["patient", "access"] {
            _ = try await journal.destroyKey(of: try StreamID(kind: kind, id: id))
        }
        practice.forget(id)
    }

    public func close() async { await practice.close() }
}
