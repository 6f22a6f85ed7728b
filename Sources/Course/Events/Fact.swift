public import Clinical

/// Yes, no, or nobody said. Unknown is never read as no.
public enum Known: UInt8, Sendable {
    case no, yes, unknown

    public init(_ value: Bool?) { self = value.map { $0 ? .yes : .no } ?? .unknown }

    public var bool: Bool? { self == .unknown ? nil : self == .yes }

    /// The value for a yes/no question of a decision table.
    var tableValue: Int { self == .unknown ? TableInput.unknown : self == .yes ? 1 : 0 }
}

/// What happened, in a form without references so that a course folds in a few microseconds.
///
/// Names are indices into the compiled protocol; texts (notes, reasons) stand in ``Chart/texts``.
public enum Fact: Sendable {
    case registered
    /// Index of the regimen within the chart's protocol.
    case started(regimen: UInt8)
    case weighed(BodyWeight)
    case dose(code: UInt8, amount: DoseAmount?)
    case premedication(MedicineSet)
    case medicine(MedicineKind, MedicineSet)
    case vitals(Vitals)
    case neuro(Neuro)
    case graded(Grading)
    /// A grade or score by a scale beyond the reactions of a course.
    case scored(ScaleGrade)
    case held(text: Int32)
    case resumed(text: Int32)
    case infectionFound(text: Int32)
    case infectionResolved(text: Int32)
    /// The treating team chose another interval: code of the repeating dose.
    case frequency(code: UInt8)
    /// From here on another signed release advises; which one, says ``PinnedRelease``.
    case releaseMoved
    case note(text: Int32)
    /// Allergies, code status and usual values: index into what was said; ``Chart/patient`` holds the newest of each.
    case background(said: Int32)
    /// Something done or tried; the text says what.
    case action(ActionOutcome, text: Int32)
    /// Names the event of this stream version as wrong.
    case corrected(version: Int32, text: Int32)
    /// Kept and shown, without meaning to this program.
    case other(text: Int32)
}

/// A fact with its times and its place in the stream.
public struct TimedFact: Sendable {
    /// When it happened.
    public let at: Instant
    /// 1, 2, 3 … in the order it was recorded.
    public let version: Int32
    public let fact: Fact

    public init(at: Instant, version: Int32, fact: Fact) {
        self.at = at
        self.version = version
        self.fact = fact
    }
}

/// Which medicines of the content an entry names, by their place in ``ContentLibrary/medicines``; the first 64 fit.
public struct MedicineSet: OptionSet, Sendable, Hashable {
    public let rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    init(position: Int) { rawValue = position < 64 ? 1 << UInt64(position) : 0 }

    /// The medicines that a text names.
    init(namedIn text: String?, of medicines: [Medicine]) {
        self = []
        guard let text, !medicines.isEmpty else { return }
        let words = Medicine.words(text)
        for (position, medicine) in medicines.enumerated() where medicine.isNamed(in: words) {
            insert(MedicineSet(position: position))
        }
    }

    /// Ascending.
    var positions: [Int] { (0..<64).filter { rawValue & (1 << UInt64($0)) != 0 } }
}

/// What a medicine given during the course does to the signs that are watched.
public enum MedicineKind: UInt8, Sendable, CaseIterable {
    case antipyretic, steroid, antiCytokine, antibiotic, other

    public static let words = ["antipyretic", "steroid", "anti-cytokine", "antibiotic", "other"]
    public var word: String { Self.words[Int(rawValue)] }

    /// Fever may be gone because of it, so it no longer counts for the grade.
    var hidesFever: Bool { self == .antipyretic || self == .steroid || self == .antiCytokine }
}

/// How an action ended.
public enum ActionOutcome: UInt8, Sendable, CaseIterable {
    case done, called, noAnswer, notDone, sent

    public static let words = ["done", "called", "no-answer", "not-done", "sent"]
    public var word: String { Self.words[Int(rawValue)] }
}

/// One set of vital signs; every value may be missing.
public struct Vitals: Sendable, Equatable {
    /// Hundredths of a degree Celsius; `missing` when not taken.
    public var temperature: Int16 = missing
    /// mmHg.
    public var systolic: Int16 = missing
    public var diastolic: Int16 = missing
    /// Beats a minute.
    public var heartRate: Int16 = missing
    /// Percent.
    public var saturation: Int16 = missing
    /// Index into the grading table's devices.
    public var oxygenDevice: Int16 = missing
    /// Hundredths of a liter a minute.
    public var oxygenFlow: Int16 = missing
    public var oxygenReason: Int16 = missing
    /// Vasopressors needed, vasopressin not counted.
    public var pressors: Int16 = missing
    public var vasopressin = Known.unknown
    public var hypotension = Known.unknown
    /// The thermometer was read in Fahrenheit, so Fahrenheit is shown first.
    public var enteredFahrenheit = false

    public static let missing = Int16.min

    public init() {}

    public var bodyTemperature: BodyTemperature? {
        temperature == Self.missing ? nil : BodyTemperature(hundredthsCelsius: Int(temperature))
    }

    static func tableValue(_ value: Int16) -> Int { value == missing ? TableInput.unknown : Int(value) }
}

/// One neurologic examination in the values of the ICANS grading table.
public struct Neuro: Sendable, Equatable {
    public var ice: Int16 = Vitals.missing
    public var arousal: Int16 = Vitals.missing
    public var seizure: Int16 = Vitals.missing
    public var edema: Int16 = Vitals.missing
    public var weakness = Known.unknown
    public var aphasia = Known.unknown
    public var pressureSigns = Known.unknown

    public init() {}
}

/// A grade a clinician assigned.
public struct Grading: Sendable, Equatable {
    public enum Scale: UInt8, Sendable, CaseIterable { case crs, icans }

    public let scale: Scale
    /// 0 means resolved; 1 to 5 as the scale says.
    public let grade: UInt8
    /// Index of the reason text, or -1.
    public let text: Int32

    public init(scale: Scale, grade: UInt8, text: Int32) {
        self.scale = scale
        self.grade = grade
        self.text = text
    }
}

/// A grade or score by a published scale, kept with the version it was graded by.
public struct ScaleGrade: Sendable, Equatable {
    /// Index into the content's scales, and of the part within it.
    public let scale: UInt8
    public let part: UInt8
    /// Index into the part's versions; -1 where the scale has one.
    public let version: Int8
    /// 0 to 5, or -1 for a score.
    public let grade: Int8
    /// Points of a score, or -1.
    public let points: Int16
    /// Index of the reason text, or -1.
    public let text: Int32
}
