/// A list of day values a person gives, for example the neutrophil count of each day.
///
/// Day 0 is the infusion. A day without a value is unmeasured: neither zero nor normal.
public struct Series: Sendable, Equatable {
    /// Key of the list, for example `anc`.
    public let key: String
    public let question: String
    /// Keys of the value in one entry, each with its unit; the first is the series' own.
    public let units: [TableInput.UnitKey]
    /// Values in steps of the first unit, both ends included.
    public let range: ClosedRange<Int>
    public let decimals: Int
    public let days: ClosedRange<Int>
    public let citation: Citation

    /// One value in words, with its unit.
    public func describe(_ value: Int) -> String {
        let number = ExactDecimal.format(value, decimals: decimals)
        return units.first?.unit.describe(number) ?? number
    }
}

/// What a table counts in a series.
public struct SeriesMeasure: Sendable, Equatable {
    public enum Count: String, Sendable, CaseIterable {
        /// Days of the longest low run, its bridged days included.
        case longestRun = "longest-run"
        /// Days of all low runs together, their bridged days included.
        case cumulative
        /// The lowest, and the second lowest, value of a day.
        case lowest
        case secondLowest = "second-lowest"
        /// On how many days there is a value.
        case measured
    }

    public let series: String
    public let count: Count
    /// Values up to this one, included, are low.
    public let low: Int?
    /// Days looked at, both included.
    public let days: ClosedRange<Int>
    /// Low runs with fewer days than this between them are one run.
    public let bridge: Int
}

/// The values of one series as somebody gave them.
public struct SeriesReading: Sendable, Equatable {
    public let key: String
    /// The lowest value of each day.
    public let values: [Int: Int]
    /// The last day that has come; `nil` when nobody said, and then later days count as unmeasured.
    public let through: Int?

    /// How days without a value are read.
    enum Unmeasured { case low, notLow, betweenLow }

    /// The least and the most that the measure can be, whatever the unmeasured days were; `nil` when nothing can be said.
    func bounds(of measure: SeriesMeasure) -> ClosedRange<Int>? {
        let days = window(measure)
        let found = days.compactMap { values[$0] }.sorted()
        switch measure.count {
        case .measured: return found.count...found.count
        case .lowest: return found.first.map { $0...$0 }
        case .secondLowest: return found.count > 1 ? found[1]...found[1] : found.first.map { $0...(.max - 1) }
        case .longestRun, .cumulative:
            return length(measure, unmeasured: .notLow)...length(measure, unmeasured: .low)
        }
    }

    /// The measure with every unmeasured stretch between two low values read as low, as published programs do.
    func bridged(_ measure: SeriesMeasure) -> Int? {
        switch measure.count {
        case .longestRun, .cumulative: length(measure, unmeasured: .betweenLow)
        default: bounds(of: measure)?.lowerBound
        }
    }

    /// Days of the window without a value.
    func unmeasured(_ measure: SeriesMeasure) -> [Int] { window(measure).filter { values[$0] == nil } }

    /// Unmeasured days that ``bridged(_:)`` reads as low.
    func filled(_ measure: SeriesMeasure) -> Int {
        guard measure.low != nil else { return 0 }
        return unmeasured(measure).count { liesBetweenLow($0, measure) }
    }

    /// The same with one more day.
    func adding(_ value: Int, on day: Int) -> SeriesReading {
        SeriesReading(key: key, values: values.merging([day: value]) { $1 }, through: through)
    }

    private func window(_ measure: SeriesMeasure) -> [Int] {
        let last = min(measure.days.upperBound, through ?? measure.days.upperBound)
        return measure.days.lowerBound <= last ? Array(measure.days.lowerBound...last) : []
    }

    private func length(_ measure: SeriesMeasure, unmeasured: Unmeasured) -> Int {
        guard let low = measure.low else { return 0 }
        var runs: [ClosedRange<Int>] = []
        for day in window(measure) {
            let isLow =
                values[day].map { $0 <= low }
                ?? (unmeasured == .low || unmeasured == .betweenLow && liesBetweenLow(day, measure))
            guard isLow else { continue }
            if let last = runs.last, day - last.upperBound <= measure.bridge {
                runs[runs.count - 1] = last.lowerBound...day
            } else {
                runs.append(day...day)
            }
        }
        let lengths = runs.map(\.count)
        return measure.count == .longestRun ? lengths.max() ?? 0 : lengths.reduce(0, +)
    }

    private func liesBetweenLow(_ day: Int, _ measure: SeriesMeasure) -> Bool {
        guard let low = measure.low else { return false }
        let measured = window(measure).filter { values[$0] != nil }
        guard let before = measured.last(where: { $0 < day }), let after = measured.first(where: { $0 > day }) else {
            return false
        }
        return values[before] ?? .max <= low && values[after] ?? .max <= low
    }
}
