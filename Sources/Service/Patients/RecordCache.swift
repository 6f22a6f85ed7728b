import Synchronization

/// Records read lately, so that a page does not read and fold a whole course again. Bounded; the record that was not
/// used for longest goes first.
final class RecordCache: Sendable {
    private struct Slot {
        var record: PatientRecord
        var used: UInt64
    }

    private struct State {
        var slots: [String: Slot] = [:]
        var clock: UInt64 = 0
    }

    private let state = Mutex(State())
    private let capacity: Int

    init(capacity: Int) { self.capacity = max(1, capacity) }

    func get(_ id: String) -> PatientRecord? {
        state.withLock { state in
            state.clock += 1
            state.slots[id]?.used = state.clock
            return state.slots[id]?.record
        }
    }

    /// Keeps a record unless a newer version is kept already.
    func put(_ record: PatientRecord) {
        state.withLock { state in
            if let kept = state.slots[record.id], kept.record.version > record.version { return }
            state.clock += 1
            state.slots[record.id] = Slot(record: record, used: state.clock)
            guard state.slots.count > capacity else { return }
            // A tenth at once, so that the search for the oldest is rare.
            let oldest = state.slots.sorted { $0.value.used < $1.value.used }.prefix(max(1, capacity / 10))
            for slot in oldest { state.slots[slot.key] = nil }
        }
    }

    func removeAll() { state.withLock { $0.slots = [:] } }

    func remove(_ id: String) { state.withLock { $0.slots[id] = nil } }
}
