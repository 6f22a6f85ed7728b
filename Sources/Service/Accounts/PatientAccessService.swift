public import Clinical
public import Identity
import JSONText
import Journal
public import Practice
import Synchronization

/// Who may open which record: care teams, broken glass, links. Kept in `access/PATIENT` streams.
public final class PatientAccessService: Sendable {
    private struct State {
        var access: [String: PatientAccess] = [:]
        var mark: Int64 = 0
    }

    /// The site of patients whose care team nobody set.
    public let home: String
    let ledger: Ledger
    let accounts: AccountService
    let links: LinkSigner
    private let state = Mutex(State())
    static let kind = "access"

    /// - Parameter secret: Signs links; at least 32 random bytes.
    public init(accounts: AccountService, home: String, secret: Secret) async throws(AccountError) {
        self.home = home
        self.accounts = accounts
        ledger = Ledger(journal: accounts.journal, world: accounts.world)
        do throws(IdentityError) {
            links = try LinkSigner(secret: secret)
        } catch {
            throw AccountError(error)
        }
        try await refresh()
    }

    /// Reads what other nodes changed; on a journal nobody shares only the first time.
    public func refresh() async throws(AccountError) {
        var more = true
        while more {
            let mark = state.withLock { $0.mark }
            guard mark == 0 || ledger.journal.isShared else { return }
            do throws(JournalError) {
                let changes = try await ledger.journal.changes(kind: Self.kind, after: mark, limit: 500)
                for summary in changes.summaries {
                    let read = (try? JSON.parse(summary.body)).flatMap { PatientAccess(json: $0) }
                    state.withLock { $0.access[summary.stream.id] = read }
                }
                state.withLock { $0.mark = max($0.mark, changes.mark) }
                more = changes.summaries.count == 500
            } catch {
                throw AccountError(error)
            }
        }
    }

    /// What is known of one patient's access; the default for most.
    public func access(_ patient: String) -> PatientAccess { state.withLock { $0.access[patient] } ?? PatientAccess() }

    /// Whether the person may open the record now.
    public func admits(_ person: Person, to patient: String, now: Instant) -> Bool {
        access(patient).admits(person, home: home, at: now)
    }

    /// Lets go of what is kept of an erased patient.
    func forget(_ patient: String) { state.withLock { $0.access[patient] = nil } }

    /// The sites that look after a patient.
    public func sites(of patient: String) -> Set<String> { access(patient).sites ?? [home] }

    public func setCareTeam(_ patient: String, sites: Set<String>, by viewer: Viewer) async throws(AccountError) {
        guard !sites.isEmpty else { throw .field(name: "sites", line: "Choose at least one site.") }
        try await change(patient, .careTeamSet, ["sites": .array(sites.sorted().map { .string($0) })], by: viewer)
    }

    /// Opens the record for four hours.
    ///
    /// - Parameter reason: Kept sealed beside the record, shown to the medical director.
    public func breakGlass(_ patient: String, reason: String, by viewer: Viewer) async throws(AccountError) {
        let reason = reason.trimmingSpaces
        try AccountError.check(reason, "reason", .many)
        guard reason.utf8.count >= 10, reason.utf8.count <= 2_000 else {
            throw .field(name: "reason", line: "Write why you must open this record now, at least ten letters.")
        }
        let until = accounts.world.now().adding(hours: PatientAccess.glassHours)
        try await change(
            patient, .glassBroken, ["reason": .string(reason), "until": .int(until.milliseconds)], by: viewer)
    }

    /// Every glass that is broken now or was in the last days: for the medical director.
    public func brokenGlass(since: Instant) -> [(patient: String, glass: PatientAccess.BrokenGlass)] {
        state.withLock { state in
            state.access.flatMap { patient, access in access.glass.map { (patient: patient, glass: $0) } }
        }.filter { since <= $0.glass.from }.sorted { $0.glass.from > $1.glass.from }
    }

    @discardableResult
    func change(
        _ patient: String, _ event: AccessEvent, _ body: JSON, by viewer: Viewer
    ) async throws(AccountError) -> PatientAccess {
        try await change(patient, event, body, author: viewer.person.id)
    }

    @discardableResult
    func change(
        _ patient: String, _ event: AccessEvent, _ body: JSON, author: String
    ) async throws(AccountError) -> PatientAccess {
        let stream: StreamID
        do throws(JournalError) {
            stream = try StreamID(kind: Self.kind, id: patient)
        } catch {
            throw .noSuchPerson
        }
        let kept = try await ledger.change(
            stream, from: PatientAccess(), author: author,
            fold: { access, type, body, author, at in access.applying(type, body, author: author, at: at) },
            summary: { $0.json.bytes() },
            decide: { _ in [Ledger.Change(type: event.rawValue, body: body)] })
        state.withLock { $0.access[patient] = kept.value }
        return kept.value
    }
}
