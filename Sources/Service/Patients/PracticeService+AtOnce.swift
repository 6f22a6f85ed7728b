import Clinical
import Course
import Journal
import Synchronization

/// Recording on what is in memory, on the caller's thread: one commit holds the entry and the audit of it.
extension PracticeService {
    /// Why something that was decided was not written.
    public enum AtOnceFailure: Error, Sendable {
        /// Nothing was written, and deciding once more may help.
        case again
        /// It is not known to be written.
        case journal(code: String, message: String)
    }

    /// Records what happened, when all it takes is in memory and the drafts are in order.
    ///
    /// The rules are those of ``record(_:patient:expecting:author:recordedAt:)``; whatever they refuse, and whatever must
    /// wait (a record not in memory, another writer of the same patient, a journal other nodes write to, the start of a
    /// course), is not begun here: the caller then takes that way, which also says what is wrong.
    ///
    /// - Parameters:
    ///   - act: Kept in the same commit.
    ///   - answer: Called once with the new version, after it is on disk, on a thread that must not be held up. Never
    ///     called when the result is `false`.
    /// - Returns: Whether it was begun.
    public func recordAtOnce(
        _ drafts: [Draft], patient id: String, expecting: Int?, author: String, act: AuditEntry, in audit: AuditLog,
        then answer: @escaping @Sendable (Result<Int, AtOnceFailure>) -> Void
    ) -> Bool {
        guard !journal.isShared,
            !drafts.contains(where: { PinnedRelease.types.contains($0.type) || $0.type == .graded }),
            turns.takeIfFree(id)
        else {
            return false
        }
        guard let (before, decision, summary, ready) = atOnce(drafts, id, expecting: expecting, author: author) else {
            turns.leave(id)
            return false
        }
        audit.keep(act, with: ready) { [self] outcome in
            switch outcome {
            case .kept:
                cache.extend(id, to: before.followed(by: decision))
                keep(summary)
                turns.leave(id)
                answer(.success(decision.version))
            case .refused(let failure), .failed(let failure):
                // What is in memory may be behind what is on disk.
                cache.remove(id)
                turns.leave(id)
                answer(.failure(.init(failure)))
            }
        }
        return true
    }

    private func atOnce(
        _ drafts: [Draft], _ id: String, expecting: Int?, author: String
    ) -> (VersionedChart, Decision, PatientSummary, ReadyAppend)? {
        guard let before = cache.chart(id), before.version > 0, before.era == inForce.withLock({ $0.era }),
            expecting == nil || expecting == before.version
        else {
            return nil
        }
        let now = world.now()
        do {
            let decision = try decide(
                drafts, on: before.chart, version: before.version, content: before.content, author: author,
                now: now)
            let (append, summary) = try append(
                drafts, of: id, from: before.version, to: decision.chart, decision.state,
                content: before.content, author: author, now: now)
            return try journal.ready(append).map { (before, decision, summary, $0) }
        } catch {
            return nil
        }
    }
}

extension PracticeService.AtOnceFailure {
    fileprivate init(_ failure: JournalError) {
        switch failure {
        case .conflict, .erased, .busy, .full, .closed: self = .again
        default: self = .journal(code: failure.code, message: failure.description)
        }
    }
}
