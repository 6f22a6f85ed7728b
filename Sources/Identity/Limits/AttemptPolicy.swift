/// How often something may be tried: a bucket of attempts that refills, and a pause that doubles.
public struct AttemptPolicy: Sendable, Equatable {
    /// Attempts that may come at once; 1 or more.
    public let burst: Int
    /// Milliseconds until one more attempt is in the bucket; 0 means the bucket never empties.
    public let refill: Int64
    /// Failures without a pause.
    public let freeFailures: Int
    /// The pause after the next failure in milliseconds; doubles with each further one. 0 means no pauses.
    public let firstPause: Int64
    /// The longest pause in milliseconds. There is no lock: after it one more attempt is always let through.
    public let longestPause: Int64
    /// Failures are forgotten this many milliseconds after the last.
    public let memory: Int64

    public init(
        burst: Int, refill: Int64, freeFailures: Int = 0, firstPause: Int64 = 0, longestPause: Int64 = 0,
        memory: Int64 = 86_400_000
    ) {
        self.burst = max(burst, 1)
        self.refill = max(refill, 0)
        self.freeFailures = max(freeFailures, 0)
        self.firstPause = max(firstPause, 0)
        self.longestPause = max(longestPause, firstPause, 0)
        self.memory = max(memory, 0)
    }

    /// One address that is not known for the account: 10 at once, then one each 30 s. Slows who tries many accounts.
    public static let address = AttemptPolicy(burst: 10, refill: 30_000)

    /// One account, all strangers together: 3 free, then 1 s, 2 s, 4 s … up to 15 minutes, so under 120 guesses a day
    /// however many addresses they come from.
    public static let account = AttemptPolicy(
        burst: 1, refill: 0, freeFailures: 3, firstPause: 1_000, longestPause: 900_000)

    /// One known device of one account, apart from all others: 5 free, then 1 s … up to 5 minutes.
    public static let device = AttemptPolicy(
        burst: 10, refill: 30_000, freeFailures: 5, firstPause: 1_000, longestPause: 300_000)

    func pause(afterFailures failures: Int) -> Int64 {
        let paused = failures - freeFailures
        guard firstPause > 0, paused > 0 else { return 0 }
        return paused > 40 ? longestPause : min(firstPause << Int64(paused - 1), longestPause)
    }
}
