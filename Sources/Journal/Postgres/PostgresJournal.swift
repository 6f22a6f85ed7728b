/// A journal in a PostgreSQL database that several nodes share.
///
/// Durable: an append is answered after its commit is on the server's disk (`synchronous_commit` and `fsync`, asserted
/// on every connection). When the server goes away, calls fail with ``JournalError/storage(code:message:)`` and the code
/// `connection`; when it is back, the next call connects again.
///
/// Each node makes at most 7 connections. They keep settings and prepared statements, so a pooler between node and
/// server must pool sessions, not transactions.
public final class PostgresJournal: Journal {
    private let gate = Gate()
    /// Short statements.
    private let readers: PostgresLane
    /// Whatever reads everything.
    private let scans: PostgresLane
    private let writing: PostgresLane
    private let writer: PostgresWriter

    /// Connects, and makes or brings up to date the tables, which all lie in one schema.
    ///
    /// - Parameters:
    ///   - url: `postgres://user:password@host:port/database`, or `keyword=value` pairs, as libpq reads them.
    ///   - schema: 1 to 40 characters out of `a`-`z`, digits and `_`, beginning with a letter.
    /// - Throws: ``JournalError/newerSchema(found:)``, ``JournalError/notDurable(setting:found:)``, or
    ///   ``JournalError/storage(code:message:)`` with the code `address` (malformed), `connection`, `encoding` (the
    ///   database is not UTF-8), `version` (the server is too old), or PostgreSQL's own SQLSTATE.
    public convenience init(url: String, schema: String = "stepwell") async throws(JournalError) {
        try await self.init(url: url, schema: schema, patience: .seconds(12))
    }

    /// - Parameter patience: How long a short statement may take before the server counts as gone.
    init(url: String, schema: String, patience: Duration) async throws(JournalError) {
        let address = try PostgresAddress(url: url, schema: schema)
        let short = PostgresSession(address: address, patience: patience)
        readers = PostgresLane(short, threads: 4)
        scans = PostgresLane(PostgresSession(address: address, patience: .seconds(600)), threads: 2)
        writing = PostgresLane(short, threads: 1)
        writer = PostgresWriter(lane: writing)
        do throws(JournalError) {
            try await scans.use { connection throws(JournalError) in
                try PostgresSchema.prepare(connection, schema: schema)
            }
        } catch {
            await close()
            throw error
        }
    }

    /// Always: other nodes may append at any moment.
    public var isShared: Bool { true }

    /// Writes the append in a commit shared with others that wait.
    public func append(_ append: Append) async throws(JournalError) -> [StoredEvent] {
        try append.check()
        guard case .stored(let events) = try await write(.append(append)) else { return [] }
        return events
    }

    /// Reads one stream by its index.
    public func read(_ stream: StreamID, after version: Int) async throws(JournalError) -> [StoredEvent] {
        try await use(readers) { db throws(JournalError) in try PostgresQueries.read(stream, after: version, db) }
    }

    /// Reads the stream's row.
    public func version(of stream: StreamID) async throws(JournalError) -> Int {
        try await use(readers) { db throws(JournalError) in try PostgresQueries.version(of: stream, db) }
    }

    /// Reads by sequence.
    public func events(after sequence: Int64, limit: Int) async throws(JournalError) -> [StoredEvent] {
        try await use(readers) { db throws(JournalError) in
            try PostgresQueries.events(after: sequence, limit: limit, db)
        }
    }

    /// Reads by the index over messages that are not settled.
    public func pendingOutbox(at now: Int64, limit: Int) async throws(JournalError) -> [OutboxMessage] {
        try await use(readers) { db throws(JournalError) in
            try PostgresQueries.pendingOutbox(at: now, limit: limit, db)
        }
    }

    /// Reads all events of the kind; at most 10 minutes.
    public func search(
        kind: String, holding bytes: [UInt8], from: Int64, to: Int64, limit: Int
    ) async throws(JournalError) -> [StoredEvent] {
        try await use(scans) { db throws(JournalError) in
            try PostgresQueries.search(kind: kind, holding: bytes, from: from, to: to, limit: limit, db)
        }
    }

    /// Reads one unchanging view of the whole journal while appends go on.
    public func verify() async throws(JournalError) -> ChainReport {
        try await use(scans) { db throws(JournalError) in try PostgresVerification.run(db) }
    }

    /// Appends of all nodes wait until it is done.
    public func rewrapKeys(
        _ change: @escaping @Sendable ([UInt8]) throws(JournalError) -> [UInt8]
    ) async throws(JournalError) -> Int {
        try await use(scans) { db throws(JournalError) in try PostgresKeys.rewrap(change, db) }
    }

    /// Answers what was accepted and closes all connections.
    public func close() async {
        await gate.shut()
        for lane in [writing, readers, scans] { await lane.close() }
    }

    func write(_ write: PostgresWrite) async throws(JournalError) -> PostgresWritten {
        try gate.enter()
        defer { gate.leave() }
        return try await writer.submit(write)
    }

    /// Not cancelled with the caller's task, see ``Journal``.
    func read<Answer: Sendable>(
        _ body: @escaping @Sendable (PostgresConnection) throws(JournalError) -> Answer
    ) async throws(JournalError) -> Answer {
        try await use(readers, body)
    }

    private func use<Answer: Sendable>(
        _ lane: PostgresLane, _ body: @escaping @Sendable (PostgresConnection) throws(JournalError) -> Answer
    ) async throws(JournalError) -> Answer {
        try gate.enter()
        defer { gate.leave() }
        return try await lane.use(body)
    }
}
