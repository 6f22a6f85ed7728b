import Hummingbird
import Practice
import Service

/// Acts of the audit in words that a patient and an administrator understand, instead of routes and codes.
enum ActWords {
    /// What the audit keeps of a route: its pattern, with the kind of entry filled in where it names one of ours.
    static func what(_ rule: RouteRule, _ context: AppContext) -> String {
        let kind = context.parameters.get("kind").flatMap { RecordKind(rawValue: $0) }
        let path = kind.map { rule.path.replacing("{kind}", with: $0.rawValue) } ?? rule.path
        return "\(rule.method) \(path)"
    }

    /// `Recorded a dose`; for what was refused, `Was refused: “Recorded a dose”`.
    static func sentence(_ entry: AuditEntry) -> String {
        let words = words(of: entry.what)
        switch entry.act {
        case .refused: return words.map { "Was refused: “\($0)”" } ?? "Was refused"
        case .signedIn, .signInFailed, .signedOut, .unlocked, .glassBroken, .erased, .linkOpened, .rolesToSelf:
            return entry.act.title
        case .searched: return "Searched the board"
        case .printed: return "Printed the record"
        case .pageRead, .recordRead, .recorded, .exported, .accountChanged, .contentSigned:
            return words ?? entry.act.title
        }
    }

    /// Why something was refused or let through; empty when there is nothing to say.
    static func reason(_ entry: AuditEntry) -> String {
        let why = entry.why
        if why.hasPrefix("no role for ") {
            let deed = Deed(rawValue: String(why.dropFirst("no role for ".count)))
            return "Their roles do not allow to \(deed.map(words) ?? "do this")"
        }
        return reasons[why] ?? why
    }

    private static let reasons = [
        "broken glass": "Opened in an emergency, with a reason given to the medical director",
        "not in the care team": "Their site does not look after this patient",
        "set up a second factor first": "No second factor set up yet",
        "account.sign-in": "Email, password or code did not fit",
        "account.wait": "Too many attempts: refused without a look at the password",
        "account.busy": "Too many people signing in: refused without a look at the password",
        "refused unchecked": "Too many attempts: refused without a look at the password",
        "wrong PIN": "Wrong PIN", "wrong PIN for a link": "Wrong PIN for a link",
        "keys destroyed": "The keys of the record were destroyed",
    ]

    // MARK: Routes

    private static func words(of what: String) -> String? {
        if let words = pages[what] { return words }
        guard let path = what.split(separator: " ").last else { return nil }
        let parts = path.split(separator: "/")
        guard parts.count == 4, parts[2] == "record" else { return nil }
        let entry = RecordKind(rawValue: String(parts[3])).map(words) ?? "an entry"
        return what.hasPrefix("POST") ? "Recorded \(entry)" : "Opened the form for \(entry)"
    }

    private static func words(_ kind: RecordKind) -> String {
        switch kind {
        case .dose: "a dose"
        case .vitals: "vital signs"
        case .neuro: "a neurological check"
        case .grade: "a grade"
        case .hold: "a hold of dosing"
        case .resume: "the end of a hold"
        case .weight: "a weight"
        case .premedication: "premedication"
        case .medicine: "a medicine"
        case .infection: "an infection"
        case .infectionResolved: "the end of an infection"
        case .frequency: "another dosing interval"
        case .start: "the start of a course"
        case .note: "a note"
        case .background: "the background"
        case .correct: "a correction"
        }
    }

    private static let pages = [
        "GET /patients/{id}": "Read the record", "GET /patients/{id}/export": "Took the record out as a file",
        "POST /patients/new": "Registered a patient", "POST /api/patients": "Registered a patient by a program",
        "GET /api/patients/{id}/advice": "Read the advice by a program",
        "GET /patients/{id}/access": "Looked at who may open the record",
        "POST /patients/{id}/care-team": "Changed which sites look after the patient",
        "POST /patients/{id}/links": "Made a link for the patient or a hospital",
        "POST /patients/{id}/links/{link}/revoke": "Revoked a link",
        "GET /patients/{id}/access-report": "Read this report of who opened the record",
        "GET /patients/{id}/access-report.csv": "Downloaded the report of who opened the record",
        "POST /patients/{id}/break-glass": "Opened the record in an emergency",
        "GET /patients/{id}/break-glass": "Opened the page for emergencies",
        "GET /board": "Looked at the board", "GET /people": "Looked at the list of people",
        "POST /people/invite": "Invited somebody", "GET /people/{person}": "Looked at an account",
        "POST /people/{person}": "Set somebody's roles and sites",
        "POST /people/{person}/deactivate": "Deactivated an account",
        "POST /people/{person}/reactivate": "Made an account active again",
        "POST /people/{person}/link": "Made a new one-time link for somebody",
        "POST /people/{person}/reset-factor": "Reset somebody's second factor",
        "GET /sites": "Looked at the sites", "POST /sites": "Opened a site", "GET /audit": "Read the audit",
        "GET /audit.csv": "Downloaded the audit", "GET /audit/broken-glass": "Read the list of emergencies",
        "POST /account/password": "Changed their password", "POST /account/pin": "Set their PIN",
        "POST /account/second-factor": "Turned on a second factor",
        "POST /account/second-factor/remove": "Turned off their second factor",
        "POST /account/confirm": "Showed their second factor again",
        "POST /content/ticks": "Ticked statements of the content",
        "POST /content/entry": "Entered a row from the label", "POST /content/rows/{id}/confirm": "Confirmed a row",
        "POST /content/rows/{id}/withdraw": "Withdrew a row", "POST /content/sign": "Signed a content release",
        "POST /label/{therapy}": "Put an official label on file", "GET /visit": "Opened what a link shows",
        "POST /api/patients/{id}/events": "Recorded by a program",
        "GET /patients/{id}/manage/{toxicity}": "Looked at what to do for a reaction",
        "GET /n/{id}": "Opened the night card", "POST /n/{id}": "Recorded on the night card",
        "POST /n/{id}/answer": "Asked the tables on the night card",
        "POST /n/{id}/taps": "Recorded on the night card",
        "GET /sites/{site}/contacts": "Looked at the night contacts",
        "POST /sites/{site}/contacts": "Changed the night contacts",
        "GET /patients/{id}/release": "Opened what differs between releases",
        "POST /patients/{id}/release": "Moved the course to another release",
        "GET /erase": "Opened the page that erases a patient", "POST /erase": "Erased a patient",
    ]

    private static func words(_ deed: Deed) -> String {
        switch deed {
        case .seeBoard: "see the board"
        case .readRecord: "open records"
        case .recordFinding: "record findings"
        case .recordDose: "record doses"
        case .changeCourse: "change a course"
        case .moveRelease: "move a course to another release"
        case .correctEntry: "correct entries"
        case .registerPatient: "register patients"
        case .setCareTeam: "choose the sites that look after a patient"
        case .breakGlass: "open records in an emergency"
        case .makeLink: "make links"
        case .export: "take records out"
        case .readContent: "read the content release"
        case .tickStatement: "tick statements"
        case .withdrawRow: "withdraw rows"
        case .loadLabel: "put labels on file"
        case .signContent: "sign content"
        case .managePeople: "manage people"
        case .manageSites: "manage sites"
        case .setContacts: "set the night contacts of a site"
        case .readAudit: "read the audit"
        case .readAccessReport: "read access reports"
        case .erasePatient: "erase patients"
        case .ownAccount: "look after an account"
        }
    }
}
