import Clinical
import Identity
import Synchronization

/// Counts sign-in attempts on this node; see ``SignInLimit`` for what is counted and why nothing is locked.
///
/// Kept in memory: several nodes let through as many times more, a restart forgets. Both are bounded by the cost of a
/// password hash.
final class Attempts: Sendable {
    private struct Slot {
        var state: AttemptState
        var ends: Int64
    }

    private let slots = Mutex<[String: Slot]>([:])
    private static let mostSlots = 100_000

    /// Asks before the password is looked at.
    ///
    /// - Returns: Seconds to wait, rounded up; `nil` to go on. An attempt that goes on counts as failed until
    ///   ``succeeded(_:now:)``.
    func refusal(_ limit: SignInLimit, now: Instant) -> Int? {
        slots.withLock { slots in
            let (states, verdict) = limit.attempt(Self.states(limit, slots), at: now.milliseconds)
            Self.keep(limit, states, &slots, now)
            guard case .wait(let milliseconds) = verdict else { return nil }
            return Int((milliseconds + 999) / 1000)
        }
    }

    func succeeded(_ limit: SignInLimit, now: Instant) {
        slots.withLock { slots in
            Self.keep(limit, limit.succeeded(Self.states(limit, slots), at: now.milliseconds), &slots, now)
        }
    }

    private static func states(_ limit: SignInLimit, _ slots: [String: Slot]) -> [AttemptState] {
        limit.counters.map { slots[$0.key]?.state ?? .fresh }
    }

    private static func keep(
        _ limit: SignInLimit, _ states: [AttemptState], _ slots: inout [String: Slot], _ now: Instant
    ) {
        if slots.count >= mostSlots {
            slots = slots.filter { $0.value.ends > now.milliseconds }
            // Full of live counters: an attack from everywhere. Forgetting some addresses is better than growing.
            if slots.count >= mostSlots { for key in slots.keys.prefix(mostSlots / 10) { slots[key] = nil } }
        }
        for (counter, state) in zip(limit.counters, states) {
            slots[counter.key] = Slot(state: state, ends: state.ends(counter.policy))
        }
    }
}
