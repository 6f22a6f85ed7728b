import Clinical
import Identity

/// Sign-in attempts that the limit refused without looking at the password: counted, so that a stranger's ten thousand
/// do not become ten thousand entries.
///
/// One count for each account, address and window. A window begins with its first attempt.
struct RefusalTally: Sendable {
    /// Length of a window in milliseconds.
    static let window: Int64 = 600_000
    /// So many counts at a time; more accounts and addresses than that share one, so that an attack from everywhere
    /// writes no more either.
    static let mostKeys = 1_000

    struct Key: Hashable, Sendable {
        /// Hash of the account as typed; empty for all those beyond ``mostKeys``.
        let account: String
        let from: String
        let what: String

        init(email: String, from: String, what: String) {
            account = FormToken.digest(Directory.plain(email))
            self.from = from
            self.what = what
        }

        fileprivate init(beyond what: String) {
            account = ""
            from = "several addresses"
            self.what = what
        }
    }

    private struct Count: Sendable {
        var who: String
        var first: Instant
        var last: Instant
        var count: Int
    }

    private var counts: [Key: Count] = [:]

    var isEmpty: Bool { counts.isEmpty }

    /// - Parameter who: The person's id where there is such an account, otherwise empty.
    mutating func add(_ key: Key, who: String, at: Instant) {
        let isFull = counts.count >= Self.mostKeys && counts[key] == nil
        let key = isFull ? Key(beyond: key.what) : key
        var count = counts[key] ?? Count(who: isFull ? "" : who, first: at, last: at, count: 0)
        count.count += 1
        count.last = max(count.last, at)
        counts[key] = count
    }

    /// Takes what one account and address has, because an attempt of theirs is looked at again.
    mutating func take(_ key: Key) -> [AuditEntry] {
        guard let count = counts.removeValue(forKey: key) else { return [] }
        return [Self.entry(key, count)]
    }

    /// Takes those whose window is over at `now`; all of them for `nil`.
    mutating func take(endedBy now: Instant?) -> [AuditEntry] {
        let ended = counts.filter { _, count in
            // A clock that steps back ends a window, too: it would else stay for as long as the step.
            now.map { !(0..<Self.window).contains($0.milliseconds - count.first.milliseconds) } ?? true
        }
        for key in ended.keys { counts[key] = nil }
        return ended.map { Self.entry($0.key, $0.value) }.sorted { ($0.at, $0.from) < ($1.at, $1.from) }
    }

    private static func entry(_ key: Key, _ count: Count) -> AuditEntry {
        AuditEntry(
            .signInFailed, who: count.who, at: count.last, what: key.what, from: key.from, why: "refused unchecked",
            count: count.count, since: count.first)
    }
}
