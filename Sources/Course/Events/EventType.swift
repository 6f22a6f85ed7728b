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
    case corrected
}
