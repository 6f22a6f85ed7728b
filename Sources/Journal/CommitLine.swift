/// Collects writes that arrive together so that they are committed together: one sync of the disk answers many callers.
///
/// There is no timer. While one batch is being committed the next one gathers; a lone write is committed at once. The
/// store says on which thread the line is drained; it must be a blocking one of its own.
final class CommitLine<Work: Sendable, Answer: Sendable>: Sendable {
    private struct Waiting {
        let work: Work
        let reply: CheckedContinuation<Result<Answer, JournalError>, Never>
    }

    private let line: WaitingLine<Waiting>

    init(limits: CommitLimits = CommitLimits()) {
        line = WaitingLine(limits: limits)
    }

    /// - Parameters:
    ///   - bytes: About how large the work is.
    ///   - wake: Called when nobody drains the line; must see to it that ``drain(_:)`` is called soon, once.
    /// - Returns: The answer, after the commit.
    /// - Throws: ``JournalError/busy`` when the line is full, or what the commit answered.
    func submit(
        _ work: Work, bytes: Int, wake: @Sendable () -> Void
    ) async throws(JournalError) -> Answer {
        let answer = await withCheckedContinuation { reply in
            switch line.enqueue(Waiting(work: work, reply: reply), bytes: bytes) {
            case .refused: reply.resume(returning: .failure(.busy))
            case .queued: break
            case .mustWakeWriter: wake()
            }
        }
        return try answer.get()
    }

    /// Commits batch after batch until nobody waits.
    ///
    /// - Parameter commit: Gives one answer per work, in their order.
    func drain(_ commit: ([Work]) -> [Result<Answer, JournalError>]) {
        while let (batch, _) = line.nextBatch() {
            let answers = commit(batch.map(\.work))
            for (waiting, answer) in zip(batch, answers) { waiting.reply.resume(returning: answer) }
        }
    }
}

/// How much may wait, and how much one transaction takes.
struct CommitLimits: Sendable {
    /// So many may wait, more are refused as ``JournalError/busy``.
    var longestLine = 4096

    /// So many bytes may wait; a lone one is always let in.
    var largestLine = 256 << 20

    /// One transaction takes at most so many.
    var largestBatch = 512

    /// One transaction stops taking more at so many bytes, so that nobody waits long for a neighbour's import.
    var largestBatchBytes = 8 << 20
}
