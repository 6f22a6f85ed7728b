import Synchronization

/// Lets work in until the door is shut, and lets whoever shuts it wait for the work inside.
final class Gate: Sendable {
    private struct State {
        var inside = 0
        var isShut = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Each successful call is paired with one ``leave()``.
    ///
    /// - Throws: ``JournalError/closed`` once the gate is shut.
    func enter() throws(JournalError) {
        let entered = state.withLock { state in
            if !state.isShut { state.inside += 1 }
            return !state.isShut
        }
        guard entered else { throw .closed }
    }

    func leave() {
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.inside -= 1
            guard state.inside == 0 else { return [] }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Lets nobody in any more, and returns when all have left.
    func shut() async {
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                state.isShut = true
                if state.inside > 0 { state.waiting.append(continuation) }
                return state.inside == 0
            }
            if isEmpty { continuation.resume() }
        }
    }
}
