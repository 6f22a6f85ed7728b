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
        var mustEmpty = false
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
            state = State(isRunning: true, mustEmpty: state.mustEmpty)
            return true
        }
        guard isDue else { return }
        queue.asyncWriteWithoutTransaction { db in
            // Passive: waits for nobody and lets nobody wait. A failure is made up for later, see above.
            if db.sqliteConnection != nil { _ = try? db.checkpoint(.passive) }
            if self.state.withLock({ $0.mustEmpty }) { self.tryToEmpty(db) }
            self.state.withLock { $0.isRunning = false }
        }
    }

    /// Copies everything and cuts the log to nothing, so that what was destroyed is not left in it.
    ///
    /// A long reader may stand in the way; then it is tried again after later commits.
    func empty() async {
        state.withLock { $0.mustEmpty = true }
        await withCheckedContinuation { continuation in
            queue.asyncWriteWithoutTransaction { db in
                self.tryToEmpty(db)
                continuation.resume()
            }
        }
    }

    /// Appends wait while this waits for readers, therefore for a moment only.
    private func tryToEmpty(_ db: Database) {
        // Closed by now.
        guard db.sqliteConnection != nil else { return }
        try? db.execute(sql: "PRAGMA busy_timeout = 200")
        let isEmpty = (try? db.checkpoint(.truncate)) != nil
        try? db.execute(sql: "PRAGMA busy_timeout = 5000")
        if isEmpty { state.withLock { $0.mustEmpty = false } }
    }

    /// Waits for a running checkpoint, then closes the connection.
    func close() {
        try? queue.close()
    }
}
