import Clinical
import JSONText
import Journal
public import Practice
import Synchronization

/// Everybody with an account, kept in memory and written to `person/ID`.
public final class Directory: Sendable {
    private struct State {
        var people: [String: Person] = [:]
        var byEmail: [String: String] = [:]
        var mark: Int64 = 0
    }

    let ledger: Ledger
    private let state = Mutex(State())
    static let kind = "person"

    init(ledger: Ledger) async throws(AccountError) {
        self.ledger = ledger
        try await refresh()
    }

    /// Reads what other nodes changed; on a journal nobody shares only the first time.
    func refresh() async throws(AccountError) {
        var more = true
        while more {
            let mark = state.withLock { $0.mark }
            guard mark == 0 || ledger.journal.isShared else { return }
            do throws(JournalError) {
                let changes = try await ledger.journal.changes(kind: Self.kind, after: mark, limit: 500)
                for summary in changes.summaries { keep(summary) }
                state.withLock { $0.mark = max($0.mark, changes.mark) }
                more = changes.summaries.count == 500
            } catch {
                throw AccountError(error)
            }
        }
    }

    private func keep(_ summary: Summary) {
        guard let json = try? JSON.parse(summary.body), let person = Person(id: summary.stream.id, json: json) else {
            return
        }
        keep(person)
    }

    private func keep(_ person: Person) {
        state.withLock { state in
            if let old = state.people[person.id], old.email != person.email { state.byEmail[old.email] = nil }
            state.people[person.id] = person
            state.byEmail[person.email] = person.id
        }
    }

    public func person(_ id: String) -> Person? { state.withLock { $0.people[id] } }

    public func person(email: String) -> Person? {
        state.withLock { state in state.byEmail[Self.plain(email)].flatMap { state.people[$0] } }
    }

    func person(directoryIdentity: String) -> Person? {
        state.withLock { $0.people.values.first { $0.directoryIdentity == directoryIdentity } }
    }

    /// By name.
    public var everybody: [Person] {
        state.withLock { Array($0.people.values) }.sorted { ($0.shownName, $0.id) < ($1.shownName, $1.id) }
    }

    /// What pages show for an author; the id itself for one that is no person.
    public func name(_ id: String) -> String { person(id)?.shownName ?? id }

    /// One spelling for each email address.
    static func plain(_ email: String) -> String { email.lowercased() }

    /// Writes what `decide` gives for the person as they are now.
    @discardableResult
    func change(
        _ id: String, by author: String, decide: (Person) throws(AccountError) -> [Ledger.Change]
    ) async throws(AccountError) -> Person {
        let stream: StreamID
        do throws(JournalError) {
            stream = try StreamID(kind: Self.kind, id: id)
        } catch {
            throw .noSuchPerson
        }
        let kept = try await ledger.change(
            stream, from: Person(id: id), author: author,
            fold: { person, type, body, _, at in person.applying(type, body, at: at) },
            summary: { $0.json.bytes() }, decide: decide)
        keep(kept.value)
        return kept.value
    }
}
