/// What a row says to do or to conclude. Which fields a row may have depends on the table's kind.
public struct Outcome: Sendable, Equatable {
    /// For restart: `too-early`, `give-next`, `continue`, `repeat`, `restart`, `discontinue`.
    /// For modification: `none`, `withhold`, `discontinue`, `consider-discontinuation`.
    public var action: String?
    /// Name of the dose to give.
    public var dose: String?
    public var premedicate: Bool?
    public var reviewBenefitRisk = false
    /// Grade 0-5.
    public var grade: Int?
    /// `not-crs`, `not-icans`: the scale does not apply.
    public var verdict: String?
    /// Points of one item of a score.
    public var points: Int?
    /// The category of a score, for example `high`.
    public var category: String?
    /// What to observe or where, in words.
    public var observation: String?
    /// Hours in hospital after the next dose.
    public var nextDoseHospitalHours: Int?
    public var nextDosePremedicate: Bool?
    /// What must be true before dosing resumes.
    public var until: String?
    /// The line for people.
    public var say: String?
    /// Cautions to show beside the answer.
    public var flags: [String] = []
    /// Dose that follows the one in `dose`, and after how many days, when tolerated.
    public var followedBy: FollowUp?
    /// Names the open statement when the content has no answer here.
    public var open: String?

    public struct FollowUp: Sendable, Equatable {
        public let dose: String
        public let afterDays: Int
        public let condition: String?
    }

    public init() {}

    /// How bad this outcome is among the outcomes of one table; drives what is done while inputs are missing.
    public var severity: Int { grade ?? -1 }

    /// Two rows with equal keys mean the same to a person asking.
    public var answerKey: String {
        if let grade { return "grade \(grade)" }
        if let points { return "points \(points)" }
        return verdict ?? category ?? [action, dose, open].compactMap { $0 }.joined(separator: " ")
    }
}
