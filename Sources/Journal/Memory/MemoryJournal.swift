import Synchronization

/// A journal that lasts as long as the process: for tests, demonstrations and drills.
///
/// Keeps every promise of ``Journal`` except that a power cut ends it. Each call holds a lock for a short time only,
/// except ``verify()``, which holds it while it computes all hashes.
public final class MemoryJournal: Journal {
    private let records = Mutex(MemoryRecords())
    private let gate = Gate()

    public let isShared: Bool

    /// An empty journal.
    ///
    /// - Parameter isShared: Whether several services of this process use it as nodes use a database.
    public init(isShared: Bool = false) { self.isShared = isShared }

    /// Writes the append, or nothing.
    public func append(_ append: Append) async throws(JournalError) -> [StoredEvent] {
        try append.check()
        return try use { records throws(JournalError) in try records.append(append) }
    }

    /// Copies the events of one stream.
    public func read(_ stream: StreamID, after version: Int) async throws(JournalError) -> [StoredEvent] {
        try use { $0.streams[stream]?.events.filter { $0.version > version } ?? [] }
    }

    /// Reads the stream's summary.
    public func version(of stream: StreamID) async throws(JournalError) -> Int {
        try use { $0.streams[stream]?.summary.version ?? 0 }
    }

    /// Sorts all streams of the kind.
    public func summaries(kind: String) async throws(JournalError) -> [Summary] {
        try use { records in
            records.streams.values.map(\.summary).filter { $0.stream.kind == kind }.sorted { $0.stream < $1.stream }
        }
    }

    /// Sorts all due streams.
    public func streamsDue(at now: Int64, limit: Int) async throws(JournalError) -> [Summary] {
        try use { $0.due(at: now, limit: limit) }
    }

    /// Copies a piece of what was written.
    public func events(after sequence: Int64, limit: Int) async throws(JournalError) -> [StoredEvent] {
        // Sequences count from 1 without gaps here, so the sequence is also how many to pass over.
        try use { Array($0.events.dropFirst(Int(max(0, sequence))).prefix(max(0, limit))) }
    }

    /// Sorts all messages that are not settled.
    public func pendingOutbox(at now: Int64, limit: Int) async throws(JournalError) -> [OutboxMessage] {
        try use { $0.pending(at: now, limit: limit) }
    }

    /// Computes all hashes again.
    public func verify() async throws(JournalError) -> ChainReport {
        try use { $0.verify() }
    }

    /// Waits for what was accepted; later calls are refused.
    public func close() async {
        await gate.shut()
    }

    func use<Answer: Sendable>(
        _ body: (inout sending MemoryRecords) throws(JournalError) -> sending Answer
    ) throws(JournalError) -> Answer {
        try gate.enter()
        defer { gate.leave() }
        return try records.withLock(body)
    }
}
