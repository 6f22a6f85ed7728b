import Clinical
import JSONText
public import Journal
public import Practice
import Synchronization

/// The places of the practice: the home site and those opened later, kept in `site/ID` streams.
public final class SiteDirectory: Sendable {
    /// The site a new patient belongs to when nobody says otherwise.
    public let home: Site
    private let ledger: Ledger
    private let opened = Mutex<[String: Site]>([:])
    static let kind = "site"
    static let openedType = "site-opened"

    public init(journal: any Journal, world: World, home: Site) async throws(AccountError) {
        self.home = home
        ledger = Ledger(journal: journal, world: world)
        try await refresh()
    }

    /// The home site first, then by name.
    public var all: [Site] {
        let others = opened.withLock { Array($0.values) }.filter { $0.id != home.id }
        return [home] + others.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    public func name(_ id: String) -> String { all.first { $0.id == id }?.name ?? id }

    /// Reads all sites again; there are few.
    public func refresh() async throws(AccountError) {
        do throws(JournalError) {
            for summary in try await ledger.journal.summaries(kind: Self.kind) {
                guard let site = try await read(summary.stream) else { continue }
                opened.withLock { $0[site.id] = site }
            }
        } catch {
            throw AccountError(error)
        }
    }

    private func read(_ stream: StreamID) async throws(JournalError) -> Site? {
        for event in try await ledger.journal.read(stream, after: 0) where event.type == Self.openedType {
            guard let body = try? JSON.parse(event.body), let name = body["name"]?.string,
                let zone = body["zone"]?.string
            else { continue }
            return Site(id: stream.id, name: name, zoneID: zone)
        }
        return nil
    }

    /// Opens one more site.
    ///
    /// - Parameter id: Lower-case letters, digits and dashes, 1 to 40.
    public func open(id: String, name: String, zoneID: String, by viewer: Viewer) async throws(AccountError) {
        let letters = id.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        guard letters, (1...40).contains(id.utf8.count), all.allSatisfy({ $0.id != id }) else {
            throw .field(
                name: "id", line: "Choose a short name that no site has yet: small letters, digits and dashes.")
        }
        let name = name.trimmingSpaces
        try AccountError.check(name, "name")
        guard (1...120).contains(name.utf8.count) else { throw .field(name: "name", line: "Write the site's name.") }
        guard Zones.zone(zoneID) != nil else {
            throw .field(name: "zone", line: "Write a time zone such as America/Chicago.")
        }
        let body: JSON = ["name": .string(name), "zone": .string(zoneID)]
        do throws(JournalError) {
            let stream = try StreamID(kind: Self.kind, id: id)
            let now = ledger.world.now().milliseconds
            // Somebody may have signed content for the site before it was opened here: append after whatever is there.
            let version = try await ledger.journal.version(of: stream)
            let summary = try await ledger.journal.summary(of: stream)?.body ?? []
            _ = try await ledger.journal.append(
                Append(
                    stream: stream, expectedVersion: version,
                    events: [
                        NewEvent(
                            id: ledger.world.newID(), type: Self.openedType, occurredAt: now,
                            author: viewer.person.id, site: id, body: body.canonicalBytes())
                    ], summaryWakeAt: nil, summaryBody: summary, recordedAt: now))
        } catch {
            throw AccountError(error)
        }
        opened.withLock { $0[id] = Site(id: id, name: name, zoneID: zoneID) }
    }
}
