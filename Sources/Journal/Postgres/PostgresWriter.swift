/// Commits the writes of this node in groups, on one connection.
///
/// Two round trips for a group of any size: what is there, then all that is decided on it and the commit. Groups of
/// several nodes follow one another by the writers' lock (``PostgresHead/lock``).
final class PostgresWriter: Sendable {
    private let lane: PostgresLane
    private let line = CommitLine<PostgresWrite, PostgresWritten>()

    /// - Parameter lane: One thread, for this writer only.
    init(lane: PostgresLane) {
        self.lane = lane
    }

    /// - Returns: What it came to, after the commit is on disk.
    func submit(_ write: PostgresWrite) async throws(JournalError) -> PostgresWritten {
        try await line.submit(write, bytes: write.byteCount) {
            lane.run { self.line.drain(self.commit) }
        }
    }

    /// When the database refuses the group as a whole, each of it is tried alone: one that is too large for the disk
    /// must not fail small ones.
    private func commit(_ writes: [PostgresWrite]) -> [Result<PostgresWritten, JournalError>] {
        do throws(JournalError) {
            return try lane.borrow { connection throws(JournalError) in try Self.write(writes, connection) }
        } catch {
            guard writes.count > 1, !error.isOfTheServer else { return writes.map { _ in .failure(error) } }
            return writes.flatMap { commit([$0]) }
        }
    }

    private static func write(
        _ writes: [PostgresWrite], _ connection: PostgresConnection
    ) throws(JournalError) -> [Result<PostgresWritten, JournalError>] {
        var batch = try PostgresBatch(connection.run(PostgresBatch.questions(about: writes), for: "append"))
        let answers = writes.map { batch.decide($0) }
        let statements = batch.statements
        guard !statements.isEmpty else { return answers }
        try commit(statements, connection)
        return answers
    }

    private static func commit(
        _ statements: [PostgresStatement], _ connection: PostgresConnection
    ) throws(JournalError) {
        do throws(JournalError) {
            let done = try connection.run(statements + [PostgresStatement("COMMIT")], for: "append")
            guard done.last?.tag == "COMMIT" else {
                throw .storage(code: "rolled-back", message: "the commit was answered with a rollback")
            }
        } catch {
            guard connection.isBroken, case .storage(let code, let message) = error else { throw error }
            throw .storage(
                code: code,
                message: """
                    \(message); the commit was sent and its answer was lost, so the append may or may not be stored; \
                    appending the same event ids once more is safe
                    """)
        }
    }
}
