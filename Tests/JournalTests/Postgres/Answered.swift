import Journal
import Synchronization

/// What the journal has answered to tasks that append at once.
final class Answered: Sendable {
    private let state = Mutex<(events: [String: StoredEvent], isComplete: Bool)>(([:], false))

    /// By id.
    var events: [String: StoredEvent] { state.withLock { $0.events } }

    var ids: Set<String> { Set(events.keys) }

    var count: Int { state.withLock { $0.events.count } }

    /// Whether nothing more will be appended.
    var isComplete: Bool { state.withLock { $0.isComplete } }

    func add(_ stored: [StoredEvent]) {
        state.withLock { state in
            for event in stored { state.events[event.id] = event }
        }
    }

    func complete() { state.withLock { $0.isComplete = true } }
}
