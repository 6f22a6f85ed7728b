import Dispatch
import GRDB

/// A journal in one SQLite file (with its write-ahead log beside it), for one node.
///
/// Durable: an append is answered after its commit is synced to disk (`synchronous = FULL`, asserted at start).
/// Other processes may open the same file at the same time, for example to verify or to back it up.
///
/// The file holds patient data; a new one is readable by its owner only.
public final class SQLiteJournal: Journal {
    let pool: DatabasePool
    let checkpoints: Checkpoints
    private let group: GroupCommit
    let gate = Gate()
    private let closing = DispatchQueue(label: "journal.closing")

    /// Not counting commands that look at the file or back it up.
    public var isShared: Bool { false }

    /// Opens the journal, or makes a new one in a folder that exists.
    ///
    /// Blocks while it changes an older file.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - sizeLimit: In bytes; an append that would make the file larger is refused as
    ///     ``JournalError/full(message:)``. The log beside it is not counted. `nil`: until the disk is full. A journal
    ///     that is larger already can be read, and not appended to once its last page is full.
    /// - Throws: ``JournalError/newerSchema(found:)``, ``JournalError/notDurable(setting:found:)``, or
    ///   ``JournalError/storage(code:message:)`` for a file that cannot be opened, is damaged, or is no journal.
    public init(path: String, sizeLimit: Int64? = nil) throws(JournalError) {
        let file = try JournalFile(path: path, sizeLimit: sizeLimit)
        pool = file.pool
        checkpoints = Checkpoints(queue: file.checkpoints)
        group = GroupCommit(pool: pool, checkpoints: checkpoints)
    }

    /// Writes the append in a commit shared with others that wait.
    public func append(_ append: Append) async throws(JournalError) -> [StoredEvent] {
        try append.check()
        try gate.enter()
        defer { gate.leave() }
        return try await group.submit(append)
    }

    /// Writes all of it in one commit, shared with others that wait.
    public func submit(
        lead: ReadyAppend, _ appends: [ReadyAppend], then answer: @escaping @Sendable (TogetherAnswer) -> Void
    ) {
        do throws(JournalError) {
            try gate.enter()
        } catch {
            return answer(.none(error, of: appends.count))
        }
        let bytes = appends.reduce(lead.append.byteCount) { $0 + $1.append.byteCount }
        group.submit(bytes: bytes) { db in
            try TogetherWriter(db: db).write(lead: lead.append, appends)
        } answered: { [gate] result in
            switch result {
            case .success(let others): answer(TogetherAnswer(lead: nil, others: others))
            case .failure(let failure): answer(.none(failure, of: appends.count))
            }
            gate.leave()
        }
    }

    /// Reads one stream by its index.
    public func read(_ stream: StreamID, after version: Int) async throws(JournalError) -> [StoredEvent] {
        try await use("read \(stream)") { try JournalQueries.read(stream, after: version, $0) }
    }

    /// Reads the stream's row.
    public func version(of stream: StreamID) async throws(JournalError) -> Int {
        try await use("read the version of \(stream)") { try JournalQueries.version(of: stream, $0) }
    }

    /// Reads the rows of all streams of the kind.
    public func summaries(kind: String) async throws(JournalError) -> [Summary] {
        try await use("read summaries") { try JournalQueries.summaries(kind: kind, $0) }
    }

    /// Reads by the index over `wakeAt`.
    public func streamsDue(at now: Int64, limit: Int) async throws(JournalError) -> [Summary] {
        try await use("read due streams") { try JournalQueries.streamsDue(at: now, limit: limit, $0) }
    }

    /// Reads by sequence.
    public func events(after sequence: Int64, limit: Int) async throws(JournalError) -> [StoredEvent] {
        try await use("read events") { try JournalQueries.events(after: sequence, limit: limit, $0) }
    }

    /// Reads by the index over messages that are not settled.
    public func pendingOutbox(at now: Int64, limit: Int) async throws(JournalError) -> [OutboxMessage] {
        try await use("read the outbox") { try JournalQueries.pendingOutbox(at: now, limit: limit, $0) }
    }

    /// Reads one unchanging view of the whole file while appends go on; the log cannot be reused until it ends.
    public func verify() async throws(JournalError) -> ChainReport {
        try await use("verify") { try JournalVerification.run($0) }
    }

    /// Waits for what was accepted, copies the log into the file and closes it.
    public func close() async {
        await gate.shut()
        // Closing syncs and may take a while: not on a cooperative thread. One after the other, because the pool does
        // not allow two closings at once; a repeated one finds everything closed and does nothing.
        await withCheckedContinuation { continuation in
            closing.async { [pool, checkpoints] in
                checkpoints.close()
                // The writer may still be at work after its last answer: this waits for it. The log is copied here,
                // and reading connections are ended first, because one that is closed last would leave the log behind.
                pool.writeWithoutTransaction { db in
                    guard db.sqliteConnection != nil else { return }
                    _ = try? db.checkpoint(.truncate)
                }
                pool.invalidateReadOnlyConnections()
                try? pool.close()
                continuation.resume()
            }
        }
    }

    /// Reads on one of the pool's own threads.
    ///
    /// Not cancelled with the caller's task, see ``Journal``.
    func use<Answer: Sendable>(
        _ task: String, _ body: @escaping @Sendable (Database) throws -> Answer
    ) async throws(JournalError) -> Answer {
        try gate.enter()
        defer { gate.leave() }
        let answer: Result<Answer, JournalError> = await withCheckedContinuation { continuation in
            pool.asyncRead { access in
                let answer = Result { try body(access.get()) }
                continuation.resume(returning: answer.mapError { JournalError($0, doing: task) })
            }
        }
        return try answer.get()
    }

    /// Writes in a commit shared with others that wait.
    ///
    /// - Parameter bytes: About how much it writes.
    func change<Answer: Sendable>(
        bytes: Int = 256, _ work: @escaping @Sendable (Database) throws -> Answer
    ) async throws(JournalError) -> Answer {
        try gate.enter()
        defer { gate.leave() }
        return try await group.submit(bytes: bytes, work)
    }
}
