import Synchronization

/// A bounded line of work that one writer drains batch by batch.
///
/// There is no timer. While one batch is being committed the next one gathers; a lone write is committed at once.
final class WaitingLine<Item: Sendable>: Sendable {
    private struct State {
        var waiting: [(item: Item, bytes: Int)] = []
        var bytes = 0
        var isDraining = false
    }

    enum Entry {
        case refused, queued, mustWakeWriter
    }

    private let limits: CommitLimits
    private let state = Mutex(State())

    init(limits: CommitLimits = CommitLimits()) {
        self.limits = limits
    }

    /// - Parameter bytes: About how large the work is; a lone one is always let in.
    func enqueue(_ item: Item, bytes: Int) -> Entry {
        state.withLock { state in
            guard state.waiting.count < limits.longestLine,
                state.waiting.isEmpty || state.bytes + bytes <= limits.largestLine
            else { return .refused }
            state.waiting.append((item, bytes))
            state.bytes += bytes
            defer { state.isDraining = true }
            return state.isDraining ? .queued : .mustWakeWriter
        }
    }

    /// - Returns: What fits into one transaction and its bytes; `nil` when nobody waits, and the next work then wakes the
    ///   writer again.
    func nextBatch() -> (items: [Item], bytes: Int)? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isDraining = false
                return nil
            }
            var bytes = 0
            var count = 0
            for waiting in state.waiting.prefix(limits.largestBatch) where bytes < limits.largestBatchBytes {
                bytes += waiting.bytes
                count += 1
            }
            let batch = state.waiting.prefix(count).map(\.item)
            state.waiting.removeFirst(count)
            state.bytes -= bytes
            return (batch, bytes)
        }
    }
}
