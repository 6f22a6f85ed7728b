import Clinical
import Mustache
import Practice
import Service

/// One act as the audit page and a patient's access report show it.
struct AuditRow: MustacheParent {
    let time: String
    let who: String
    /// What they were then; `nil` for nobody and in older entries.
    let role: String?
    let act: String
    let isUrgent: Bool
    let patient: String
    /// Only for those who may open the record.
    let patientAddress: String?
    let from: String
    let why: String

    init(_ entry: AuditEntry, viewer: Viewer, office: Office) {
        time = office.clock.full(entry.at)
        who = office.name(entry.who, act: entry.act)
        role = AuditWords.roles(entry)
        act = AuditWords.act(entry, clock: office.clock)
        isUrgent = entry.act == .rolesToSelf || entry.act == .glassBroken
        from = entry.from.isEmpty ? "This computer" : entry.from
        why = ActWords.reason(entry)
        let opens = !entry.patient.isEmpty && office.opens(viewer, entry.patient)
        patientAddress = opens && office.practice.summary(entry.patient) != nil ? "/patients/\(entry.patient)" : nil
        patient = opens ? office.practice.summary(entry.patient)?.name ?? entry.patient : entry.patient
    }

    func child(named name: String) -> Any? {
        switch name {
        case "time": time
        case "who": who
        case "role": role
        case "act": act
        case "isUrgent": isUrgent
        case "patientLink": patientAddress.map { NavigationLink(title: patient, address: $0) }
        case "patientID": patientAddress == nil && !patient.isEmpty ? patient : nil
        case "from": from
        case "why": why.isEmpty ? nil : why
        default: nil
        }
    }
}

/// Words of an entry that the page and the files share.
enum AuditWords {
    static func roles(_ entry: AuditEntry) -> String? {
        let titles = entry.role.split(separator: " ").compactMap { Role(rawValue: String($0))?.title }
        return titles.isEmpty ? nil : titles.joined(separator: ", ")
    }

    /// `Recorded a dose`; `412 further attempts to sign in, between 02:10 and 02:20`.
    static func act(_ entry: AuditEntry, clock: SiteClock) -> String {
        guard let since = entry.since else { return ActWords.sentence(entry) }
        let attempts = entry.count == 1 ? "1 further attempt" : "\(entry.count) further attempts"
        return "\(attempts) to sign in refused between \(clock.time(since)) and \(clock.time(entry.at))"
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
