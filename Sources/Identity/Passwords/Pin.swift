/// Six digits: a quick re-entry on a shared workstation, or the second half of a link.
///
/// A PIN alone is weak (RFC 4226 counts on throttling for six digits): whoever asks for one counts attempts and ends them.
public struct Pin: Sendable, Equatable {
    let digits: String

    /// Why a PIN was refused; `reason` is a line for the person.
    public enum Fault: String, Error, Sendable, CaseIterable {
        case notSixDigits = "identity.pin-form"
        case repeated = "identity.pin-repeated"
        case sequence = "identity.pin-sequence"
        case year = "identity.pin-year"

        /// Stable, for logs, metrics and tests.
        public var code: String { rawValue }

        /// What to do instead.
        public var reason: String {
            switch self {
            case .notSixDigits: "A PIN has exactly six digits, 0 to 9."
            case .repeated: "Choose a PIN that does not repeat the same digits, such as 111111 or 123123."
            case .sequence: "Choose a PIN whose digits do not count up or down, such as 123456."
            case .year: "Choose a PIN that does not begin or end with a year, such as 198004."
            }
        }
    }

    /// Takes a PIN a person chose.
    ///
    /// - Throws: the first ``Fault``: not six ASCII digits; one, two or three digits over and over; digits that count up
    ///   or down by one (9 and 0 are neighbors); a year from 1900 to 2099 at its beginning or end.
    public init(_ text: String) throws(Fault) {
        let values = text.utf8.map { Int($0) - 48 }
        guard values.count == 6, values.allSatisfy({ (0...9).contains($0) }) else { throw .notSixDigits }
        for period in 1...3 where (period..<6).allSatisfy({ values[$0] == values[$0 - period] }) { throw .repeated }
        for step in [1, 9] where (1..<6).allSatisfy({ values[$0] == (values[$0 - 1] + step) % 10 }) { throw .sequence }
        for start in [0, 2] where (19...20).contains(values[start] * 10 + values[start + 1]) { throw .year }
        digits = text
    }

    /// A PIN a person need not choose, for example for a guest hospital's link.
    public static func random(from source: RandomSource = .system) -> Pin {
        while true {
            // 16,000,000 is the largest multiple of a million that three bytes hold: no PIN is likelier than another.
            let number = source.bytes(3).reduce(0) { $0 << 8 | Int($1) }
            guard number < 16_000_000 else { continue }
            let text = String(number % 1_000_000)
            if let pin = try? Pin(String(repeating: "0", count: 6 - text.count) + text) { return pin }
        }
    }

    /// The digits, to tell them to the person once.
    public var revealed: String { digits }
}

extension Pin: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "Pin(redacted)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}
