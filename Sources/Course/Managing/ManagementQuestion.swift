public import Clinical

/// A medicine somebody recorded as given.
public struct GivenMedicine: Sendable, Hashable {
    /// The content's id, for example `tocilizumab`.
    public let medicine: String
    public let at: Instant

    public init(medicine: String, at: Instant) {
        self.medicine = medicine
        self.at = at
    }
}

/// What is known when somebody asks what to do for a reaction. Nothing here has a default that could be read as normal.
public struct ManagementQuestion: Sendable {
    /// `crs` or `icans`.
    public var toxicity: String
    /// Grades still possible, 1 to 4; the worst drives what is done.
    public var grades: Set<Int>
    public var therapy: String
    /// Actual body weight; `nil` when nobody weighed the patient.
    public var weight: BodyWeight?
    /// Whole days since it was taken; `nil` when it is of today or nobody said.
    public var weightAgeDays: Int?
    /// Signed options by choice id.
    public var choices: [String: String] = [:]
    /// Flags of the guide that are known; a flag that is not here is unknown.
    public var flags: [String: Bool] = [:]
    /// Every dose on record, of any medicine.
    public var given: [GivenMedicine] = []
    /// When the reaction began; `nil` counts every dose on record to it.
    public var began: Instant?
    /// Whether this grade was reached in an earlier episode; `nil` when unknown.
    public var recurrent: Bool?
    public var now: Instant

    public init(toxicity: String, grades: Set<Int>, therapy: String, weight: BodyWeight?, now: Instant) {
        self.toxicity = toxicity
        self.grades = grades
        self.therapy = therapy
        self.weight = weight
        self.now = now
    }
}
