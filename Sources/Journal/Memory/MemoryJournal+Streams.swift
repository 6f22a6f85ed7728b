/// What is asked and changed about streams beside their events.
extension MemoryJournal {
    /// Copies the summary.
    public func summary(of stream: StreamID) async throws(JournalError) -> Summary? {
        try use { $0.streams[stream]?.summary }
    }

    /// Sorts what changed.
    public func changes(kind: String, after mark: Int64, limit: Int) async throws(JournalError) -> Changes {
        try use { $0.changes(kind: kind, after: mark, limit: limit) }
    }

    /// Looks at every event.
    public func search(
        kind: String, holding bytes: [UInt8], from: Int64, to: Int64, limit: Int
    ) async throws(JournalError) -> [StoredEvent] {
        try use { $0.search(kind: kind, holding: bytes, from: from, to: to, limit: limit) }
    }

    /// Replaces the summary.
    @discardableResult
    public func resummarize(
        _ stream: StreamID, at version: Int, wakeAt: Int64?, body: [UInt8]
    ) async throws(JournalError) -> Bool {
        try Append.check(body: body, "summary of \(stream)")
        return try use { $0.resummarize(stream, at: version, wakeAt: wakeAt, body: body) }
    }

    /// Sorts all due streams.
    public func claimDue(
        kind: String, at now: Int64, lease: Int64, limit: Int
    ) async throws(JournalError) -> [Summary] {
        try use { $0.claimDue(kind: kind, at: now, until: Append.end(of: lease, from: now), limit: limit) }
    }

    /// Forgets the key.
    public func destroyKey(of stream: StreamID) async throws(JournalError) -> Bool {
        try use { $0.destroyKey(of: stream) }
    }

    /// Holds the lock while it changes all keys.
    public func rewrapKeys(
        _ change: @escaping @Sendable ([UInt8]) throws(JournalError) -> [UInt8]
    ) async throws(JournalError) -> Int {
        try use { records throws(JournalError) in try records.rewrapKeys(change) }
    }
}
