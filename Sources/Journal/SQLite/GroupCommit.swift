import GRDB
import Synchronization

/// Collects appends that arrive together and commits them together: one sync of the disk answers many callers.
///
/// There is no timer. While one batch is being committed the next one gathers; a lone append is committed at once.
/// The work runs on the pool's own writing queue, never on Swift's cooperative threads.
final class GroupCommit: Sendable {
    private struct Waiting {
        let append: Append
        let reply: CheckedContinuation<Result<[StoredEvent], JournalError>, Never>
    }

    private struct Line {
        var waiting: [Waiting] = []
        var bytes = 0
        var isDraining = false
    }

    private enum Entry {
        case refused, queued, mustWakeWriter
    }

    /// So many appends may wait, more are refused as ``JournalError/busy``.
    static let longestLine = 4096

    /// So many bytes may wait; a lone append is always let in.
    static let largestLine = 256 << 20

    /// One transaction takes at most so many appends.
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
        let answer = await withCheckedContinuation { reply in
            switch enqueue(Waiting(append: append, reply: reply)) {
            case .refused: reply.resume(returning: .failure(.busy))
            case .queued: break
            case .mustWakeWriter: pool.asyncWriteWithoutTransaction { db in self.drain(db) }
            }
        }
        return try answer.get()
    }

    private func enqueue(_ waiting: Waiting) -> Entry {
        line.withLock { line in
            let bytes = waiting.append.byteCount
            guard line.waiting.count < Self.longestLine,
                line.waiting.isEmpty || line.bytes + bytes <= Self.largestLine
            else { return .refused }
            line.waiting.append(waiting)
            line.bytes += bytes
            defer { line.isDraining = true }
            return line.isDraining ? .queued : .mustWakeWriter
        }
    }

    private func drain(_ db: Database) {
        let writer = AppendWriter(db: db)
        while let batch = nextBatch() {
            let answers = writer.commit(batch.map(\.append)[...])
            for (waiting, answer) in zip(batch, answers) { waiting.reply.resume(returning: answer) }
            checkpoints.committed(bytes: batch.reduce(0) { $0 + $1.append.byteCount })
        }
    }

    /// - Returns: `nil` when nobody waits; the next append then wakes the writer again.
    private func nextBatch() -> [Waiting]? {
        line.withLock { line in
            guard !line.waiting.isEmpty else {
                line.isDraining = false
                return nil
            }
            var bytes = 0
            var count = 0
            for waiting in line.waiting.prefix(Self.largestBatch) where bytes < Self.largestBatchBytes {
                bytes += waiting.append.byteCount
                count += 1
            }
            let batch = Array(line.waiting.prefix(count))
            line.waiting.removeFirst(count)
            line.bytes -= bytes
            return batch
        }
    }
}
