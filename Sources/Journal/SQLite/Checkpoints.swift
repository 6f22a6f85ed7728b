import GRDB
import Synchronization

/// Copies the write-ahead log into the database file now and then, on a connection of its own.
///
/// SQLite would do it inside every so many commits, and that commit's caller would wait for it. Here it is asked for
/// after a number of commits or bytes and runs beside the appends. It only ever shortens the log: when it fails, the
/// log grows, no append is lost, and the next attempt or the writer's own limit makes up for it.
final class Checkpoints: Sendable {
    private struct State {
        var commits = 0
        var bytes = 0
        var isRunning = false
    }

    private static let commitsBetween = 1_000
    private static let bytesBetween = 4 << 20

    private let queue: DatabaseQueue
    private let state = Mutex(State())

    init(queue: DatabaseQueue) {
        self.queue = queue
    }

    /// Called by the writer after each commit; returns at once.
    ///
    /// - Parameter bytes: About how much the commit wrote.
    func committed(bytes: Int) {
        let isDue = state.withLock { state in
            state.commits += 1
            state.bytes += bytes
            guard !state.isRunning, state.commits >= Self.commitsBetween || state.bytes >= Self.bytesBetween else {
                return false
            }
            state = State(isRunning: true)
            return true
        }
        guard isDue else { return }
        queue.asyncWriteWithoutTransaction { db in
            // Passive: waits for nobody and lets nobody wait. A failure is made up for later, see above.
            _ = try? db.checkpoint(.passive)
            self.state.withLock { $0.isRunning = false }
        }
    }

    /// Waits for a running checkpoint, then closes the connection.
    func close() {
        try? queue.close()
    }
}
