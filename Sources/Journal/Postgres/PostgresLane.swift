import NIOPosix
import Synchronization

/// Threads that may block, each with a connection of its own when it needs one.
///
/// As many connections as threads at most: a job takes an idle one or makes a new one, and puts it back.
final class PostgresLane: Sendable {
    private struct State {
        var idle: [PostgresConnection] = []
        var waiting = 0
        /// The last failure to connect, and until when it answers everybody.
        var failure: (until: ContinuousClock.Instant, error: JournalError)?
    }

    /// So many jobs may wait, more are refused as ``JournalError/busy``.
    private static let longestLine = 4096

    /// How long a failure to connect is the answer for all, so that a long line of jobs does not fail one after the other.
    private static let pause = Duration.milliseconds(250)

    private let session: PostgresSession
    private let threads: NIOThreadPool
    private let state = Mutex(State())

    init(_ session: PostgresSession, threads count: Int) {
        self.session = session
        threads = NIOThreadPool(numberOfThreads: count)
        threads.start()
    }

    /// Runs `body` with a connection on one of the threads.
    func use<Answer: Sendable>(
        _ body: @escaping @Sendable (PostgresConnection) throws(JournalError) -> Answer
    ) async throws(JournalError) -> Answer {
        let isLetIn = state.withLock { state in
            guard state.waiting < Self.longestLine else { return false }
            state.waiting += 1
            return true
        }
        guard isLetIn else { throw .busy }
        let answer: Result<Answer, JournalError> = await withCheckedContinuation { continuation in
            run {
                self.state.withLock { $0.waiting -= 1 }
                continuation.resume(returning: Result { () throws(JournalError) in try self.borrow(body) })
            }
        }
        return try answer.get()
    }

    /// Runs a job on one of the threads.
    func run(_ job: @escaping @Sendable () -> Void) {
        threads.submit { _ in job() }
    }

    /// Lends a connection; call it on one of the threads only.
    func borrow<Answer>(
        _ body: (PostgresConnection) throws(JournalError) -> Answer
    ) throws(JournalError) -> Answer {
        let connection = try take()
        defer { giveBack(connection) }
        return try body(connection)
    }

    /// Closes the idle connections and ends the threads; nothing may be running or come later.
    func close() async {
        let idle = state.withLock { state in
            defer { state.idle = [] }
            return state.idle
        }
        await withCheckedContinuation { continuation in
            run {
                // Closing says goodbye to the server: not on a cooperative thread.
                withExtendedLifetime(idle) {}
                continuation.resume()
            }
        }
        try? await threads.shutdownGracefully()
    }

    private func take() throws(JournalError) -> PostgresConnection {
        while let connection = state.withLock({ $0.idle.popLast() }) {
            if connection.isQuiet { return connection }
        }
        if let failure = state.withLock(\.failure), ContinuousClock.now < failure.until { throw failure.error }
        do throws(JournalError) {
            let connection = try PostgresConnection(session.address, patience: session.patience)
            try session.begin(connection)
            return connection
        } catch {
            state.withLock { $0.failure = (ContinuousClock.now + Self.pause, error) }
            throw error
        }
    }

    private func giveBack(_ connection: PostgresConnection) {
        connection.rollBack()
        state.withLock { state in
            if connection.isBroken {
                // The others were made to the same server, and most likely end with it.
                state.idle = []
            } else {
                state.idle.append(connection)
            }
        }
    }
}
