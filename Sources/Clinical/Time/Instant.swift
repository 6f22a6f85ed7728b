/// A moment: milliseconds since 1970-01-01T00:00:00Z, leap seconds ignored.
public struct Instant: Hashable, Sendable, Comparable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

    public func adding(minutes: Int) -> Instant { Instant(milliseconds: milliseconds + Int64(minutes) * 60_000) }
    public func adding(hours: Int) -> Instant { adding(minutes: hours * 60) }

    /// Whole minutes from `earlier` to this moment, rounded down.
    public func minutes(since earlier: Instant) -> Int {
        Int(floorDivide(milliseconds - earlier.milliseconds, 60_000))
    }

    /// Whole elapsed hours from `earlier` to this moment, rounded down.
    public func hours(since earlier: Instant) -> Int {
        Int(floorDivide(milliseconds - earlier.milliseconds, 3_600_000))
    }
}

extension Instant: CustomStringConvertible {
    /// Reads an RFC 3339 date and time with an offset, for example `2026-11-22T02:14:00-06:00` or `…Z`.
    ///
    /// - Returns: `nil` for another form, a missing offset or a date that does not exist.
    public init?(iso text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 17, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
            let day = Day(String(decoding: bytes[0..<10], as: UTF8.self))
        else { return nil }
        var scanner = ClockScanner(bytes: bytes, position: 11)
        guard let clock = scanner.clock(), let offsetMinutes = scanner.offset(), scanner.atEnd else { return nil }
        milliseconds = Int64(day.number) * 86_400_000 + clock - Int64(offsetMinutes) * 60_000
    }

    /// UTC with whole seconds, and milliseconds only where there are any: `2026-11-22T08:14:00Z`.
    public var iso: String {
        let day = Day(number: Int(floorDivide(milliseconds, 86_400_000)))
        // By remainder, not by subtraction: the first moment of a zone is the smallest `Int64` there is.
        let rest = Int((milliseconds % 86_400_000 + 86_400_000) % 86_400_000)
        let clock =
            "\(padded(rest / 3_600_000, 2)):\(padded(rest / 60_000 % 60, 2)):\(padded(rest / 1000 % 60, 2))"
        return "\(day.iso)T\(clock)" + (rest % 1000 == 0 ? "" : ".\(padded(rest % 1000, 3))") + "Z"
    }

    public var description: String { iso }
}

/// Reads `HH:MM[:SS[.fff]]` and an offset.
struct ClockScanner {
    let bytes: [UInt8]
    var position: Int

    var atEnd: Bool { position == bytes.count }

    private mutating func twoDigits(upTo limit: Int) -> Int? {
        guard position + 2 <= bytes.count else { return nil }
        let tens = Int(bytes[position]) - 48
        let ones = Int(bytes[position + 1]) - 48
        guard (0...9).contains(tens), (0...9).contains(ones), tens * 10 + ones <= limit else { return nil }
        position += 2
        return tens * 10 + ones
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// Milliseconds since midnight.
    mutating func clock() -> Int64? {
        guard let hour = twoDigits(upTo: 23), skip(UInt8(ascii: ":")), let minute = twoDigits(upTo: 59) else {
            return nil
        }
        var total = Int64(hour * 60 + minute) * 60_000
        guard skip(UInt8(ascii: ":")) else { return total }
        guard let second = twoDigits(upTo: 59) else { return nil }
        total += Int64(second) * 1000
        guard skip(UInt8(ascii: ".")) else { return total }
        var scale: Int64 = 100
        let start = position
        while position < bytes.count, (48...57).contains(bytes[position]) {
            total += Int64(bytes[position] - 48) * scale
            scale /= 10
            position += 1
        }
        return position > start ? total : nil
    }

    /// Minutes east of UTC.
    mutating func offset() -> Int? {
        if skip(UInt8(ascii: "Z")) || skip(UInt8(ascii: "z")) { return 0 }
        let negative: Bool
        if skip(UInt8(ascii: "+")) {
            negative = false
        } else if skip(UInt8(ascii: "-")) {
            negative = true
        } else {
            return nil
        }
        guard let hours = twoDigits(upTo: 14), skip(UInt8(ascii: ":")), let minutes = twoDigits(upTo: 59) else {
            return nil
        }
        return (negative ? -1 : 1) * (hours * 60 + minutes)
    }
}

/// Division that rounds toward negative infinity; `divisor` must be above zero.
func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
}
