public import Service

/// What the door needs: accounts, who may open which record, and the audit.
public struct AccessWorld: Sendable {
    public let accounts: AccountService
    public let patients: PatientAccessService
    public let audit: AuditLog
    public let sites: SiteDirectory
    public let contacts: ContactBook
    /// Destroys a patient's keys; see ``Service/House/erase(patient:)``.
    public let erase: @Sendable (_ patient: String) async throws -> Void
    /// How the practice is run where roles alone do not say.
    public var policy: AccessPolicy

    /// The door of a whole practice.
    public init(_ house: House, policy: AccessPolicy = AccessPolicy()) {
        self.init(
            accounts: house.accounts, patients: house.patients, audit: house.audit, sites: house.sites,
            contacts: house.contacts,
            erase: { try await house.erase(patient: $0) }, policy: policy)
    }

    public init(
        accounts: AccountService, patients: PatientAccessService, audit: AuditLog, sites: SiteDirectory,
        contacts: ContactBook,
        erase: @escaping @Sendable (_ patient: String) async throws -> Void, policy: AccessPolicy = AccessPolicy()
    ) {
        self.accounts = accounts
        self.patients = patients
        self.audit = audit
        self.sites = sites
        self.contacts = contacts
        self.erase = erase
        self.policy = policy
    }
}

/// Choices of whoever runs the server.
public struct AccessPolicy: Sendable {
    /// People whose roles need a second factor set it up before anything else. Off in the demo practice, where only
    /// signing asks for it.
    public var factorBeforeAnything: Bool
    /// Shown on the sign-in page of the demo practice: one button each.
    public var demoAccounts: [DemoAccount]
    /// The practice's own directory, when it has one.
    public var directory: DirectorySignIn?

    public init(
        factorBeforeAnything: Bool = true, demoAccounts: [DemoAccount] = [], directory: DirectorySignIn? = nil
    ) {
        self.factorBeforeAnything = factorBeforeAnything
        self.demoAccounts = demoAccounts
        self.directory = directory
    }
}
