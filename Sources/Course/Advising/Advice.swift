public import Clinical

/// What is due, and when.
public struct AgendaItem: Sendable {
    public enum Kind: String, Sendable {
        case dose, premedication, observation, watch, weigh, grade, reassess, hold, review
    }

    public enum Status: String, Sendable {
        case upcoming, due, overdue, done, missed
    }

    public let kind: Kind
    public let what: String
    public let earliest: Instant?
    public let due: Instant?
    public let latest: Instant?
    public let status: Status
    public let why: String
    public let citation: Citation?
    /// Dose name for doses and what belongs to one.
    public let dose: String?
}

/// One line of what the content says about the state as it stands.
public struct AdviceLine: Sendable {
    public let id: String
    public let level: Phrase.Level
    public let what: String
    public let why: String
    public let citation: Citation
    /// Table and row that said it, to light it on a page.
    public let table: String?
    public let row: String?
}

/// Everything the engine says about one course at one moment.
public struct CourseAdvice: Sendable {
    public let now: Instant
    public let next: NextDose?
    public let agenda: [AgendaItem]
    public let advice: [AdviceLine]
    /// Red first.
    public let alerts: [AdviceLine]
    /// What to do for each reaction that is open or may be there.
    public let reactions: [ManagementAnswer]
    /// End of the time reactions are watched for after the last dose.
    public let riskWindowEnd: Instant?
    /// The next moment at which any of this changes by itself.
    public let wakeAt: Instant?

    public var worstLevel: Phrase.Level? { alerts.first?.level }
}

/// Where a course is given: what its clock shows and what it signed.
public struct SiteRules: Sendable {
    public let zone: Zone
    /// Signed options by choice id.
    public let choices: [String: String]

    public init(zone: Zone, choices: [String: String] = [:]) {
        self.zone = zone
        self.choices = choices
    }

    /// The signed option, or the one that answers until a site has signed one that is listed.
    func option(of choice: Choice) -> String {
        choices[choice.id].flatMap { choice.option($0)?.id } ?? choice.untilSigned
    }

    /// Whether an observation rule is the one in force here.
    func applies(_ observation: Observation, in therapy: Therapy) -> Bool {
        guard let option = observation.option else { return true }
        guard let choice = therapy.choices.first(where: { $0.id == option.choice }) else { return true }
        return self.option(of: choice) == option.option
    }
}
