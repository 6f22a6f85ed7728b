public import Clinical

/// What to do for a reaction, for this drug, this patient's weight and this site. A plain value.
public struct ManagementAnswer: Sendable, Equatable {
    public let toxicity: String
    public let therapy: String
    /// Grades still possible, ascending.
    public let grades: [Int]
    /// The grade that everything here is for.
    public let worst: Int
    /// Sentences to stand before all others: several grades possible, weight missing or old.
    public let cautions: [ManagementCaution]
    /// In the order to do them. The infection line is always among those of `.now`.
    public let actions: [ManagementAction]
    public let dosing: DosingDecision
    public let reassess: ReassessmentTime?
    /// Where sources differ, with what this site follows.
    public let choices: [ChoiceMade]
    /// One for each medicine that is among the actions, or was given and has limits.
    public let tallies: [MedicineTally]

    public func actions(_ section: ManagementStep.Section) -> [ManagementAction] {
        actions.filter { $0.section == section }
    }

    public func action(_ id: String) -> ManagementAction? { actions.first { $0.id == id } }
}

/// A sentence of the program with its level.
public struct ManagementCaution: Sendable, Equatable {
    public let id: String
    public let level: Phrase.Level
    public let text: String
    public let citation: Citation
}

/// One thing to do.
public struct ManagementAction: Sendable, Equatable {
    /// The step's id in the guide.
    public let id: String
    public let section: ManagementStep.Section
    public let isInfectionLine: Bool
    /// Done whichever of the possible grades it is; always so when one grade is possible.
    public let isShared: Bool
    /// `If still at home`, while nobody said whether it applies.
    public let condition: String?
    /// The whole sentence, with this patient's dose or with why there is none.
    public let text: String
    public let give: DoseLine?
    public let citation: Citation
    /// The choice that put it here and that the site has not signed; `nil` otherwise.
    public let unsigned: String?

    public var isUnverified: Bool { citation.level == .unverified }
}

/// A dose for one patient.
public struct DoseLine: Sendable, Equatable {
    public enum Permission: Sendable, Equatable {
        case allowed
        /// Allowed from this moment on, this moment included.
        case notBefore(Instant, why: String)
        /// Allowed again from `until` on; `nil` never again by the limit in force.
        case refused(until: Instant?, why: String)
        /// Weight outside what the dose is on file for.
        case notOnFile(why: String)
    }

    public let medicine: String
    /// The medicine's name.
    public let name: String
    /// `560 mg IV over 1 h (8 mg/kg, max 800 mg)`; without a weight `8 mg/kg IV over 1 h, max 800 mg`.
    public let text: String
    /// Thousandths of mg or mL; `nil` without a weight, when refused and when not on file.
    public let amount: ClosedRange<Int>?
    public let unit: MedicineAmount.Unit
    /// Most at one time, in the same thousandths.
    public let cap: Int?
    /// Weight times dose is above the cap.
    public let wasCapped: Bool
    public let needsWeight: Bool
    public let route: String?
    /// How often, as the source says it.
    public let often: String?
    /// The limits in force in words, for example `not sooner than 8 h, at most 3 in 24 h, at most 4 in total`.
    public let limits: String?
    public let permission: Permission
    public let citation: Citation
}

/// How often a medicine was given, and when it may be given again.
public struct MedicineTally: Sendable, Equatable {
    public let medicine: String
    public let name: String
    /// Doses within the last 24 h; one exactly 24 h ago no longer counts.
    public let inLast24h: Int
    public let inEvent: Int
    public let total: Int
    public let lastAt: Instant?
    /// From this moment on a dose is allowed; `nil` when it is allowed now, or never again.
    public let nextAt: Instant?
    /// No dose ever again, by the limit in force.
    public let isExhausted: Bool
}

/// What happens to the drug that caused it.
public struct DosingDecision: Sendable, Equatable {
    /// `withhold`, `discontinue`, `consider-discontinuation`, `none`; `nil` when not on file.
    public let decision: String?
    public let lines: [Line]
    /// What must be true, or done, for the next dose.
    public let nextDose: [Line]

    public struct Line: Sendable, Equatable {
        public let text: String
        public let citation: Citation
        /// Row of the therapy's table, if one said it.
        public let row: String?
    }
}

/// When to look again.
public struct ReassessmentTime: Sendable, Equatable {
    public let minutes: Int
    public let due: Instant
    public let text: String
    public let citation: Citation
    /// No source on file gives this time: it is this program's own proposal.
    public var isProposal: Bool { citation.level == .unverified }
}

/// A choice with what is followed here.
public struct ChoiceMade: Sendable, Equatable {
    public let id: String
    public let question: String
    public let options: [Option]
    public let chosen: String
    public let isSigned: Bool

    public struct Option: Sendable, Equatable {
        public let id: String
        public let text: String
        public let citation: Citation
    }
}
