import GRDB

/// Collects writes that arrive together and commits them together: one sync of the disk answers many callers.
///
/// There is no timer. While one batch is being committed the next one gathers; a lone write is committed at once.
/// The work runs on the pool's own writing queue, never on Swift's cooperative threads.
final class GroupCommit: Sendable {
    /// How much may wait, and how much one transaction takes.
    static let limits = CommitLimits()

    private let pool: DatabasePool
    private let checkpoints: Checkpoints
    private let line = WaitingLine<any PendingWrite>(limits: GroupCommit.limits)

    init(pool: DatabasePool, checkpoints: Checkpoints) {
        self.pool = pool
        self.checkpoints = checkpoints
    }

    /// - Returns: The stored events, after they are on disk.
    func submit(_ append: Append) async throws(JournalError) -> [StoredEvent] {
        try await submit(bytes: append.byteCount) { db in
            var writer = try AppendWriter(db: db)
            return try writer.write(append)
        }
    }

    /// Does `work` in a transaction shared with others that wait.
    ///
    /// - Parameters:
    ///   - bytes: About how much it writes.
    ///   - work: May be done more than once; throws ``JournalError`` to be taken back alone.
    /// - Returns: What `work` returned, after it is on disk.
    func submit<Answer: Sendable>(
        bytes: Int, _ work: @escaping @Sendable (Database) throws -> Answer
    ) async throws(JournalError) -> Answer {
        let answer: Result<Answer, JournalError> = await withCheckedContinuation { caller in
            submit(bytes: bytes, work) { caller.resume(returning: $0) }
        }
        return try answer.get()
    }

    /// As above, for callers that do not wait: `answered` is called once, mostly on the writing queue.
    func submit<Answer: Sendable>(
        bytes: Int, _ work: @escaping @Sendable (Database) throws -> Answer,
        answered: @escaping @Sendable (Result<Answer, JournalError>) -> Void
    ) {
        switch line.enqueue(Pending(bytes: bytes, work: work, answered: answered), bytes: bytes) {
        case .refused: answered(.failure(.busy))
        case .queued: break
        case .mustWakeWriter: pool.asyncWriteWithoutTransaction { db in self.drain(db) }
        }
    }

    private func drain(_ db: Database) {
        let writer = BatchWriter(db: db)
        while let (batch, bytes) = line.nextBatch() {
            writer.commit(batch[...])
            for write in batch { write.reply() }
            checkpoints.committed(bytes: bytes)
        }
    }
}
