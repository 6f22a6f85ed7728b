public import Clinical
import Foundation

/// The clock and the source of ids; both can be replaced in tests.
public struct World: Sendable {
    public let now: @Sendable () -> Instant
    /// A new UUIDv7 in text: time-ordered, unique.
    public let newID: @Sendable () -> String

    public init(now: @escaping @Sendable () -> Instant, newID: @escaping @Sendable () -> String) {
        self.now = now
        self.newID = newID
    }

    /// The system's clock and its random numbers.
    public static let live = World(
        now: { systemNow() },
        newID: {
            var generator = SystemRandomNumberGenerator()
            return uuid7(at: systemNow(), high: generator.next(), low: generator.next())
        })

    private static func systemNow() -> Instant {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }

    /// RFC 9562 version 7: 48 bits of milliseconds, then random bits.
    public static func uuid7(at now: Instant, high: UInt64, low: UInt64) -> String {
        let time = UInt64(clamping: now.milliseconds) & 0xFFFF_FFFF_FFFF
        let first = time << 16 | 0x7000 | (high & 0x0FFF)
        let second = (low & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
        func hex(_ value: UInt64) -> String {
            let digits = String(value, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        let all = hex(first) + hex(second)
        var text = ""
        for (index, digit) in all.enumerated() {
            if [8, 12, 16, 20].contains(index) { text += "-" }
            text.append(digit)
        }
        return text
    }
}
