import Clinical
import Course
import Service

/// What a person can record, by its name in the address.
enum RecordKind: String, Sendable, CaseIterable {
    case dose, vitals, neuro, grade, hold, resume, weight, premedication, medicine, infection
    case infectionResolved = "infection-resolved"
    case frequency, start, note, background, correct

    /// The form for an entry of this kind; `wrong` is the version a correction names.
    ///
    /// - Throws: ``PageRefusal`` when a correction names no entry.
    func form(_ scene: RecordScene, wrong: Int? = nil) throws(PageRefusal) -> any RecordForm {
        switch self {
        case .dose: return DoseForm(scene: scene)
        case .vitals: return VitalsForm(scene: scene)
        case .neuro: return NeuroForm(scene: scene)
        case .grade: return GradeForm(scene: scene)
        case .weight: return WeightForm(scene: scene)
        case .premedication: return PremedicationForm(scene: scene)
        case .medicine: return MedicineForm(scene: scene)
        case .frequency: return FrequencyForm(scene: scene)
        case .start: return StartForm(scene: scene)
        case .background: return BackgroundForm(scene: scene)
        case .hold, .resume, .infection, .infectionResolved, .note: return words(scene)
        case .correct:
            guard let entry = scene.record.entries.first(where: { $0.version == wrong }) else {
                throw .notFound("This record has no such entry to correct. Choose it on the patient's page.")
            }
            return CorrectForm(scene: scene, wrong: entry)
        }
    }

    private func words(_ scene: RecordScene) -> WordsForm {
        switch self {
        case .hold:
            WordsForm(
                scene: scene, type: .held, heading: "Why is dosing held?", verb: "Hold dosing", field: "reason",
                label: "Reason", missing: "Write why dosing is held.")
        case .resume:
            WordsForm(
                scene: scene, type: .resumed, heading: "Why may dosing go on?", verb: "Resume dosing", field: "reason",
                label: "Reason", missing: "Write why dosing may go on.")
        case .infection:
            WordsForm(
                scene: scene, type: .infectionFound, heading: "Which infection was found?", verb: "Record infection",
                field: "what", label: "Infection", missing: "Write what was found.")
        case .infectionResolved:
            WordsForm(
                scene: scene, type: .infectionResolved, heading: "Is the infection over?", verb: "Record as resolved",
                field: "what", label: "How it ended", hint: "May stay empty.", missing: nil)
        default:
            WordsForm(
                scene: scene, type: .note, heading: "What should the others know?", verb: "Record note", field: "text",
                label: "Note", missing: "Write the note.")
        }
    }

    /// The kind that can replace a wrong entry at once.
    static func replacing(_ type: EventType) -> RecordKind? {
        switch type {
        case .doseGiven: .dose
        case .vitals: .vitals
        case .weighed: .weight
        case .graded: .grade
        default: nil
        }
    }
}
