public import Clinical

/// One patient's decoded record: facts in the order they happened, and the texts that belong to them.
public struct Chart: Sendable {
    public let plan: TherapyProtocol?
    public var patient: PatientDetails
    /// Ordered by time of happening, then by version; wrong ones included.
    public private(set) var facts: [TimedFact]
    /// Versions that a correction names as wrong.
    public private(set) var struck: Set<Int32>
    public let texts: [String]
    /// What each entry `background` said.
    let said: [Background]
    /// Records that could not be read and were not corrected, by version, with why.
    public let unreadable: [(version: Int, why: String)]

    init(
        plan: TherapyProtocol?, patient: PatientDetails, facts: [TimedFact], texts: [String],
        said: [Background] = [], unreadable: [(version: Int, why: String)]
    ) {
        self.plan = plan
        self.patient = patient
        self.texts = texts
        self.said = said
        var struck: Set<Int32> = []
        var sorted = true
        for (index, fact) in facts.enumerated() {
            // Nothing is struck out before it was recorded.
            if case .corrected(let version, _) = fact.fact, version < fact.version { struck.insert(version) }
            if index > 0, facts[index - 1].at > fact.at { sorted = false }
        }
        self.struck = struck
        self.unreadable =
            struck.isEmpty ? unreadable : unreadable.filter { !struck.contains(Int32(clamping: $0.version)) }
        self.facts =
            sorted ? facts : facts.sorted { ($0.at.milliseconds, $0.version) < ($1.at.milliseconds, $1.version) }
        if !said.isEmpty { self.patient.background = background() }
    }

    /// The newest of each thing said that still stands.
    private func background() -> Background {
        var told = Background()
        for fact in standing {
            if case .background(let index) = fact.fact, said.indices.contains(Int(index)) {
                told.take(said[Int(index)])
            }
        }
        return told
    }

    /// The facts that count.
    public var standing: [TimedFact] { struck.isEmpty ? facts : facts.filter { !struck.contains($0.version) } }

    public func text(_ index: Int32) -> String? {
        texts.indices.contains(Int(index)) ? texts[Int(index)] : nil
    }

    public func state(fever: BodyTemperature) -> CourseState { CourseState.fold(standing, fever: fever) }
}

/// Who the patient is, as registered; the newest registration wins.
public struct PatientDetails: Sendable, Equatable {
    public var name = ""
    public var born: Day?
    /// The practice's own number for the patient.
    public var recordNumber: String?
    public var synthetic = false
    /// As told at registration; ``Background/allergies`` is newer.
    var registeredAllergies: String?
    public var phone: String?
    public var background = Background()

    public init() {}

    public var allergies: String? { background.allergies ?? registeredAllergies }
}

extension Chart {
    /// The chart of a patient of whom nothing is recorded.
    public static let empty = Chart(plan: nil, patient: PatientDetails(), facts: [], texts: [], unreadable: [])
}
