import Clinical
import JSONText
import Journal

/// A value folded from one stream, with the version it was folded at.
struct Kept<Value: Sendable>: Sendable {
    var value: Value
    var version: Int
}

/// Reads and writes small streams (accounts, access, sites): fold, decide, append; again when somebody was faster.
struct Ledger: Sendable {
    let journal: any Journal
    let world: World

    /// One thing that happened.
    struct Change: Sendable {
        let type: String
        let body: JSON
    }

    func read<Value: Sendable>(
        _ stream: StreamID, from start: Value, _ fold: (Value, StoredEvent, JSON) -> Value
    ) async throws(JournalError) -> Kept<Value> {
        let events = try await journal.read(stream, after: 0)
        var value = start
        for event in events { value = fold(value, event, (try? JSON.parse(event.body)) ?? .null) }
        return Kept(value: value, version: events.count)
    }

    /// Appends what `decide` gives for the present value; nothing when it gives nothing.
    ///
    /// - Parameter summary: The stream's summary after the change.
    func change<Value: Sendable>(
        _ stream: StreamID, from start: Value, author: String, site: String = "",
        fold: @Sendable (Value, String, JSON, String, Instant) -> Value, summary: @Sendable (Value) -> [UInt8],
        decide: (Value) throws(AccountError) -> [Change]
    ) async throws(AccountError) -> Kept<Value> {
        for _ in 0..<8 {
            let now = world.now()
            do {
                let before = try await read(stream, from: start) { value, event, body in
                    fold(value, event.type, body, event.author, Instant(milliseconds: event.occurredAt))
                }
                let changes = try decideNow(before.value, decide)
                guard !changes.isEmpty else { return before }
                var value = before.value
                for change in changes { value = fold(value, change.type, change.body, author, now) }
                let events = changes.map {
                    NewEvent(
                        id: world.newID(), type: $0.type, occurredAt: now.milliseconds, author: author, site: site,
                        body: $0.body.canonicalBytes())
                }
                _ = try await journal.append(
                    Append(
                        stream: stream, expectedVersion: before.version, events: events, summaryWakeAt: nil,
                        summaryBody: summary(value), recordedAt: now.milliseconds))
                return Kept(value: value, version: before.version + events.count)
            } catch let error as JournalError {
                if case .conflict = error { continue }
                throw AccountError(error)
            } catch let error as AccountError {
                throw error
            } catch {
                throw .journal(code: "account.unknown", message: "the change could not be decided")
            }
        }
        throw .busy
    }

    private func decideNow<Value>(
        _ value: Value, _ decide: (Value) throws(AccountError) -> [Change]
    ) throws(AccountError) -> [Change] { try decide(value) }
}
