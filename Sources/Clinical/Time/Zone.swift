/// A time zone as data: its offset from UTC and each moment it changes.
///
/// The pure rooms cannot ask the system for a zone, so whoever starts the program hands the
/// transitions in. Between transitions the offset is constant.
public struct Zone: Sendable, Hashable {
    public struct Change: Sendable, Hashable {
        /// First moment of the new offset.
        public let from: Instant
        public let offsetSeconds: Int
        /// Short name while this offset lasts, for example `CST`.
        public let name: String

        public init(from: Instant, offsetSeconds: Int, name: String) {
            self.from = from
            self.offsetSeconds = offsetSeconds
            self.name = name
        }
    }

    /// IANA name, for example `America/Chicago`.
    public let id: String
    /// Oldest first; the first one also holds for everything before it. Never empty.
    public let changes: [Change]

    public init(id: String, offsetSeconds: Int, name: String, changes: [Change]) {
        self.id = id
        let start = Change(from: Instant(milliseconds: .min), offsetSeconds: offsetSeconds, name: name)
        self.changes = [start] + changes.sorted { $0.from < $1.from }
    }

    public static let utc = Zone(id: "UTC", offsetSeconds: 0, name: "UTC", changes: [])

    /// A zone that always has the offset an instant was written with; UTC when the text has none.
    public init(offsetOf iso: String) {
        let bytes = Array(iso.utf8)
        var scanner = ClockScanner(bytes: bytes, position: min(11, bytes.count))
        let minutes = scanner.clock().flatMap { _ in scanner.offset() } ?? 0
        let sign = minutes < 0 ? "-" : "+"
        let size = abs(minutes)
        let name = minutes == 0 ? "UTC" : "UTC\(sign)\(padded(size / 60, 2)):\(padded(size % 60, 2))"
        self.init(id: name, offsetSeconds: minutes * 60, name: name, changes: [])
    }

    /// The offset in force at a moment.
    public func change(at instant: Instant) -> Change {
        var low = 0
        var high = changes.count
        while low + 1 < high {
            let middle = (low + high) / 2
            if changes[middle].from <= instant { low = middle } else { high = middle }
        }
        return changes[low]
    }

    /// The calendar day on the wall at a moment.
    public func day(of instant: Instant) -> Day { local(instant).day }

    /// Day and minutes since midnight on the wall at a moment.
    public func local(_ instant: Instant) -> (day: Day, minuteOfDay: Int) {
        let shifted = instant.milliseconds + Int64(change(at: instant).offsetSeconds) * 1000
        let day = floorDivide(shifted, 86_400_000)
        return (Day(number: Int(day)), Int(floorDivide(shifted - day * 86_400_000, 60_000)))
    }

    /// The moment a wall clock shows this day and time.
    ///
    /// A time that happens twice (autumn) is the first of the two; a time that never happens (spring)
    /// is the same span after midnight as it would have been, so it lands after the gap.
    public func instant(_ day: Day, minuteOfDay: Int = 0) -> Instant {
        let wall = Int64(day.number) * 86_400_000 + Int64(minuteOfDay) * 60_000
        let before = change(at: Instant(milliseconds: wall - 86_400_000)).offsetSeconds
        let candidate = Instant(milliseconds: wall - Int64(before) * 1000)
        let after = change(at: candidate).offsetSeconds
        guard after != before else { return candidate }
        let second = Instant(milliseconds: wall - Int64(after) * 1000)
        // Within a gap neither offset is right; reading with the old one lands after it.
        return change(at: second).offsetSeconds == after ? second : candidate
    }
}
