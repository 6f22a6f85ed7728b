public import Clinical

/// One reaction from its onset to its end, as clinicians graded it and thermometers showed it.
public struct Episode: Sendable, Equatable {
    /// Whether it stands alone or comes back after one that was called resolved.
    public enum Kind: String, Sendable { case first, recurrence }

    public struct Grade: Sendable, Equatable {
        public let at: Instant
        /// 0 to 5; 0 is resolved.
        public let grade: UInt8
    }

    public let scale: Grading.Scale
    public let kind: Kind
    /// The first sign: the first fever or the first grade above 0, whichever was earlier.
    public let onset: Instant
    /// Index of the dose before the onset in ``CourseState/doses``; `nil` before any dose.
    public let dose: Int?
    /// Whole hours from that dose to the onset.
    public let hoursAfterDose: Int?
    /// Oldest first; empty while nobody has graded it.
    public internal(set) var grades: [Grade]
    /// When grade 0 was recorded; `nil` while it is open.
    public internal(set) var resolvedAt: Instant?
    /// Newest reading of a fever within the episode.
    public internal(set) var newestFever: Instant?
    /// Newest temperature below fever after ``newestFever``.
    public internal(set) var coolAt: Instant?
    /// A fever-lowering medicine was given after the newest fever.
    public internal(set) var isMasked: Bool

    public var isOpen: Bool { resolvedAt == nil }
    public var worst: UInt8 { grades.map(\.grade).max() ?? 0 }
    /// Nobody has graded it yet.
    public var isUngraded: Bool { grades.isEmpty }

    /// Whole hours without fever that were measured: from the newest fever to the newest temperature below it.
    ///
    /// - Returns: `nil` where there was no fever, or none was measured after it: not measured is not fever-free.
    public var feverFreeHours: Int? {
        guard let newestFever, let coolAt, coolAt > newestFever else { return nil }
        return coolAt.hours(since: newestFever)
    }

    /// Whole hours from onset to resolution, or to `now` while it is open.
    public func hours(at now: Instant) -> Int { max(0, (resolvedAt ?? now).hours(since: onset)) }
}
