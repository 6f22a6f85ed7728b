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
    /// What their forms carry, made once.
    private let forms = Mutex<[String: String]>([:])
    private static let mostKept = 20_000

    init(journal: any Journal, directory: Directory, rules: SessionRules) {
        self.journal = journal
        self.directory = directory
        self.rules = rules
    }

    /// Milliseconds of use after which the idle clock is written again.
    private static let touchEvery: Int64 = 60_000

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
        forms.withLock { $0[key] = nil }
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
        guard let person = holder(of: session, now: now) else {
            try await end(key)
            return .none
        }
        let viewer = Viewer(person: person, session: session, key: key, formToken: formToken(token, key: key))
        if rules.isIdle(session, now: now) {
            guard session.shared, !person.pinHash.isEmpty else {
                try await end(key)
                return .none
            }
            return .locked(viewer)
        }
        // Written once a minute: a page must not cost a write for the idle clock alone. A clock that steps back
        // never shortens a session.
        if touch, now.milliseconds - session.seen.milliseconds >= Self.touchEvery {
            session.seen = now
            try await save(session, key: key)
        }
        return .active(viewer)
    }

    /// Whom the token opens, from memory and without writing; `nil` when ``state(_:now:touch:)`` must be asked.
    func known(_ token: Token, now: Instant) -> Viewer? {
        let key = Self.key(token)
        guard !journal.isShared, let session = kept.withLock({ $0[key] }),
            let person = holder(of: session, now: now), !rules.isIdle(session, now: now),
            now.milliseconds - session.seen.milliseconds < Self.touchEvery
        else { return nil }
        return Viewer(person: person, session: session, key: key, formToken: formToken(token, key: key))
    }

    /// The person a session still opens the door for; `nil` when it is over.
    private func holder(of session: Session, now: Instant) -> Person? {
        guard let person = directory.person(session.person), person.standing == .active,
            person.sessionsFrom <= session.made, now < rules.end(of: session)
        else { return nil }
        return person
    }

    private func formToken(_ token: Token, key: String) -> String {
        if let text = forms.withLock({ $0[key] }) { return text }
        let text = FormToken.text(of: token)
        forms.withLock { forms in
            if forms.count >= Self.mostKept { forms.removeAll(keepingCapacity: true) }
            forms[key] = text
        }
        return text
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
