import Clinical
import Mustache
import Practice
import Service

/// One act as the audit page and a patient's access report show it.
struct AuditRow: MustacheParent {
    let time: String
    let who: String
    let act: String
    let what: String
    let patient: String
    /// Only for those who may open the record.
    let patientAddress: String?
    let from: String
    let why: String

    init(_ entry: AuditEntry, viewer: Viewer, office: Office) {
        time = office.clock.full(entry.at)
        who = office.name(entry.who, act: entry.act)
        act = entry.act.title
        what = entry.what
        from = entry.from.isEmpty ? "This computer" : entry.from
        why = entry.why
        let opens = !entry.patient.isEmpty && office.opens(viewer, entry.patient)
        patientAddress = opens && office.practice.summary(entry.patient) != nil ? "/patients/\(entry.patient)" : nil
        patient = opens ? office.practice.summary(entry.patient)?.name ?? entry.patient : entry.patient
    }

    func child(named name: String) -> Any? {
        switch name {
        case "time": time
        case "who": who
        case "act": act
        case "what": what
        case "patientLink": patientAddress.map { NavigationLink(title: patient, address: $0) }
        case "patientID": patientAddress == nil && !patient.isEmpty ? patient : nil
        case "from": from
        case "why": why.isEmpty ? nil : why
        default: nil
        }
    }
}

/// One broken glass: who, whose record, why, until when.
struct GlassRow: MustacheParent {
    private let glass: PatientAccess.BrokenGlass
    private let who: String
    private let time: String
    private let until: String
    private let isOpen: Bool
    private let reason: String
    private let link: NavigationLink?
    private let patient: String

    init(_ glass: PatientAccess.BrokenGlass, patient: String, viewer: Viewer, office: Office) {
        self.glass = glass
        self.patient = patient
        let clock = office.clock
        who = office.name(glass.person)
        time = clock.full(glass.from)
        until = clock.full(glass.until)
        isOpen = clock.now < glass.until
        // What was typed may tell about the patient; the administrator sees no record and so not this.
        let mayRead = viewer.may(.readRecord) || viewer.person.id == glass.person
        reason = mayRead ? glass.reason : "Kept for the medical director."
        let opens = office.opens(viewer, patient)
        link =
            opens
            ? NavigationLink(
                title: office.practice.summary(patient)?.name ?? patient, address: "/patients/\(patient)") : nil
    }

    func child(named name: String) -> Any? {
        switch name {
        case "who": who
        case "time": time
        case "until": until
        case "isOpen": isOpen
        case "reason": reason
        case "patientLink": link
        case "patientID": link == nil ? patient : nil
        default: nil
        }
    }
}
