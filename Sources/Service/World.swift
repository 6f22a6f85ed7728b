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
        return String(unsafeUninitializedCapacity: 36) { text in
            var end = 0
            for place in 0..<32 {
                if place == 8 || place == 12 || place == 16 || place == 20 {
                    text[end] = UInt8(ascii: "-")
                    end += 1
                }
                let digit = UInt8(truncatingIfNeeded: (place < 16 ? first : second) >> UInt64(60 - place % 16 * 4)) & 15
                text[end] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
                end += 1
            }
            return end
        }
    }
}
