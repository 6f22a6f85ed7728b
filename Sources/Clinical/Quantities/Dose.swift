/// A drug amount in whole micrograms.
public struct DoseAmount: Hashable, Sendable, Comparable {
    public let micrograms: Int

    public init(micrograms: Int) { self.micrograms = micrograms }

    public static func < (left: Self, right: Self) -> Bool { left.micrograms < right.micrograms }

    /// Milligrams without unit, for example `4.5`; a valid JSON number.
    public var milligramsText: String { ExactDecimal.plain(micrograms, decimals: 3) }
}

extension DoseAmount: CustomStringConvertible {
    public var description: String { ExactDecimal.format(micrograms, decimals: 3) + " mg" }
}

/// A drug volume in hundredths of a milliliter.
public struct DoseVolume: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let hundredths: Int

    public init(hundredths: Int) { self.hundredths = hundredths }

    public static func < (left: Self, right: Self) -> Bool { left.hundredths < right.hundredths }

    public var millilitersText: String { ExactDecimal.plain(hundredths, decimals: 2) }
    public var description: String { ExactDecimal.format(hundredths, decimals: 2) + " mL" }
}

/// Drug per volume, in whole micrograms per milliliter.
public struct Concentration: Hashable, Sendable, CustomStringConvertible {
    public let microgramsPerMilliliter: Int

    public init(microgramsPerMilliliter: Int) { self.microgramsPerMilliliter = microgramsPerMilliliter }

    public var milligramsPerMilliliterText: String { ExactDecimal.plain(microgramsPerMilliliter, decimals: 3) }
    public var description: String { ExactDecimal.format(microgramsPerMilliliter, decimals: 3) + " mg/mL" }

    /// The volume that holds `amount`, rounded to the nearest hundredth of a milliliter.
    public func volume(of amount: DoseAmount) -> DoseVolume {
        DoseVolume(hundredths: ExactDecimal.divide(amount.micrograms * 100, by: max(1, microgramsPerMilliliter)))
    }
}

/// What a regimen prescribes for one dose.
public enum DoseRule: Hashable, Sendable {
    /// A fixed amount whatever the weight.
    case flat(DoseAmount)
    /// Whole micrograms per kilogram of actual body weight.
    case perKilogram(micrograms: Int)

    /// The arithmetic amount for a weight, rounded to the nearest microgram. A label's weight-band table,
    /// where there is one, may say a different amount and always goes first.
    public func amount(for weight: BodyWeight) -> DoseAmount {
        switch self {
        case .flat(let amount): amount
        case .perKilogram(let micrograms):
            DoseAmount(micrograms: ExactDecimal.divide(micrograms * weight.grams, by: 1000))
        }
    }
}

extension DoseRule: CustomStringConvertible {
    public var description: String {
        switch self {
        case .flat(let amount): amount.description
        case .perKilogram(let micrograms): ExactDecimal.format(micrograms, decimals: 3) + " mg/kg"
        }
    }
}
