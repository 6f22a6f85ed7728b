import Clinical
import Identity
import Journal
import Practice
import Synchronization

/// Makes, finds and ends sessions. They lie on the journal's shelf, so all nodes know them and a restart keeps them.
final class Sessions: Sendable {
    let journal: any Journal
    let directory: Directory
    let rules: SessionRules
    /// Sessions used lately on this node: the shelf is asked only when several nodes share it, or for an unknown one.
    private let kept = Mutex<[String: Session]>([:])
    /// Sessions ended on this node, so that a request still under way cannot bring one back.
    private let ended = Mutex<Set<String>>([])
    private static let mostKept = 20_000

    init(journal: any Journal, directory: Directory, rules: SessionRules) {
        self.journal = journal
        self.directory = directory
        self.rules = rules
    }

    static func key(_ token: Token) -> String { "session/" + token.hash.hex }

    func make(_ session: Session, token: Token) async throws(AccountError) {
        try await save(session, key: Self.key(token))
    }

    func save(_ session: Session, key: String) async throws(AccountError) {
        guard !ended.withLock({ $0.contains(key) }) else { return }
        do throws(JournalError) {
            try await journal.put(key, session.bytes, until: rules.end(of: session).milliseconds)
            // Ended while this was written: take it back.
            if ended.withLock({ $0.contains(key) }) { return try await journal.remove(key) }
        } catch {
            throw AccountError(error)
        }
        keep(session, key: key)
    }

    private func keep(_ session: Session, key: String) {
        guard !ended.withLock({ $0.contains(key) }) else { return }
        kept.withLock { kept in
            if kept.count >= Self.mostKept { kept.removeAll(keepingCapacity: true) }
            kept[key] = session
        }
    }

    func end(_ key: String) async throws(AccountError) {
        ended.withLock { ended in
            if ended.count >= Self.mostKept { ended.removeAll() }
            ended.insert(key)
        }
        kept.withLock { $0[key] = nil }
        do throws(JournalError) {
            try await journal.remove(key)
        } catch {
            throw AccountError(error)
        }
    }

    /// What the token opens at this moment; use moves the idle end.
    func state(_ token: Token, now: Instant, touch: Bool = true) async throws(AccountError) -> SessionState {
        let key = Self.key(token)
        guard var session = try await find(key, now: now) else { return .none }
        if journal.isShared { try await directory.refresh() }
        guard let person = directory.person(session.person), person.standing == .active,
            person.sessionsFrom <= session.made, now < rules.end(of: session)
        else {
            try await end(key)
            return .none
        }
        let viewer = Viewer(person: person, session: session, key: key, formToken: FormToken.text(of: token))
        if rules.isIdle(session, now: now) {
            guard session.shared, !person.pinHash.isEmpty else {
                try await end(key)
                return .none
            }
            return .locked(viewer)
        }
        // Written once a minute: a page must not cost a write for the idle clock alone. A clock that steps back
        // never shortens a session.
        if touch, now.milliseconds - session.seen.milliseconds >= 60_000 {
            session.seen = now
            try await save(session, key: key)
        }
        return .active(viewer)
    }

    private func find(_ key: String, now: Instant) async throws(AccountError) -> Session? {
        if !journal.isShared, let session = kept.withLock({ $0[key] }) { return session }
        do throws(JournalError) {
            guard let bytes = try await journal.get(key, at: now.milliseconds), let session = Session(bytes: bytes)
            else { return nil }
            keep(session, key: key)
            return session
        } catch {
            throw AccountError(error)
        }
    }
}
