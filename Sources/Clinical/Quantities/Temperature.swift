/// A body temperature in hundredths of a degree Celsius.
public struct BodyTemperature: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let hundredthsCelsius: Int

    public init(hundredthsCelsius: Int) { self.hundredthsCelsius = hundredthsCelsius }

    /// From hundredths of a degree Fahrenheit, rounded to the nearest hundredth Celsius; 100.40 °F is exactly 38.00 °C.
    ///
    /// Whatever number was typed, this does not overflow: beyond ±10 million degrees all values are the same.
    public init(hundredthsFahrenheit: Int) {
        hundredthsCelsius = ExactDecimal.divide((Self.bounded(hundredthsFahrenheit) - 3200) * 5, by: 9)
    }

    private static func bounded(_ hundredths: Int) -> Int { min(max(hundredths, -1_000_000_000), 1_000_000_000) }

    public static func < (left: Self, right: Self) -> Bool { left.hundredthsCelsius < right.hundredthsCelsius }

    public var hundredthsFahrenheit: Int { ExactDecimal.divide(Self.bounded(hundredthsCelsius) * 9, by: 5) + 3200 }

    public var celsiusText: String { ExactDecimal.plain(hundredthsCelsius, decimals: 2) }
    /// One decimal, as thermometers show it.
    public var fahrenheitText: String {
        ExactDecimal.plain(ExactDecimal.divide(hundredthsFahrenheit, by: 10), decimals: 1)
    }

    public var description: String { "\(celsiusText) °C (\(fahrenheitText) °F)" }
}
