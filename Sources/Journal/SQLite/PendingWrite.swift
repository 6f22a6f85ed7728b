import GRDB
import Synchronization

/// Something that waits for its turn on the writing connection, to be committed together with its neighbours.
protocol PendingWrite: Sendable {
    /// About how much it writes.
    var bytes: Int { get }

    /// Does its work inside a transaction, maybe more than once; keeps the answer for ``reply()``.
    ///
    /// - Throws: ``JournalError`` to refuse this one only; anything else fails the whole transaction.
    func attempt(_ db: Database) throws

    /// Keeps a failure in place of the answer.
    func fail(_ failure: JournalError)

    /// Answers the caller; once, after the commit.
    func reply()
}

/// A write with an answer of its own type.
final class Pending<Answer: Sendable>: PendingWrite {
    let bytes: Int
    private let work: @Sendable (Database) throws -> Answer
    private let answered: @Sendable (Result<Answer, JournalError>) -> Void
    private let answer = Mutex<Result<Answer, JournalError>>(.failure(.closed))

    init(
        bytes: Int, work: @escaping @Sendable (Database) throws -> Answer,
        answered: @escaping @Sendable (Result<Answer, JournalError>) -> Void
    ) {
        self.bytes = bytes
        self.work = work
        self.answered = answered
    }

    func attempt(_ db: Database) throws {
        let done = try work(db)
        answer.withLock { $0 = .success(done) }
    }

    func fail(_ failure: JournalError) {
        answer.withLock { $0 = .failure(failure) }
    }

    func reply() {
        answered(answer.withLock { $0 })
    }
}
