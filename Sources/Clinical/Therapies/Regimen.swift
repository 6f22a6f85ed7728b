/// A schedule of doses that a label describes.
public struct Regimen: Sendable {
    public let id: String
    public let aliases: [String]
    public let name: String
    public let doses: [ScheduledDose]
    public let switches: [FrequencySwitch]
    public let citation: Citation

    public func dose(_ name: String) -> ScheduledDose? { doses.first { $0.name == name } }
    public func position(_ name: String) -> Int? { doses.firstIndex { $0.name == name } }
}

/// One named dose of a regimen, or the repeating dose of a phase.
public struct ScheduledDose: Sendable {
    public let name: String
    public let rule: DoseRule
    /// Nominal day counted from the first dose, which is day 1.
    public let day: Int?
    public let timing: Timing
    /// Part of the step-up schedule (the first treatment dose included where the label does so).
    public let stepUp: Bool
    /// For repeating doses: in which weeks of treatment, both ends included, if the label says.
    public let weeks: ClosedRange<Int>?
    public let citation: Citation

    public enum Timing: Sendable {
        /// The first dose of the regimen.
        case first
        /// Once, counted in days after the named dose.
        case after(dose: String, window: Window)
        /// Again and again; the first time this many days after the dose before.
        case every(days: Int, window: Window)
    }

    /// When a dose may be given, in whole days after the dose before it.
    public struct Window: Sendable, Equatable {
        /// The day it is planned for.
        public let nominal: Int
        /// Earliest day allowed; `nil` when not on file.
        public let earliest: Int?
        /// Last day of the usual window; `nil` when not on file.
        public let usualLatest: Int?
        /// Last day allowed at all, then the restart table answers; `nil` when not on file.
        public let latest: Int?
        /// Why the days after the usual window may be used.
        public let because: String?

        public init(nominal: Int, earliest: Int?, usualLatest: Int?, latest: Int?, because: String?) {
            self.nominal = nominal
            self.earliest = earliest
            self.usualLatest = usualLatest
            self.latest = latest
            self.because = because
        }
    }

    public var window: Window? {
        switch timing {
        case .first: nil
        case .after(_, let window), .every(_, let window): window
        }
    }

    public var repeats: Bool {
        if case .every = timing { true } else { false }
    }
}

/// A change to a longer interval, with what must be true first.
public struct FrequencySwitch: Sendable {
    public let from: String
    public let to: String
    /// The label says "may" rather than "then".
    public let optional: Bool
    /// Treatment weeks that must have passed, counted from the first treatment dose or as the source says.
    public let earliestWeek: Int?
    /// After this many doses of `from`.
    public let afterDoses: Int?
    public let criteria: Statement
}
