import Journal

/// A journal in memory that several services of one test share, as nodes share a database.
final class SharedMemory: Journal {
    private let inner = MemoryJournal()

    var isShared: Bool { true }

    func events(after sequence: Int64, limit: Int) async throws(JournalError) -> [StoredEvent] {
        try await inner.events(after: sequence, limit: limit)
    }
    func append(_ append: Append) async throws(JournalError) -> [StoredEvent] { try await inner.append(append) }
    func read(_ stream: StreamID, after version: Int) async throws(JournalError) -> [StoredEvent] {
        try await inner.read(stream, after: version)
    }
    func version(of stream: StreamID) async throws(JournalError) -> Int { try await inner.version(of: stream) }
    func summaries(kind: String) async throws(JournalError) -> [Summary] { try await inner.summaries(kind: kind) }
    func summary(of stream: StreamID) async throws(JournalError) -> Summary? { try await inner.summary(of: stream) }
    func changes(kind: String, after mark: Int64, limit: Int) async throws(JournalError) -> Changes {
        try await inner.changes(kind: kind, after: mark, limit: limit)
    }
    func resummarize(
        _ stream: StreamID, at version: Int, wakeAt: Int64?, body: [UInt8]
    ) async throws(JournalError) -> Bool {
        try await inner.resummarize(stream, at: version, wakeAt: wakeAt, body: body)
    }
    func claimDue(
        kind: String, at now: Int64, lease: Int64, limit: Int
    ) async throws(JournalError) -> [Summary] {
        try await inner.claimDue(kind: kind, at: now, lease: lease, limit: limit)
    }
    func search(
        kind: String, holding bytes: [UInt8], from: Int64, to: Int64, limit: Int
    ) async throws(JournalError) -> [StoredEvent] {
        try await inner.search(kind: kind, holding: bytes, from: from, to: to, limit: limit)
    }
    func destroyKey(of stream: StreamID) async throws(JournalError) -> Bool { try await inner.destroyKey(of: stream) }
    func rewrapKeys(
        _ change: @escaping @Sendable ([UInt8]) throws(JournalError) -> [UInt8]
    ) async throws(JournalError) -> Int { try await inner.rewrapKeys(change) }
    func streamsDue(at now: Int64, limit: Int) async throws(JournalError) -> [Summary] {
        try await inner.streamsDue(at: now, limit: limit)
    }
    func pendingOutbox(at now: Int64, limit: Int) async throws(JournalError) -> [OutboxMessage] {
        try await inner.pendingOutbox(at: now, limit: limit)
    }
    func verify() async throws(JournalError) -> ChainReport { try await inner.verify() }
    func close() async { await inner.close() }
    func put(_ key: String, _ value: [UInt8], until: Int64) async throws(JournalError) {
        try await inner.put(key, value, until: until)
    }
    func putNew(
        _ key: String, _ value: [UInt8], until: Int64, at now: Int64
    ) async throws(JournalError) -> Bool { try await inner.putNew(key, value, until: until, at: now) }
    func get(_ key: String, at now: Int64) async throws(JournalError) -> [UInt8]? { try await inner.get(key, at: now) }
    func take(_ key: String, at now: Int64) async throws(JournalError) -> [UInt8]? {
        try await inner.take(key, at: now)
    }
    func remove(_ key: String) async throws(JournalError) { try await inner.remove(key) }
    func things(prefix: String, at now: Int64, limit: Int) async throws(JournalError) -> [ShelfThing] {
        try await inner.things(prefix: prefix, at: now, limit: limit)
    }
    func removeAll(prefix: String) async throws(JournalError) { try await inner.removeAll(prefix: prefix) }
    func sweep(at now: Int64) async throws(JournalError) -> Int { try await inner.sweep(at: now) }
}
