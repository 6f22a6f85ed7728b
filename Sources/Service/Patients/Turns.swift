import Synchronization

/// Lets the writers of one patient on this node in one after the other, in the order they came.
///
/// Writers of different patients never wait for each other. Other nodes are kept out by the journal's expected version.
final class Turns: Sendable {
    /// Who waits for each patient somebody writes to now.
    private let waiting = Mutex<[String: [CheckedContinuation<Void, Never>]]>([:])

    /// Waits for the turn; each call is paired with one ``leave(_:)``.
    func take(_ id: String) async {
        await withCheckedContinuation { turn in
            let isFree = waiting.withLock { waiting in
                guard waiting[id] != nil else {
                    waiting[id] = []
                    return true
                }
                waiting[id]?.append(turn)
                return false
            }
            if isFree { turn.resume() }
        }
    }

    /// Takes the turn when nobody has it; with `true` it is paired with one ``leave(_:)``.
    func takeIfFree(_ id: String) -> Bool {
        waiting.withLock { waiting in
            guard waiting[id] == nil else { return false }
            waiting[id] = []
            return true
        }
    }

    /// Gives the turn to whoever waits longest.
    func leave(_ id: String) {
        let next = waiting.withLock { waiting -> CheckedContinuation<Void, Never>? in
            guard let line = waiting[id], let first = line.first else {
                waiting[id] = nil
                return nil
            }
            waiting[id] = Array(line.dropFirst())
            return first
        }
        next?.resume()
    }
}
