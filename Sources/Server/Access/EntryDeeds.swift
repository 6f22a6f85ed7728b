import Course
import Practice

/// Which deed each kind of entry is: the forms and the JSON interface ask the same table.
enum EventDeeds {
    static func deed(_ type: EventType) -> Deed {
        switch type {
        case .registered: .registerPatient
        case .doseGiven, .premedicationGiven, .medicineGiven: .recordDose
        case .courseStarted, .held, .resumed, .frequencyChanged: .changeCourse
        case .releaseMoved: .moveRelease
        case .corrected: .correctEntry
        case .weighed, .vitals, .neuroExam, .graded, .infectionFound, .infectionResolved, .note, .background,
            .actionTaken:
            .recordFinding
        }
    }
}

extension RecordKind {
    /// What a person must be allowed to do to record this.
    var deed: Deed {
        switch self {
        case .dose, .premedication, .medicine: .recordDose
        case .hold, .resume, .frequency, .start: .changeCourse
        case .correct: .correctEntry
        case .vitals, .neuro, .grade, .weight, .infection, .infectionResolved, .note, .background: .recordFinding
        }
    }
}
