/// One drug as the content knows it.
public struct Therapy: Sendable {
    public let id: String
    public let use: Use
    public let names: Names
    public let drugClass: String
    public let targets: [String]
    /// Newest label the content rests on, `YYYY-MM` or `YYYY`.
    public let labelDate: String
    /// How that label was read.
    public let labelNote: Statement
    public let sources: [Source]
    /// Prose facts by section, in the order of ``ReferenceSection``.
    public let sections: [ReferenceSection: [Statement]]
    public let presentations: [Presentation]
    public let regimens: [Regimen]
    /// Answers when nobody names a regimen; `nil` where the choice must be made.
    public let defaultRegimen: String?
    public let premedication: [Premedication]
    public let observation: [Observation]
    public let volumes: [VolumeTable]
    public let tables: [DecisionTable]
    public let choices: [Choice]
    public let open: [OpenStatement]

    /// What the program does with it.
    public enum Use: String, Sendable, CaseIterable {
        /// Courses are started and followed with it.
        case course
        /// Only read about.
        case reference
    }

    public struct Names: Sendable, Hashable {
        public let generic: String
        public let brand: String
        /// Tall-man spelling, used where one look-alike name is chosen among others.
        public let tallMan: String
        public let maker: String?
    }

    public func regimen(_ id: String) -> Regimen? {
        regimens.first { $0.id == id || $0.aliases.contains(id) }
    }

    public func table(_ id: String) -> DecisionTable? { tables.first { $0.id == id } }

    public func openStatement(_ id: String) -> OpenStatement? { open.first { $0.id == id } }

    /// Every dose name of every regimen, in order of first use.
    public var doseNames: [String] {
        var names: [String] = []
        for dose in regimens.flatMap(\.doses) where !names.contains(dose.name) { names.append(dose.name) }
        return names
    }
}

/// Parts of a therapy page, in reading order.
public enum ReferenceSection: String, Sendable, CaseIterable {
    case indication
    case boxedWarning = "boxed-warning"
    case rems
    case preparation
    case administration
    case dosing
    case premedication
    case observation
    case delay
    case toxicityActions = "toxicity-actions"
    case doseModification = "dose-modification"
    case infection
    case reactions
    case incidence
    case interactions
    case pregnancy
    case vaccination
    case laboratory
    case counselling
    case labelHistory = "label-history"
}

/// One vial strength.
public struct Presentation: Sendable {
    public let id: String
    public let content: DoseAmount
    public let volume: DoseVolume
    public let concentration: Concentration
    /// Dose names drawn from this vial.
    public let usedFor: [String]
    /// Most that may go into one injection; `nil` when not on file or not injected.
    public let maximumPerInjection: DoseVolume?
    public let citation: Citation
}

/// Where respected sources differ, the options side by side; a site signs one.
public struct Choice: Sendable {
    public let id: String
    public let question: String
    public let options: [Option]
    /// Answers until a site has signed: never looser than the label.
    public let untilSigned: String

    public struct Option: Sendable {
        public let id: String
        public let text: String
        public let citation: Citation
    }

    public func option(_ id: String) -> Option? { options.first { $0.id == id } }
}
