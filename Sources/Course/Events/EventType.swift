/// Every kind of event a patient's stream may hold, by the name it is stored under.
public enum EventType: String, Sendable, CaseIterable {
    case registered
    case courseStarted = "course-started"
    case weighed
    case doseGiven = "dose-given"
    case premedicationGiven = "premedication-given"
    case medicineGiven = "medicine-given"
    case vitals
    case neuroExam = "neuro-exam"
    case graded
    case held
    case resumed
    case infectionFound = "infection-found"
    case infectionResolved = "infection-resolved"
    case frequencyChanged = "frequency-changed"
    /// The course goes on under another signed content release.
    case releaseMoved = "release-moved"
    case note
    /// What holds for the patient whatever happens: allergies, code status, usual values, who stays with them.
    case background
    /// Something that was done or tried, with its time: a call, a step of the list, a patient sent somewhere.
    case actionTaken = "action-taken"
    case corrected
}
