public import Clinical
public import Course
public import Identity
public import Journal
public import Practice

/// A whole practice, put together once: record, accounts, care teams, audit, sites.
public struct House: Sendable {
    /// Kinds of streams that are encrypted at rest: everything that holds what people wrote or a secret. The audit
    /// holds ids and routes only.
    public static let sealedKinds: Set<String> = ["patient", "access", "person", "site", "contacts", "secret"]

    public let journal: any Journal
    public let practice: PracticeService
    public let accounts: AccountService
    public let patients: PatientAccessService
    public let audit: AuditLog
    public let sites: SiteDirectory
    /// Whom the night team calls.
    public let contacts: ContactBook
    /// The home site's content release; `nil` where there is no content folder, as in tests.
    public let signing: SigningService?

    /// Reads everything lists need; ready to serve when it returns.
    ///
    /// - Parameters:
    ///   - journal: Sealed for anything but tests and demonstrations.
    ///   - home: The site patients belong to when nobody says otherwise. What it signed takes the place of its choices.
    ///   - files: Reads the content folder; with it, what the site signed is in force.
    ///   - startsUnsigned: For the demo practice: courses may be started before the content is signed.
    /// - Throws: ``AccountError`` or ``RecordError``.
    public static func open(
        protocols: Protocols, home: Site, journal: any Journal, world: World = .live,
        cost: PasswordCost = .standard, rules: SessionRules = SessionRules(),
        files: (@Sendable () throws(FolderError) -> [ContentFile])? = nil, startsUnsigned: Bool = false
    ) async throws -> House {
        let hasher = try PasswordHasher(cost: cost)
        let accounts = try await AccountService(journal: journal, world: world, hasher: hasher, rules: rules)
        let directory = accounts.directory
        var signing: SigningService?
        var releases: ReleaseShelf?
        if let files {
            let service = try await SigningService(site: home.id, journal: journal, world: world, files: files)
            releases = ReleaseShelf(
                signing: service, zone: try PracticeService.zone(of: home), unsignedChoices: home.choices,
                startsUnsigned: startsUnsigned)
            signing = service
        }
        let practice = try await PracticeService(
            protocols: protocols, site: home, journal: journal, world: world, names: { directory.name($0) },
            releases: releases)
        let audit = AuditLog(journal: journal, world: world)
        try await audit.catchUp()
        return House(
            journal: journal, practice: practice, accounts: accounts,
            patients: try await PatientAccessService(
                accounts: accounts, home: home.id, secret: try await linkSecret(journal, world)),
            audit: audit, sites: try await SiteDirectory(journal: journal, world: world, home: home),
            contacts: ContactBook(journal: journal, world: world), signing: signing)
    }

    /// What links are signed with: made once, sealed, the same on all nodes.
    private static func linkSecret(_ journal: any Journal, _ world: World) async throws(JournalError) -> Secret {
        let stream = try StreamID(kind: "secret", id: "links")
        for _ in 0..<2 {
            if let kept = try await journal.read(stream, after: 0).first {
                return Secret(Base64URL.decode(String(decoding: kept.body, as: UTF8.self)) ?? [])
            }
            let now = world.now().milliseconds
            let made = Base64URL.encode(RandomSource.system.bytes(32))
            do throws(JournalError) {
                _ = try await journal.append(
                    Append(
                        stream: stream, expectedVersion: 0,
                        events: [
                            NewEvent(
                                id: world.newID(), type: "secret-made", occurredAt: now, author: "stepwell", site: "",
                                body: Array(made.utf8))
                        ], summaryWakeAt: nil, summaryBody: [], recordedAt: now))
            } catch {
                // Another node was first: read what it made.
                guard case .conflict = error else { throw error }
            }
        }
        throw .storage(code: "damaged", message: "the secret of links can be neither made nor read")
    }

    /// Destroys the keys of a patient's record and of who opened it: nobody can read them again, on any node.
    ///
    /// Events and hashes stay, so that the chain still verifies. Backups made before still hold the keys.
    public func erase(patient id: String) async throws(JournalError) {
        _ = try await Self.eraseKeys(of: id, in: journal)
        practice.forget(id)
        patients.forget(id)
    }

    /// Destroys the keys of a patient's streams in a journal no server has open.
    ///
    /// - Returns: Whether there was such a patient.
    public static func eraseKeys(of patient: String, in journal: any Journal) async throws(JournalError) -> Bool {
        let found = try await journal.destroyKey(of: try StreamID(kind: "patient", id: patient))
        _ = try await journal.destroyKey(of: try StreamID(kind: "access", id: patient))
        return found
    }

    public func close() async {
        await audit.close()
        await practice.close()
    }
}
