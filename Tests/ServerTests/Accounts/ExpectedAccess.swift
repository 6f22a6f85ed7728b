import Course
import Practice
import Service

@testable import Server

/// What the practice was promised: written out, so that a change of a table in the program is seen here.
enum ExpectedAccess {
    enum Outcome: Equatable { case open, signIn, noRole, notInTeam, noLink }

    struct Route: Sendable {
        let method: String
        let path: String
        let need: String
    }

    static let roles: [String: String] = [
        "nurse":
            "own-account read-content see-board read-record record-finding record-dose correct-entry register-patient set-care-team make-link break-glass",
        "advanced-practice":
            "own-account read-content see-board read-record record-finding record-dose change-course correct-entry register-patient set-care-team make-link break-glass export",
        "physician":
            "own-account read-content see-board read-record record-finding record-dose change-course correct-entry register-patient set-care-team make-link break-glass export move-release tick-statement load-label withdraw-row",
        "pharmacist":
            "own-account read-content see-board read-record record-finding correct-entry break-glass move-release tick-statement load-label withdraw-row set-contacts",
        "on-call":
            "own-account read-content see-board read-record record-finding record-dose change-course correct-entry make-link break-glass",
        "coordinator":
            "own-account read-content see-board read-record register-patient set-care-team make-link export set-contacts",
        "educator": "own-account read-content",
        "medical-director":
            "own-account read-content see-board read-record break-glass sign-content load-label withdraw-row read-audit read-access-report export set-contacts",
        "administrator":
            "own-account read-content manage-people manage-sites read-audit read-access-report erase-patient set-contacts",
    ]

    /// Kinds of entries with a form, and the deed beside reading the record.
    static let kinds = [
        ("vitals", "record-finding"), ("neuro", "record-finding"), ("grade", "record-finding"),
        ("weight", "record-finding"), ("infection", "record-finding"), ("infection-resolved", "record-finding"),
        ("note", "record-finding"), ("background", "record-finding"), ("dose", "record-dose"),
        ("premedication", "record-dose"),
        ("medicine", "record-dose"), ("hold", "change-course"), ("resume", "change-course"),
        ("frequency", "change-course"), ("start", "change-course"), ("correct", "correct-entry"),
    ]

    static let events = [
        ("vitals", "record-finding"), ("weighed", "record-finding"), ("dose-given", "record-dose"),
        ("premedication-given", "record-dose"), ("held", "change-course"), ("course-started", "change-course"),
        ("corrected", "correct-entry"), ("release-moved", "move-release"), ("note", "record-finding"),
        ("background", "record-finding"), ("action-taken", "record-finding"),
    ]

    static func may(_ role: Role, _ deed: String) -> Bool {
        roles[role.rawValue]?.split(separator: " ").contains(Substring(deed)) == true
    }

    static func outcome(_ route: Route, role: Role?, deed: String, inTeam: Bool) -> Outcome {
        if route.need == "open" { return .open }
        if route.need == "visit" { return .noLink }
        guard let role else { return .signIn }
        let words = route.need.split(separator: " ").map(String.init)
        let isAboutRecord = words[0] == "record" || words[0] == "entry"
        let needed = words[0] == "entry" ? ["read-record"] + (deed.isEmpty ? [] : [deed]) : [words[1]]
        if !needed.allSatisfy({ may(role, $0) }) { return .noRole }
        return isAboutRecord && !inTeam ? .notInTeam : .open
    }

    static func words(_ need: Need) -> String {
        switch need {
        case .open: "open"
        case .visit: "visit"
        case .entry: "entry"
        case .deed(let deed): "deed \(deed.rawValue)"
        case .record(let deed): "record \(deed.rawValue)"
        }
    }

    static let routes: [Route] = text.split(separator: "\n").map { line in
        let parts = line.split(separator: " ", maxSplits: 2).map(String.init)
        return Route(method: parts[0], path: parts[1], need: parts[2])
    }

    private static let text = """
        GET / open
        GET /reference open
        GET /reference/therapies/{id} open
        GET /reference/toxicities/{id} open
        GET /reference/management/{id} open
        GET /reference/scales/{id} open
        GET /reference/topics/{id} open
        GET /reference/compare open
        GET /reference/changes open
        GET /reference/statement open
        GET /reference/documents.json open
        GET /calculators open
        GET /calculators/restart open
        GET /calculators/dose open
        GET /calculators/schedule open
        GET /sign-in open
        POST /sign-in open
        GET /join/{token} open
        POST /join/{token} open
        GET /unlock open
        POST /unlock open
        GET /directory/start open
        GET /directory/callback open
        POST /api/sign-in open
        GET /l/{purpose}/{token} open
        POST /l/{purpose}/{token} open
        GET /visit visit
        POST /sign-out deed own-account
        POST /sign-out-everywhere deed own-account
        GET /account deed own-account
        POST /account/password deed own-account
        POST /account/pin deed own-account
        GET /account/second-factor deed own-account
        POST /account/second-factor deed own-account
        POST /account/second-factor/remove deed own-account
        GET /account/confirm deed own-account
        POST /account/confirm deed own-account
        GET /people deed manage-people
        GET /people/invite deed manage-people
        POST /people/invite deed manage-people
        GET /people/{person} deed manage-people
        POST /people/{person} deed manage-people
        POST /people/{person}/deactivate deed manage-people
        POST /people/{person}/reactivate deed manage-people
        POST /people/{person}/link deed manage-people
        POST /people/{person}/reset-factor deed manage-people
        GET /sites deed manage-sites
        GET /sites/{site}/contacts deed set-contacts
        POST /sites/{site}/contacts deed set-contacts
        POST /sites deed manage-sites
        GET /audit deed read-audit
        GET /audit.csv deed read-audit
        GET /audit/broken-glass deed read-audit
        GET /content deed read-content
        GET /content/diff deed read-content
        GET /content/statements deed read-content
        POST /content/ticks deed tick-statement
        GET /content/entry deed tick-statement
        POST /content/entry deed tick-statement
        GET /content/rows/{id} deed read-content
        POST /content/rows/{id}/confirm deed tick-statement
        POST /content/rows/{id}/withdraw deed withdraw-row
        GET /content/sign deed read-content
        POST /content/sign deed sign-content
        GET /label deed read-content
        GET /label/{therapy} deed read-content
        POST /label/{therapy} deed load-label
        GET /board deed see-board
        GET /patients/new deed register-patient
        POST /patients/new deed register-patient
        GET /patients/{id} record read-record
        GET /patients/{id}/release record read-record
        POST /patients/{id}/release record move-release
        GET /n/{id} record read-record
        POST /n/{id} record record-finding
        POST /n/{id}/answer record read-record
        POST /n/{id}/taps entry
        GET /patients/{id}/manage/{toxicity} record read-record
        POST /patients/{id}/printed record read-record
        GET /patients/{id}/export record export
        GET /patients/{id}/record/{kind} entry
        POST /patients/{id}/record/{kind} entry
        GET /patients/{id}/access record read-record
        POST /patients/{id}/care-team record set-care-team
        POST /patients/{id}/links record make-link
        POST /patients/{id}/links/{link}/revoke record make-link
        GET /patients/{id}/break-glass deed break-glass
        POST /patients/{id}/break-glass deed break-glass
        GET /patients/{id}/access-report deed read-access-report
        GET /patients/{id}/access-report.csv deed read-access-report
        GET /erase deed erase-patient
        POST /erase deed erase-patient
        POST /api/patients deed register-patient
        POST /api/patients/{id}/events entry
        GET /api/patients/{id}/advice record read-record
        """
}
