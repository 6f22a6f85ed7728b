/// Reading and writing decimal numbers exactly, as whole numbers of a small unit.
///
/// Medicine never passes through `Double` here: `0.06` with four decimals is the integer 600.
public enum ExactDecimal {
    /// A decimal text as the nearest whole number of a unit, and on which side of that number it lies.
    public struct Reading: Sendable, Equatable {
        /// Rounded half away from zero.
        public let value: Int
        /// 0 when the text is exactly `value`; -1 when it lies below and 1 when above.
        public let side: Int

        /// Whether the number as written lies in the range, both ends included: what rounding would lift over an end or
        /// drop onto it is outside.
        public func isWithin(_ range: ClosedRange<Int>) -> Bool {
            guard range.contains(value) else { return false }
            return !(value == range.lowerBound && side < 0) && !(value == range.upperBound && side > 0)
        }
    }

    /// The value of `text` in units of 10⁻ᵈ, rounded half away from zero where it has more digits. Where it is held
    /// against limits, ``read(_:decimals:)`` does so before rounding.
    ///
    /// - Parameters:
    ///   - text: An optional sign, digits and at most one point, for example `38.6`. No exponent, no spaces.
    ///   - decimals: How many decimals the result keeps, `0...9`.
    /// - Returns: `nil` when the text is not such a number or does not fit `Int`.
    public static func parse(_ text: some StringProtocol, decimals: Int) -> Int? {
        read(text, decimals: decimals)?.value
    }

    /// As ``parse(_:decimals:)``, and whether digits were rounded away.
    public static func read(_ text: some StringProtocol, decimals: Int) -> Reading? {
        var digits = text.utf8[...]
        var negative = false
        if let first = digits.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            negative = first == UInt8(ascii: "-")
            digits = digits.dropFirst()
        }
        var value = 0
        var kept = 0
        var seenDigit = false
        var afterPoint = false
        var roundUp = false
        var decided = false
        var hasRest = false
        for byte in digits {
            if byte == UInt8(ascii: ".") {
                guard !afterPoint else { return nil }
                afterPoint = true
                continue
            }
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            seenDigit = true
            if afterPoint, kept == decimals {
                if !decided { roundUp = byte >= UInt8(ascii: "5") }
                decided = true
                if byte != UInt8(ascii: "0") { hasRest = true }
                continue
            }
            guard let next = appending(Int(byte - UInt8(ascii: "0")), to: value) else { return nil }
            value = next
            if afterPoint { kept += 1 }
        }
        guard seenDigit else { return nil }
        while kept < decimals {
            guard let next = appending(0, to: value) else { return nil }
            value = next
            kept += 1
        }
        if roundUp { value += 1 }
        let side = hasRest ? (roundUp ? -1 : 1) : 0
        return Reading(value: negative ? -value : value, side: negative ? -side : side)
    }

    private static func appending(_ digit: Int, to value: Int) -> Int? {
        let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carried) = tenfold.addingReportingOverflow(digit)
        // One below the limit, so that rounding up can never overflow.
        return overflow || carried || sum == Int.max ? nil : sum
    }

    /// Text with a leading zero and no trailing zeros: 600 with four decimals is `0.06`, never `.06` or `0.0600`.
    public static func format(_ value: Int, decimals: Int) -> String {
        var divisor = 1
        for _ in 0..<decimals { divisor *= 10 }
        let magnitude = value.magnitude
        let whole = magnitude / UInt(divisor)
        var fraction = String(magnitude % UInt(divisor))
        let sign = value < 0 ? "-" : ""
        guard decimals > 0 else { return sign + grouped(whole) }
        fraction = String(repeating: "0", count: decimals - fraction.count) + fraction
        while fraction.last == "0" { fraction.removeLast() }
        return sign + grouped(whole) + (fraction.isEmpty ? "" : "." + fraction)
    }

    /// Thin spaces in numbers over 9 999, so that zeros can be counted at a glance.
    private static func grouped(_ whole: UInt) -> String {
        let digits = String(whole)
        guard digits.count > 4 else { return digits }
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result += "\u{2009}" }
            result.append(digit)
        }
        return result
    }

    /// As ``format(_:decimals:)`` but without grouping: a valid JSON number.
    public static func plain(_ value: Int, decimals: Int) -> String {
        format(value, decimals: decimals).filter { $0 != "\u{2009}" }
    }

    /// `numerator / denominator` rounded half away from zero. `denominator` must be above zero.
    public static func divide(_ numerator: Int, by denominator: Int) -> Int {
        precondition(denominator > 0)
        let half = denominator / 2
        return numerator >= 0 ? (numerator + half) / denominator : (numerator - half) / denominator
    }
}
