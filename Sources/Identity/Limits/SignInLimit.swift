import Crypto

/// Who is trying to sign in, and which counters that touches.
///
/// A lock after so many failures lets any stranger keep the owner out (OWASP Authentication Cheat Sheet, account lockout).
/// So nothing is locked here, and strangers and the owner are counted apart:
/// - whoever brings the cookie of a device that has signed in to this account before is counted under that device and
///   nothing else: no stranger can spend those attempts (OWASP, slow down online guessing with device cookies);
/// - all others are counted under their address, which slows one machine that tries many accounts, and under the account,
///   where all strangers share one doubling pause, which slows many machines that try one account.
///
/// What remains: the owner on a new device waits with the strangers, 15 minutes at most for each try while an attack lasts;
/// an invitation or the practice's own directory is the way past it.
public struct SignInLimit: Sendable, Equatable {
    /// One counter: where it is kept, and how it counts.
    public struct Counter: Sendable, Equatable {
        /// ASCII, without names or addresses in the clear: at most 80 characters.
        public let key: String
        public let policy: AttemptPolicy
    }

    /// The counters of this attempt; all must agree.
    public let counters: [Counter]
    private let isKnown: Bool

    /// - Parameters:
    ///   - account: the account's id or the email address as typed, whether there is such an account or not.
    ///   - address: the peer's IP address; of IPv6 the first 64 bits count, as one household has them all.
    ///   - device: the hash of the device cookie, when it belongs to a device that signed in to *this* account before;
    ///     `nil` otherwise.
    public init(account: String, address: String, device: TokenHash?) {
        let account = SignInLimit.digest(account.lowercased())
        isKnown = device != nil
        if let device {
            counters = [
                Counter(key: "try/device/\(SignInLimit.digest(account + device.hex))", policy: .device)
            ]
        } else {
            let network = SignInLimit.digest(NetworkAddress.network(of: address))
            counters = [
                Counter(key: "try/address/\(network)", policy: .address),
                Counter(key: "try/account/\(account)", policy: .account),
            ]
        }
    }

    /// Before the password is looked at.
    ///
    /// - Parameter states: one for each counter, in their order; ``AttemptState/fresh`` where nothing is kept.
    /// - Returns: the states to keep. When one counter says wait, none has changed: a stopped address cannot spend the
    ///   account's attempts. The wait is the longest.
    public func attempt(
        _ states: [AttemptState], at now: Int64
    ) -> (states: [AttemptState], verdict: AttemptState.Verdict) {
        let outcomes = zip(counters, states).map { counter, state in state.after(.attempt, at: now, counter.policy) }
        var longest: Int64 = 0
        for case .wait(let wait) in outcomes.map(\.verdict) { longest = max(longest, wait) }
        return longest > 0 ? (states, .wait(longest)) : (outcomes.map(\.state), .go)
    }

    /// After password and second factor were right. A failure needs nothing: the attempt is counted already.
    public func succeeded(_ states: [AttemptState], at now: Int64) -> [AttemptState] {
        zip(counters, states).map { counter, state in
            state.after(isKnown ? .trusted : .succeeded, at: now, counter.policy).state
        }
    }

    private static func digest(_ text: String) -> String { String(SHA256.hash(data: Array(text.utf8)).hex.prefix(40)) }
}
