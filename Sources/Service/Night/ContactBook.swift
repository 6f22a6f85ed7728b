public import Clinical
import JSONText
public import Journal
public import Practice

/// Whom to call at each site, kept in `contacts/SITE` streams. Read from the journal each time, so that every node
/// shows the newest numbers.
public struct ContactBook: Sendable {
    /// Contacts as they stand.
    public struct Page: Sendable {
        public var contacts = SiteContacts()
        /// When they were last looked through; `nil` when never.
        public var confirmedAt: Instant?

        public init(contacts: SiteContacts = SiteContacts(), confirmedAt: Instant? = nil) {
            self.contacts = contacts
            self.confirmedAt = confirmedAt
        }
    }

    let ledger: Ledger
    static let kind = "contacts"
    static let setType = "contacts-set"

    public init(journal: any Journal, world: World) { ledger = Ledger(journal: journal, world: world) }

    public func page(of site: String) async throws(AccountError) -> Page {
        do throws(JournalError) {
            return try await ledger.read(try StreamID(kind: Self.kind, id: site), from: Page()) { page, event, body in
                Self.fold(page, event.type, body, Instant(milliseconds: event.occurredAt))
            }.value
        } catch {
            throw AccountError(error)
        }
    }

    private static func fold(_ page: Page, _ type: String, _ body: JSON, _ at: Instant) -> Page {
        type == setType ? Page(contacts: SiteContacts(json: body), confirmedAt: at) : page
    }

    /// Replaces a site's contacts; what stood before stays in the journal.
    ///
    /// - Throws: ``AccountError/field(name:line:)`` naming the field of the form: `ROLE-name`, `ROLE-phone`,
    ///   `stock-N-place`, `stock-N-doses` or `directions`.
    public func set(_ contacts: SiteContacts, of site: String, by viewer: Viewer) async throws(AccountError) {
        try await set(contacts, of: site, author: viewer.person.id)
    }

    func set(_ contacts: SiteContacts, of site: String, author: String) async throws(AccountError) {
        try Self.check(contacts)
        let stream: StreamID
        do throws(JournalError) { stream = try StreamID(kind: Self.kind, id: site) } catch { throw AccountError(error) }
        _ = try await ledger.change(
            stream, from: Page(), author: author, site: site,
            fold: { page, type, body, _, at in Self.fold(page, type, body, at) }, summary: { _ in [] }
        ) { _ in [Ledger.Change(type: Self.setType, body: contacts.json)] }
    }

    private static func check(_ contacts: SiteContacts) throws(AccountError) {
        for (role, contact) in contacts.ladder {
            guard (1...120).contains(contact.name.utf8.count) else {
                throw .field(name: "\(role.rawValue)-name", line: "Write who answers, at most 120 letters.")
            }
            guard SiteContacts.dialed(contact.phone) != nil else {
                throw .field(
                    name: "\(role.rawValue)-phone", line: "Write a number that can be dialed, such as +1 312 555 0100.")
            }
        }
        for (index, stock) in contacts.stocks.enumerated() {
            guard (1...120).contains(stock.place.utf8.count) else {
                throw .field(name: "stock-\(index)-place", line: "Write where it is kept, at most 120 letters.")
            }
            guard (0...500).contains(stock.doses) else {
                throw .field(name: "stock-\(index)-doses", line: "Write how many doses are there: 0 to 500.")
            }
        }
        guard contacts.directions.utf8.count <= 1_000 else {
            throw .field(name: "directions", line: "At most 1000 letters.")
        }
    }
}
