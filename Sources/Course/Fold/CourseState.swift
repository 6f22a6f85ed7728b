public import Clinical

/// A dose that was given, with what was known when it was.
public struct GivenDose: Sendable {
    public let at: Instant
    public let version: Int32
    public let code: UInt8
    public let amount: DoseAmount?
    /// A hold was open.
    public let whileHeld: Bool
    /// An infection had been found and not called resolved.
    public let whileInfected: Bool
    /// When the newest weight was taken; `nil` when there was none.
    public let weighedAt: Instant?
    /// Regimen in force.
    public let regimen: UInt8
    /// Repeating dose chosen by then, or 255.
    public let frequency: UInt8
}

/// One reaction as graded by clinicians.
public struct ToxicityTrack: Sendable {
    /// Newest grade of the whole course, a dose in between or not; `nil` when never graded.
    public var grade: UInt8?
    public var gradedAt: Instant?
    /// Worst grade since the last dose.
    public var worstSinceDose: UInt8 = 0
    /// Worst grade of the whole course.
    public var worst: UInt8 = 0
    /// How many episodes reached each grade; index is the grade.
    public var episodes: (UInt8, UInt8, UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0, 0, 0)
    /// Highest grade of the episode that is open, 0 when none is.
    public var openWorst: UInt8 = 0
    /// When the open episode began.
    public var openedAt: Instant?
    /// When the last episode was called resolved.
    public var resolvedAt: Instant?
    /// Highest grade of the last closed episode and when it began.
    public var lastWorst: UInt8 = 0
    public var lastOpenedAt: Instant?

    mutating func record(_ newGrade: UInt8, at: Instant) {
        grade = newGrade
        gradedAt = at
        worstSinceDose = max(worstSinceDose, newGrade)
        worst = max(worst, newGrade)
        if newGrade == 0 {
            if openWorst > 0 {
                count(openWorst)
                lastWorst = openWorst
                lastOpenedAt = openedAt
                resolvedAt = at
            }
            openWorst = 0
            openedAt = nil
        } else {
            if openWorst == 0 { openedAt = at }
            openWorst = max(openWorst, newGrade)
        }
    }

    private mutating func count(_ grade: UInt8) {
        switch grade {
        case 1: episodes.1 &+= 1
        case 2: episodes.2 &+= 1
        case 3: episodes.3 &+= 1
        case 4: episodes.4 &+= 1
        default: episodes.5 &+= 1
        }
    }

    /// Closed episodes that reached exactly this grade.
    func closedEpisodes(of grade: UInt8) -> UInt8 {
        switch grade {
        case 1: episodes.1
        case 2: episodes.2
        case 3: episodes.3
        case 4: episodes.4
        default: episodes.5
        }
    }

    public var isOpen: Bool { openWorst > 0 }
}

/// A fever that was not graded when the next dose was recorded. The dose does not settle it; a grade does.
public struct UngradedFever: Sendable {
    /// Newest reading of a fever.
    public let at: Instant
    /// Highest temperature between the dose before and the one that followed.
    public let peak: Int16
    public let fahrenheit: Bool
    /// The last temperature before the dose was still a fever.
    public let stood: Bool
    /// Index of the dose that was given after it.
    public let dose: Int
}

/// One patient's course as it stands after some facts. A value: folding never changes anything outside it.
public struct CourseState: Sendable {
    public var registeredAt: Instant?
    public var startedAt: Instant?
    public var regimen: UInt8 = 0
    public var doses: [GivenDose] = []
    /// Repeating dose chosen by the treating team, or 255.
    public var frequency: UInt8 = 255

    public var weight: BodyWeight?
    public var weighedAt: Instant?

    public var vitals = Vitals()
    public var vitalsAt: Instant?
    /// Newest temperature on record and when.
    public var temperature: Int16 = Vitals.missing
    public var temperatureAt: Instant?
    public var temperatureFahrenheit = false
    /// First and newest fever since the last dose.
    public var feverAt: Instant?
    public var newestFeverAt: Instant?
    public var peakTemperature: Int16 = Vitals.missing
    /// A fever of the time before some dose that nobody has graded since.
    public var feverBeforeDose: UngradedFever?
    /// Newest medicine that can hide a fever, and newest premedication.
    public var feverDrugAt: Instant?
    public var feverDrug = MedicineKind.other
    public var premedicatedAt: Instant?
    /// Newest premedication after the dose before the last one and up to the last one: the last dose's own.
    public var lastDosePremedicatedAt: Instant?

    /// Every dose of a medicine of the content, by its place in ``ContentLibrary/medicines``, oldest first.
    public var medicinesGiven: [(medicine: Int, at: Instant)] = []

    public var neuro = Neuro()
    public var neuroAt: Instant?

    public var crs = ToxicityTrack()
    public var icans = ToxicityTrack()

    public var heldAt: Instant?
    public var holdText: Int32 = -1
    public var infectedAt: Instant?
    public var infectionText: Int32 = -1

    /// Facts seen, and the moment of the last one.
    public var count = 0
    public var lastAt: Instant?

    public init() {}

    public var isHeld: Bool { heldAt != nil }
    public var lastDose: GivenDose? { doses.last }

    /// Newest temperature since the last dose; what was measured before belongs to the dose before.
    public var temperatureSinceDose: Int16 {
        guard let temperatureAt, temperatureAt >= doses.last?.at ?? temperatureAt else { return Vitals.missing }
        return temperature
    }

    /// Whether premedication that can hide a fever was given for the last dose, or since it and by `moment`. What was
    /// given for an earlier dose hides nothing now; without a dose any by then counts.
    func isPremedicated(by moment: Instant) -> Bool {
        if lastDosePremedicatedAt != nil { return true }
        guard let premedicatedAt, premedicatedAt <= moment else { return false }
        return premedicatedAt >= lastDose?.at ?? premedicatedAt
    }

    public func track(_ scale: Grading.Scale) -> ToxicityTrack { scale == .crs ? crs : icans }
}
