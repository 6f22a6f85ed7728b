import Practice
import Service

/// Every route and what it asks for: a route that is not here is refused, and a test walks all of it with every role.
enum RouteTable {
    static let rules: [RouteRule] =
        reference + signingIn + account + people + content + patients + night + records + access + interface

    /// The rule of a route; HEAD is as GET.
    static func rule(method: String, path: String) -> RouteRule? {
        let method = method == "HEAD" ? "GET" : method
        if let rule = byKey["\(method) \(path)"] { return rule }
        // One calculator for each grading scale of the content; they show nothing of the practice.
        return method == "GET" && path.hasPrefix("/calculators/") ? RouteRule(method, path, .open) : nil
    }

    private static let byKey: [String: RouteRule] = Dictionary(
        rules.map { ("\($0.method) \($0.path)", $0) }, uniquingKeysWith: { first, _ in first })

    private static let reference: [RouteRule] = [
        RouteRule("GET", "/", .open),
        RouteRule("GET", "/reference", .open),
        RouteRule("GET", "/reference/therapies/{id}", .open),
        RouteRule("GET", "/reference/toxicities/{id}", .open),
        RouteRule("GET", "/reference/management/{id}", .open),
        RouteRule("GET", "/reference/scales/{id}", .open),
        RouteRule("GET", "/reference/topics/{id}", .open),
        RouteRule("GET", "/reference/compare", .open),
        RouteRule("GET", "/reference/changes", .open),
        RouteRule("GET", "/reference/statement", .open),
        RouteRule("GET", "/reference/documents.json", .open),
        RouteRule("GET", "/calculators", .open),
        RouteRule("GET", "/calculators/restart", .open),
        RouteRule("GET", "/calculators/dose", .open),
        RouteRule("GET", "/calculators/schedule", .open),
    ]

    private static let signingIn: [RouteRule] = [
        RouteRule("GET", "/sign-in", .open),
        RouteRule("POST", "/sign-in", .open),
        RouteRule("GET", "/join/{token}", .open),
        RouteRule("POST", "/join/{token}", .open),
        RouteRule("GET", "/unlock", .open),
        RouteRule("POST", "/unlock", .open),
        RouteRule("GET", "/directory/start", .open),
        RouteRule("GET", "/directory/callback", .open),
        RouteRule("POST", "/api/sign-in", .open),
        RouteRule("GET", "/l/{purpose}/{token}", .open),
        RouteRule("POST", "/l/{purpose}/{token}", .open),
        RouteRule("GET", "/visit", .visit, .linkOpened),
    ]

    private static let account: [RouteRule] = [
        RouteRule("POST", "/sign-out", .deed(.ownAccount), .signedOut),
        RouteRule("POST", "/sign-out-everywhere", .deed(.ownAccount), .signedOut),
        RouteRule("GET", "/account", .deed(.ownAccount)),
        RouteRule("POST", "/account/password", .deed(.ownAccount), .accountChanged),
        RouteRule("POST", "/account/pin", .deed(.ownAccount), .accountChanged),
        RouteRule("GET", "/account/second-factor", .deed(.ownAccount)),
        RouteRule("POST", "/account/second-factor", .deed(.ownAccount), .accountChanged),
        RouteRule("POST", "/account/second-factor/remove", .deed(.ownAccount), .accountChanged),
        RouteRule("GET", "/account/confirm", .deed(.ownAccount)),
        RouteRule("POST", "/account/confirm", .deed(.ownAccount), .accountChanged),
    ]

    private static let people: [RouteRule] = [
        RouteRule("GET", "/people", .deed(.managePeople), .pageRead),
        RouteRule("GET", "/people/invite", .deed(.managePeople)),
        RouteRule("POST", "/people/invite", .deed(.managePeople), .accountChanged),
        RouteRule("GET", "/people/{person}", .deed(.managePeople), .pageRead),
        RouteRule("POST", "/people/{person}", .deed(.managePeople), .accountChanged),
        RouteRule("POST", "/people/{person}/deactivate", .deed(.managePeople), .accountChanged),
        RouteRule("POST", "/people/{person}/reactivate", .deed(.managePeople), .accountChanged),
        RouteRule("POST", "/people/{person}/link", .deed(.managePeople), .accountChanged),
        RouteRule("POST", "/people/{person}/reset-factor", .deed(.managePeople), .accountChanged),
        RouteRule("GET", "/sites", .deed(.manageSites), .pageRead),
        RouteRule("POST", "/sites", .deed(.manageSites), .accountChanged),
        RouteRule("GET", "/sites/{site}/contacts", .deed(.setContacts), .pageRead),
        RouteRule("POST", "/sites/{site}/contacts", .deed(.setContacts), .accountChanged),
        RouteRule("GET", "/audit", .deed(.readAudit), .pageRead),
        RouteRule("GET", "/audit.csv", .deed(.readAudit), .exported),
        RouteRule("GET", "/audit/broken-glass", .deed(.readAudit), .pageRead),
    ]

    private static let content: [RouteRule] = [
        RouteRule("GET", "/content", .deed(.readContent)),
        RouteRule("GET", "/content/diff", .deed(.readContent)),
        RouteRule("GET", "/content/statements", .deed(.readContent)),
        RouteRule("POST", "/content/ticks", .deed(.tickStatement), .contentSigned),
        RouteRule("GET", "/content/entry", .deed(.tickStatement)),
        RouteRule("POST", "/content/entry", .deed(.tickStatement), .contentSigned),
        RouteRule("GET", "/content/rows/{id}", .deed(.readContent)),
        RouteRule("POST", "/content/rows/{id}/confirm", .deed(.tickStatement), .contentSigned),
        RouteRule("POST", "/content/rows/{id}/withdraw", .deed(.withdrawRow), .contentSigned),
        RouteRule("GET", "/content/sign", .deed(.readContent)),
        RouteRule("POST", "/content/sign", .deed(.signContent), .contentSigned),
        RouteRule("GET", "/label", .deed(.readContent)),
        RouteRule("GET", "/label/{therapy}", .deed(.readContent)),
        // A file comes as multipart; the page checks the form token in it.
        RouteRule("POST", "/label/{therapy}", .deed(.loadLabel), .contentSigned, formToken: false),
    ]

    private static let patients: [RouteRule] = [
        RouteRule("GET", "/board", .deed(.seeBoard), .pageRead),
        RouteRule("GET", "/patients/new", .deed(.registerPatient)),
        RouteRule("POST", "/patients/new", .deed(.registerPatient), .recorded),
        RouteRule("GET", "/patients/{id}", .record(.readRecord), .recordRead),
        RouteRule("GET", "/patients/{id}/release", .record(.readRecord), .recordRead),
        RouteRule("POST", "/patients/{id}/release", .record(.moveRelease), .recorded),
        RouteRule("GET", "/patients/{id}/manage/{toxicity}", .record(.readRecord), .recordRead),
        RouteRule("POST", "/patients/{id}/printed", .record(.readRecord), .printed),
        RouteRule("GET", "/patients/{id}/export", .record(.export), .exported),
    ]

    private static let night: [RouteRule] = [
        RouteRule("GET", "/n/{id}", .record(.readRecord), .recordRead),
        RouteRule("POST", "/n/{id}", .record(.recordFinding), .recorded),
        // Asks the tables about what is typed; nothing is recorded.
        RouteRule("POST", "/n/{id}/answer", .record(.readRecord), .recordRead),
        RouteRule("POST", "/n/{id}/taps", .entry, .recorded),
    ]

    private static let records: [RouteRule] = [
        RouteRule("GET", "/patients/{id}/record/{kind}", .entry, .recordRead),
        RouteRule("POST", "/patients/{id}/record/{kind}", .entry, .recorded),
    ]

    private static let access: [RouteRule] = [
        RouteRule("GET", "/patients/{id}/access", .record(.readRecord), .recordRead),
        RouteRule("POST", "/patients/{id}/care-team", .record(.setCareTeam), .accountChanged),
        RouteRule("POST", "/patients/{id}/links", .record(.makeLink), .accountChanged),
        RouteRule("POST", "/patients/{id}/links/{link}/revoke", .record(.makeLink), .accountChanged),
        // The door to these is the deed alone: the person is not in the care team yet, or looks after no patient.
        RouteRule("GET", "/patients/{id}/break-glass", .deed(.breakGlass)),
        RouteRule("POST", "/patients/{id}/break-glass", .deed(.breakGlass), .glassBroken),
        RouteRule("GET", "/patients/{id}/access-report", .deed(.readAccessReport), .recordRead),
        RouteRule("GET", "/patients/{id}/access-report.csv", .deed(.readAccessReport), .exported),
        RouteRule("GET", "/erase", .deed(.erasePatient)),
        RouteRule("POST", "/erase", .deed(.erasePatient), .erased),
    ]

    private static let interface: [RouteRule] = [
        RouteRule("POST", "/api/patients", .deed(.registerPatient), .recorded),
        // Small ones come by the lean way in (``LeanDoor``), under this rule.
        RouteRule("POST", LeanDoor.path, .entry, .recorded),
        RouteRule("GET", "/api/patients/{id}/advice", .record(.readRecord), .recordRead),
    ]
}
