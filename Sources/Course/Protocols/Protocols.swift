public import Clinical

/// A content library prepared for the engine: names as small numbers, tables found once.
///
/// Made once when content is loaded; immutable afterwards and shared by every course.
public struct Protocols: Sendable {
    public private(set) var library: ContentLibrary
    public let protocols: [TherapyProtocol]
    /// Therapies that are only read about: no course is started with them.
    public let references: [TherapyProtocol]
    public let crs: GradingScale?
    public let icans: GradingScale?

    public init(_ library: ContentLibrary) {
        self.library = library
        protocols = library.therapies.map { TherapyProtocol($0) }
        references = library.referenceTherapies.map { TherapyProtocol($0) }
        crs = library.toxicity("crs").map { GradingScale($0) }
        icans = library.toxicity("icans").map { GradingScale($0) }
    }

    public func therapy(_ id: String) -> TherapyProtocol? { protocols.first { $0.therapy.id == id } }

    /// The same content with examples counted that were run after it was loaded.
    func counting(examples: Int) -> Protocols {
        var counted = self
        counted.library = library.counting(examples: examples)
        return counted
    }
    /// For reading only: a therapy of either kind.
    public func anyTherapy(_ id: String) -> TherapyProtocol? { (protocols + references).first { $0.therapy.id == id } }

    public func scale(_ scale: Grading.Scale) -> GradingScale? { scale == .crs ? crs : icans }

    public func phrase(_ id: PhraseID) -> Phrase { library.phrase(id) }
}

/// One therapy with its dose names as codes and its tables at hand.
public struct TherapyProtocol: Sendable {
    public let therapy: Therapy
    /// Dose name of each code.
    public let doseNames: [String]
    public let regimens: [RegimenProtocol]
    public let restart: RestartRules?

    init(_ therapy: Therapy) {
        self.therapy = therapy
        let names = therapy.doseNames
        doseNames = names
        let restart = therapy.table("restart").flatMap { RestartRules($0) }
        self.restart = restart
        regimens = therapy.regimens.enumerated().map { index, regimen in
            RegimenProtocol(regimen, therapy: therapy, names: names, restart: restart, regimenIndex: index)
        }
    }

    /// Names of the doses that are given again and again.
    public var repeatingDoses: [String] {
        doseNames.filter { name in regimens.contains { $0.regimen.dose(name)?.repeats ?? false } }
    }

    public func code(_ dose: String) -> UInt8? {
        doseNames.firstIndex(of: dose).flatMap { UInt8(exactly: $0) }
    }

    public func regimenIndex(_ id: String) -> Int? {
        regimens.firstIndex { $0.regimen.id == id || $0.regimen.aliases.contains(id) }
    }

    /// What to call a dose on a screen: `step-up dose 2`.
    public static func title(_ dose: String) -> String {
        if dose.hasPrefix("step-up-") { return "step-up dose " + dose.dropFirst("step-up-".count) }
        return switch dose {
        case "first-treatment": "first treatment dose"
        case "weekly": "weekly dose"
        case "biweekly": "dose every 2 weeks"
        case "every-3-weeks": "dose every 3 weeks"
        case "every-4-weeks": "dose every 4 weeks"
        case "second-treatment": "second treatment dose"
        default: dose
        }
    }
}

/// A grading table with the positions of its questions.
public struct GradingScale: Sendable {
    public let toxicity: Toxicity
    let index: [String: Int]
    /// All inputs unknown.
    let blank: [Int]
    /// The same positions as in `index`, found once: advice asks for them thousands of times a second.
    let signs: SignPositions
    /// Inputs that a site answers by what it signed.
    let signed: [SignedInput]

    struct SignedInput: Sendable {
        let position: Int
        let words: [String]
        let choice: Choice
    }

    init(_ toxicity: Toxicity) {
        self.toxicity = toxicity
        var index: [String: Int] = [:]
        for (position, input) in toxicity.grading.inputs.enumerated() { index[input.name] = position }
        self.index = index
        blank = toxicity.grading.inputs.map { _ in TableInput.unknown }
        signs = SignPositions(index, exceptedPressor: Self.exceptedPressor(toxicity.grading))
        signed = toxicity.grading.inputs.enumerated().compactMap { position, input in
            guard case .choice(let id) = input.origin, case .category(let words) = input.domain,
                let choice = toxicity.choices.first(where: { $0.id == id })
            else { return nil }
            return SignedInput(position: position, words: words, choice: choice)
        }
    }

    public var table: DecisionTable { toxicity.grading }

    /// The words of a category input, for reading records.
    public func words(_ name: String) -> [String] {
        guard let position = index[name], case .category(let words) = table.inputs[position].domain else { return [] }
        return words
    }
}
