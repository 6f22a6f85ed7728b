/// What is remembered of attempts under one key: 29 bytes, no names.
public struct AttemptState: Sendable, Equatable {
    /// When this was last changed; milliseconds since 1970, UTC.
    private(set) var seen: Int64
    /// When the bucket will be full again.
    private(set) var full: Int64
    /// No attempt before this moment.
    private(set) var paused: Int64
    /// Attempts that did not succeed, and those still running.
    private(set) var failures: UInt32

    /// Nothing remembered.
    public static let fresh = AttemptState(seen: 0, full: 0, paused: 0, failures: 0)

    /// Whether the attempt may be made now.
    public enum Verdict: Sendable, Equatable {
        case go
        /// Not yet; holds milliseconds to wait, 1 or more.
        case wait(Int64)
    }

    /// What the machine is told.
    public enum Event: Sendable, Equatable {
        /// Somebody is about to try. Counts as a failure until ``succeeded``, so that a thousand tries at once are not
        /// one, and a crash between does not give tries away.
        case attempt
        /// The try that was let through last succeeded: it is taken back, earlier failures stay counted.
        case succeeded
        /// The try succeeded and proves that whoever is behind this key belongs here: all is forgotten.
        case trusted
    }

    /// The next state, and for ``Event/attempt`` whether to go on; a refused attempt changes nothing.
    ///
    /// A clock that steps back (`now` before the last change) moves what is remembered back with it: waits neither grow
    /// nor vanish.
    public func after(_ event: Event, at now: Int64, _ policy: AttemptPolicy) -> (state: AttemptState, verdict: Verdict)
    {
        var state = settled(at: now, policy)
        switch event {
        case .attempt:
            let room = state.full - now + policy.refill - Int64(policy.burst) * policy.refill
            let wait = max(room, state.paused - now)
            guard wait <= 0 else { return (self, .wait(wait)) }
            state.full = max(state.full, now) + policy.refill
            state.failures = state.failures == .max ? .max : state.failures + 1
            state.paused = now + policy.pause(afterFailures: Int(state.failures))
        case .succeeded:
            state.full = max(state.full - policy.refill, now)
            state.failures = state.failures == 0 ? 0 : state.failures - 1
            state.paused = min(state.paused, now + policy.pause(afterFailures: Int(state.failures)))
        case .trusted:
            state = AttemptState(seen: now, full: now, paused: now, failures: 0)
        }
        return (state, .go)
    }

    /// When there is nothing left to remember; until then keep it on the shelf.
    public func ends(_ policy: AttemptPolicy) -> Int64 {
        max(full, paused, failures > 0 ? seen + policy.memory : seen)
    }

    private func settled(at now: Int64, _ policy: AttemptPolicy) -> AttemptState {
        var state = self
        if now < seen {
            let step = seen - now
            state.full = max(state.full - step, 0)
            state.paused = max(state.paused - step, 0)
        } else if now - seen >= policy.memory {
            state.failures = 0
        }
        state.seen = now
        return state
    }
}

extension AttemptState {
    private static let version: UInt8 = 1

    /// For the shelf: a version byte, then the numbers, big endian.
    public var bytes: [UInt8] {
        [Self.version] + [seen, full, paused].flatMap { value in withUnsafeBytes(of: value.bigEndian) { Array($0) } }
            + withUnsafeBytes(of: failures.bigEndian) { Array($0) }
    }

    /// Reads what ``bytes`` wrote; `nil` when it is something else.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 29, bytes[0] == Self.version else { return nil }
        func number(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
        // Half the range is far beyond any date and leaves room for sums.
        let moments = [1, 9, 17].map { Int64(bitPattern: number($0..<$0 + 8)) }
        guard moments.allSatisfy({ (0...Int64.max / 4).contains($0) }) else { return nil }
        self.init(
            seen: moments[0], full: moments[1], paused: moments[2],
            failures: UInt32(truncatingIfNeeded: number(25..<29)))
    }
}
