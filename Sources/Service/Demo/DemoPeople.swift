public import Practice

/// One ready account for each role of the demo practice. Nobody of these is real.
public struct DemoPeople: Sendable {
    /// Of every demo account; the demo practice listens on this computer only and holds synthetic patients only.
    public static let password = "synthetic-heron-47-lantern"

    /// An account and what it may do.
    public struct Account: Sendable {
        public let role: Role
        public let email: String
        public let name: String
    }

    public static let accounts = Role.allCases.map { role in
        Account(role: role, email: "\(role.rawValue)@demo.example", name: "Demo \(role.title.lowercased())")
    }

    /// Numbers nobody answers: they are kept for examples.
    private static let contacts = SiteContacts(
        contacts: [
            .backup: .init(name: "Backup on call (synthetic)", phone: "+1 312 555 0110"),
            .mentor: .init(name: "Mentor on call (synthetic)", phone: "+1 312 555 0120"),
            .hospital: .init(name: "Emergency desk (synthetic)", phone: "+1 312 555 0130"),
            .pharmacy: .init(name: "Night pharmacist (synthetic)", phone: "+1 312 555 0140"),
        ],
        stocks: [.init(place: "hospital pharmacy", doses: 4), .init(place: "clinic refrigerator", doses: 1)],
        directions: "Ambulance bay, ask for the charge nurse; direct admission is agreed.")

    /// Fills an empty practice with the accounts; the password is hashed once for all of them.
    public static func load(into house: House) async throws(AccountError) {
        let hash = try await house.accounts.hash(password)
        for account in accounts {
            _ = try await house.accounts.addReady(
                email: account.email, name: account.name, roles: [account.role], sites: [house.sites.home.id],
                passwordHash: hash)
        }
        try await house.contacts.set(contacts, of: house.sites.home.id, author: "demo")
    }
}
