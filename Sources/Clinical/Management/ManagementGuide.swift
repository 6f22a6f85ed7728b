/// What to do for one reaction, grade by grade, with the sources side by side.
public struct ManagementGuide: Sendable {
    /// The toxicity it is for, for example `crs`.
    public let id: String
    public let sources: [Source]
    public let choices: [Choice]
    /// Facts about the patient that steps depend on.
    public let flags: [ManagementFlag]
    /// In the order they are done.
    public let steps: [ManagementStep]
    public let reassess: [Reassessment]
    public let sections: [ManagementSection: [Statement]]
    public let open: [OpenStatement]
    public let examples: [ManagementExample]
    public let file: String

    /// Grades that are managed.
    public static let grades = 1...4

    public func flag(_ id: String) -> ManagementFlag? { flags.first { $0.id == id } }
    public func reassessment(grade: Int) -> Reassessment? { reassess.first { $0.grades.contains(grade) } }
}

/// Something about the patient that may be yes, no or unknown, for example neutropenia.
public struct ManagementFlag: Sendable {
    public let id: String
    public let question: String
    /// Before the sentence while nobody knows: `If there is ICANS`.
    public let ifYes: String
    public let ifNo: String
}

/// One thing to do.
public struct ManagementStep: Sendable {
    public let id: String
    public let grades: [Int]
    public let section: Section
    /// Belongs to the line that looks for infection; never left out.
    public let isInfectionLine: Bool
    /// Its words name a condition, so that it is not given at this grade as a matter of course.
    public let isIfNeeded: Bool
    /// `{dose}` stands for the dose of this patient.
    public let text: String
    /// Stands in the engine's sentence where a dose is given.
    public let give: Gift?
    /// In force only where the site's choice is this option.
    public let option: ChoiceOption?
    /// Therapies it is on file for; empty means all.
    public let therapies: [String]
    /// Flags that must not be known to be absent.
    public let onlyWith: [String]
    /// Flags that must not be known to be present.
    public let notWith: [String]
    public let citation: Citation

    public enum Section: String, Sendable, CaseIterable {
        case now
        case workUp = "work-up"
        case monitor, escalate
    }

    /// A dose of a medicine, by their ids.
    public struct Gift: Sendable, Hashable {
        public let medicine: String
        public let dose: String
    }
}

/// When to look again.
public struct Reassessment: Sendable {
    public let grades: [Int]
    public let minutes: Int
    public let text: String
    public let citation: Citation
}

/// Prose beside the steps.
public enum ManagementSection: String, Sendable, CaseIterable {
    case general
    case secondLine = "second-line"
    case prolonged
    case lateNeurotoxicity = "late-neurotoxicity"
    case afterCare = "after-care"
    case supply
}

/// A worked example that stands in a guide and is run when content is loaded.
public struct ManagementExample: Sendable {
    public let grades: [Int]
    public let therapy: String
    public let weight: BodyWeight?
    public let choices: [String: String]
    public let flags: [String: Bool]
    /// Hours before now at which each medicine was given.
    public let given: [(medicine: String, hoursAgo: Int)]
    /// Steps that must be there, and steps that must not.
    public let has: [String]
    public let hasNot: [String]
    /// The sentence of a step must hold these words.
    public let says: [(step: String, words: String)]
    public let decision: String?
    public let reassess: Int?
    public let line: Int
}
