import GRDB
import Synchronization

/// Collects writes that arrive together and commits them together: one sync of the disk answers many callers.
///
/// There is no timer. While one batch is being committed the next one gathers; a lone write is committed at once.
/// The work runs on the pool's own writing queue, never on Swift's cooperative threads.
final class GroupCommit: Sendable {
    private struct Line {
        var waiting: [any PendingWrite] = []
        var bytes = 0
        var isDraining = false
    }

    private enum Entry {
        case refused, queued, mustWakeWriter
    }

    /// So many writes may wait, more are refused as ``JournalError/busy``.
    static let longestLine = 4096

    /// So many bytes may wait; a lone write is always let in.
    static let largestLine = 256 << 20

    /// One transaction takes at most so many writes.
    private static let largestBatch = 512

    /// One transaction stops taking more at so many bytes, so that nobody waits long for a neighbour's import.
    private static let largestBatchBytes = 8 << 20

    private let pool: DatabasePool
    private let checkpoints: Checkpoints
    private let line = Mutex(Line())

    init(pool: DatabasePool, checkpoints: Checkpoints) {
        self.pool = pool
        self.checkpoints = checkpoints
    }

    /// - Returns: The stored events, after they are on disk.
    func submit(_ append: Append) async throws(JournalError) -> [StoredEvent] {
        try await submit(bytes: append.byteCount) { db in try AppendWriter(db: db).write(append) }
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
            switch enqueue(Pending(bytes: bytes, caller: caller, work: work)) {
            case .refused: caller.resume(returning: .failure(.busy))
            case .queued: break
            case .mustWakeWriter: pool.asyncWriteWithoutTransaction { db in self.drain(db) }
            }
        }
        return try answer.get()
    }

    private func enqueue(_ write: any PendingWrite) -> Entry {
        line.withLock { line in
            guard line.waiting.count < Self.longestLine,
                line.waiting.isEmpty || line.bytes + write.bytes <= Self.largestLine
            else { return .refused }
            line.waiting.append(write)
            line.bytes += write.bytes
            defer { line.isDraining = true }
            return line.isDraining ? .queued : .mustWakeWriter
        }
    }

    private func drain(_ db: Database) {
        let writer = BatchWriter(db: db)
        while let batch = nextBatch() {
            writer.commit(batch[...])
            for write in batch { write.reply() }
            checkpoints.committed(bytes: batch.reduce(0) { $0 + $1.bytes })
        }
    }

    /// - Returns: `nil` when nobody waits; the next append then wakes the writer again.
    private func nextBatch() -> [any PendingWrite]? {
        line.withLock { line in
            guard !line.waiting.isEmpty else {
                line.isDraining = false
                return nil
            }
            var bytes = 0
            var count = 0
            for waiting in line.waiting.prefix(Self.largestBatch) where bytes < Self.largestBatchBytes {
                bytes += waiting.bytes
                count += 1
            }
            let batch = Array(line.waiting.prefix(count))
            line.waiting.removeFirst(count)
            line.bytes -= bytes
            return batch
        }
    }
}
