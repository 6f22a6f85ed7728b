/// A medicine that is given for a reaction: its doses as sources print them, and how often it may be given.
public struct Medicine: Sendable {
    public let id: String
    public let name: String
    /// Other words people write for it when they record it; compared without regard to case.
    public let alsoCalled: [String]
    public let role: Role
    public let sources: [Source]
    public let doses: [MedicineDose]
    public let limits: [MedicineLimit]
    public let cautions: [Statement]
    public let choices: [Choice]
    public let open: [OpenStatement]

    public enum Role: String, Sendable, CaseIterable {
        case antipyretic, steroid
        case antiCytokine = "anti-cytokine"
        case antiseizure, fluid, other
    }

    /// Words of each name, in lower case.
    private let nameWords: [[String]]

    init(
        id: String, name: String, alsoCalled: [String], role: Role, sources: [Source], doses: [MedicineDose],
        limits: [MedicineLimit], cautions: [Statement], choices: [Choice], open: [OpenStatement]
    ) {
        self.id = id
        self.name = name
        self.alsoCalled = alsoCalled
        self.role = role
        self.sources = sources
        self.doses = doses
        self.limits = limits
        self.cautions = cautions
        self.choices = choices
        self.open = open
        nameWords = ([name] + alsoCalled).map { Self.words($0) }
    }

    public func dose(_ id: String) -> MedicineDose? { doses.first { $0.id == id } }

    /// Letters and digits of a text in lower case, word by word.
    public static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// Whether a text names this medicine, as whole words: `dex 10 mg` does, `dexrazoxane` does not.
    ///
    /// - Parameter words: From ``words(_:)``.
    public func isNamed(in words: [String]) -> Bool {
        nameWords.contains { wanted in
            guard let first = wanted.first, wanted.count <= words.count else { return false }
            return words.indices.dropLast(wanted.count - 1).contains { start in
                words[start] == first && words[start...].starts(with: wanted)
            }
        }
    }
}

/// One dose of a medicine as one source prints it.
public struct MedicineDose: Sendable {
    public let id: String
    public let amount: MedicineAmount
    /// Most at one time, in thousandths of the amount's unit.
    public let cap: Int?
    /// Body weights the dose is on file for, both ends included; `nil` when the source gives no bounds.
    public let weights: ClosedRange<BodyWeight>?
    public let route: String?
    /// How long it runs in, for example `1 h`.
    public let over: String?
    /// How often, for example `once` or `every 6 to 12 h`.
    public let often: String?
    /// Until when, for example `until grade 1 or less, then taper`.
    public let until: String?
    public let citation: Citation
}

/// How much: a number or a range, in mg or mL, flat or for each kilogram of body weight.
public struct MedicineAmount: Sendable, Hashable, CustomStringConvertible {
    public enum Unit: String, Sendable, CaseIterable { case milligram = "mg", milliliter = "mL" }

    /// Thousandths of the unit, both ends included.
    public let range: ClosedRange<Int>
    public let unit: Unit
    public let perKilogram: Bool

    /// As the source prints it: `8 mg/kg`, `650 to 1000 mg`.
    public var description: String {
        Self.text(range, unit: unit) + (perKilogram ? "/kg" : "")
    }

    /// The amount for one patient, capped, in thousandths of the unit.
    ///
    /// - Parameters:
    ///   - weight: Not needed for a flat amount.
    ///   - cap: Most at one time, in the same thousandths.
    /// - Returns: `nil` when the amount depends on a weight nobody gave; `wasCapped` when weight times dose is above the
    ///   cap, not when it is the cap.
    public func amount(for weight: BodyWeight?, cap: Int?) -> (range: ClosedRange<Int>, wasCapped: Bool)? {
        var found = range
        if perKilogram {
            guard let weight else { return nil }
            found =
                ExactDecimal.divide(
                    range.lowerBound * weight.grams, by: 1000)...ExactDecimal.divide(
                    range.upperBound * weight.grams, by: 1000)
        }
        guard let cap, found.upperBound > cap else { return (found, false) }
        return (min(found.lowerBound, cap)...cap, true)
    }

    public static func text(_ range: ClosedRange<Int>, unit: Unit) -> String {
        let low = ExactDecimal.format(range.lowerBound, decimals: 3)
        guard range.upperBound != range.lowerBound else { return "\(low) \(unit.rawValue)" }
        return "\(low) to \(ExactDecimal.format(range.upperBound, decimals: 3)) \(unit.rawValue)"
    }
}

/// How often a medicine may be given: a least time between doses, or a most number of doses in a time.
public struct MedicineLimit: Sendable {
    public enum Rule: Sendable, Hashable {
        /// Least hours from one dose to the next; a dose exactly then is allowed.
        case apart(hours: Int)
        /// Most doses in any stretch of so many hours; a dose exactly that old no longer counts.
        case most(doses: Int, withinHours: Int)
        /// Most doses since the reaction began.
        case mostInEvent(doses: Int)
        /// Most doses of the whole course.
        case mostInTotal(doses: Int)
    }

    public let id: String
    public let rule: Rule
    /// What to do once the limit is reached.
    public let instead: String
    /// When sources differ: the choice and the option this belongs to.
    public let option: ChoiceOption?
    public let citation: Citation
}

/// An option of a choice: what carries it is in force where the option is.
public struct ChoiceOption: Sendable, Hashable {
    public let choice: String
    public let option: String
}
