/// One question a decision table asks.
public struct TableInput: Sendable, Equatable {
    /// What values the answer may take.
    public enum Domain: Sendable, Equatable {
        /// Whole steps from `lower` to `upper`, both included. `decimals` says how many decimals one step
        /// stands for: 2 and unit `degC` means hundredths of a degree.
        case number(lower: Int, upper: Int, decimals: Int, unit: NumberUnit)
        /// One of these words; the value is the index.
        case category([String])

        /// How many different values there are.
        public var count: Int {
            switch self {
            case .number(let lower, let upper, _, _): upper - lower + 1
            case .category(let words): words.count
            }
        }

        /// The smallest value.
        public var lower: Int {
            if case .number(let lower, _, _, _) = self { lower } else { 0 }
        }
    }

    /// Where the value comes from in what a person or a record provides.
    public enum Origin: Sendable, Equatable {
        /// Read directly under this key; dots go into nested objects.
        case key(String)
        /// How many entries of the list under `key` are not in `except`.
        case count(key: String, except: [String])
        /// Whether the list under `key` holds one of `items`.
        case anyOf(key: String, items: [String])
        /// Points of a scored examination, for example the ICE score.
        case score(String)
        /// What the site has signed where respected sources differ.
        case choice(String)
        /// Counted from a list of day values; see ``SeriesMeasure``.
        case series(SeriesMeasure)
        /// Whether the value of one question lies below the value of another, for example a laboratory's own limit.
        case below(of: String, limit: String)
        /// How many times the value of one question is the value of another, in steps of 0.005: an even number of
        /// steps is exact, an odd one lies between two hundredths.
        case ratio(of: String, to: String)
    }

    /// One more way to write the same number: `crpMgPerL` beside `crpMgPerDl`.
    public struct UnitKey: Sendable, Equatable {
        public let key: String
        /// Power of ten from this unit to the table's own: -1 where one of these is a tenth of the table's.
        public let tenfold: Int
        /// What to write behind a number in it.
        public let unit: NumberUnit
    }

    public let name: String
    public let domain: Domain
    public let origin: Origin
    /// The question in words, for a form or a nurse.
    public let question: String
    /// Used when nobody said: only where reading an unknown this way makes the answer more cautious.
    public let whenUnknown: Int?
    /// Shown when `whenUnknown` was used.
    public let unknownNote: String?
    /// What to call each value on a screen, in the order of the category; empty means the words themselves.
    public let labels: [String]
    /// Words a person may give that mean nobody can say, for example sedated.
    public let unknownWords: [String]
    /// Keys for several units, the table's own first; empty where the key takes one unit.
    public var units: [UnitKey] = []
    /// Sentinel for "nobody said".
    public static let unknown = Int.min

    /// The key to ask a person for.
    public var key: String {
        if case .key(let key) = origin, case .number(_, _, _, .celsius) = domain { return key + "C" }
        if let first = units.first { return first.key }
        return switch origin {
        case .key(let key), .count(let key, _), .anyOf(let key, _), .score(let key), .choice(let key): key
        case .series(let measure): measure.series
        case .below(_, let limit): limit
        case .ratio(let of, _): of
        }
    }

    /// Whether the value is worked out from other answers rather than asked for.
    public var isDerived: Bool {
        switch origin {
        case .series, .below, .ratio: true
        default: false
        }
    }

    /// One value in words, with its unit.
    public func describe(_ value: Int) -> String {
        guard value != Self.unknown else { return "unknown" }
        switch domain {
        case .category(let words):
            guard words.indices.contains(value) else { return String(value) }
            return labels.indices.contains(value) ? labels[value] : words[value]
        case .number(_, _, _, .times) where value % 10 != 0:
            return "between \(ExactDecimal.format(value / 10, decimals: 2)) and "
                + "\(ExactDecimal.format(value / 10 + 1, decimals: 2)) times"
        case .number(_, _, let decimals, let unit):
            return unit.describe(ExactDecimal.format(value, decimals: decimals), isOne: value == 1 && decimals == 0)
        }
    }

    /// `more than 3 to 5 times`, `below 0.25 times`: ends with a third decimal stand for what lies beyond a hundredth.
    private func multiples(_ range: ClosedRange<Int>, within all: ClosedRange<Int>) -> String {
        func hundredths(_ value: Int) -> String { ExactDecimal.format(value / 10, decimals: 2) }
        let isOpenBelow = range.lowerBound % 10 != 0
        let isOpenAbove = range.upperBound % 10 != 0
        let from = hundredths(range.lowerBound)
        let to = hundredths(range.upperBound + (isOpenAbove ? 10 : 0))
        if range.upperBound >= all.upperBound {
            return isOpenBelow ? "more than \(from) times" : "\(from) times or more"
        }
        if range.lowerBound <= all.lowerBound { return isOpenAbove ? "below \(to) times" : "up to \(to) times" }
        return (isOpenBelow ? "more than " : "") + from + (isOpenAbove ? " to below " : " to ") + to + " times"
    }

    /// A closed range of values in words, for example `8 to 28 days` or `38 °C or more`.
    public func describe(_ range: ClosedRange<Int>) -> String {
        guard case .number(let lower, let upper, let decimals, let unit) = domain else {
            return range.map { describe($0) }.joined(separator: " or ")
        }
        let from = ExactDecimal.format(range.lowerBound, decimals: decimals)
        let to = ExactDecimal.format(range.upperBound, decimals: decimals)
        if unit == .times { return multiples(range, within: lower...upper) }
        if range.lowerBound == range.upperBound { return describe(range.lowerBound) }
        if range.lowerBound <= lower, range.upperBound >= upper { return "any" }
        if range.upperBound >= upper { return unit.describe(from) + " or more" }
        if range.lowerBound <= lower { return "up to " + unit.describe(to) }
        return "\(from) to \(unit.describe(to))"
    }
}

/// Units that content may use, each with how it is written for people.
public enum NumberUnit: String, Sendable, CaseIterable {
    case days, weeks, months, years, hours, minutes, points, grade, drugs, doses, lines, values, kg, mg, percent, times
    case perNanoliter = "per-nL"
    case milligramsPerDeciliter = "mg/dL"
    case milligramsPerLiter = "mg/L"
    case nanogramsPerMilliliter = "ng/mL"
    case microgramsPerLiter = "ug/L"
    case unitsPerLiter = "U/L"
    case gramsPerLiter = "g/L"
    case millilitersPerMinute = "mL/min"
    case celsius = "degC"
    case litersPerMinute = "L/min"
    case cellsPerMicroliter = "per-uL"
    case gramsPerDeciliter = "g/dL"

    /// Number and unit with a space, singular where it counts one.
    func describe(_ number: String, isOne: Bool = false) -> String {
        switch self {
        case .celsius: number + " °C"
        case .points: number + (isOne ? " point" : " points")
        case .days: number + (isOne ? " day" : " days")
        case .grade: "grade " + number
        case .percent: number + " %"
        case .cellsPerMicroliter: number + " per microliter"
        case .perNanoliter: number + " × 10⁹/L"
        case .microgramsPerLiter: number + " µg/L"
        case .times: number + " times"
        case .values: number + (isOne ? " value" : " values")
        default: number + " " + rawValue
        }
    }

    /// Decimals kept for a measured number in this unit; counts have none.
    public var decimals: Int {
        switch self {
        case .celsius, .litersPerMinute: 2
        case .gramsPerDeciliter, .percent, .unitsPerLiter: 1
        case .perNanoliter, .milligramsPerDeciliter, .millilitersPerMinute: 2
        case .kg, .mg, .times: 3
        default: 0
        }
    }
}
