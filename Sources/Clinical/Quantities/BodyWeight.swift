/// A patient's actual body weight in whole grams.
public struct BodyWeight: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let grams: Int

    public init(grams: Int) { self.grams = grams }

    public static func < (left: Self, right: Self) -> Bool { left.grams < right.grams }

    public var kilogramsText: String { ExactDecimal.plain(grams, decimals: 3) }
    public var description: String { ExactDecimal.format(grams, decimals: 3) + " kg" }
}
