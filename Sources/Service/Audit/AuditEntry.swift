public import Clinical
import JSONText

/// What the audit keeps of one act: who, what, when, from where, why.
public struct AuditEntry: Sendable, Equatable {
    /// What was done.
    public enum Act: String, Sendable, CaseIterable {
        case signedIn = "signed-in"
        case signInFailed = "sign-in-failed"
        case signedOut = "signed-out"
        case unlocked
        case pageRead = "page-read"
        case recordRead = "record-read"
        case searched
        case recorded
        case exported
        case printed
        case refused
        case glassBroken = "glass-broken"
        case accountChanged = "account-changed"
        /// Somebody gave roles to themselves because there was no second administrator.
        case rolesToSelf = "roles-to-self"
        case contentSigned = "content-signed"
        case erased
        case linkOpened = "link-opened"

        public var title: String {
            switch self {
            case .signedIn: "Signed in"
            case .signInFailed: "Sign-in failed"
            case .signedOut: "Signed out"
            case .unlocked: "Opened a locked session"
            case .pageRead: "Read a page"
            case .recordRead: "Read the record"
            case .searched: "Searched"
            case .recorded: "Recorded"
            case .exported: "Exported"
            case .printed: "Printed"
            case .refused: "Refused"
            case .glassBroken: "Broke the glass"
            case .accountChanged: "Changed an account"
            case .rolesToSelf: "Gave themselves roles"
            case .contentSigned: "Changed content"
            case .erased: "Erased"
            case .linkOpened: "Opened a link"
            }
        }
    }

    public let act: Act
    /// A person's id, a link's id, or empty for nobody.
    public let who: String
    public let at: Instant
    /// The patient's id; empty when it is about none.
    public let patient: String
    public let site: String
    /// The route's pattern or the command, never the address with what was typed.
    public let what: String
    /// Network address.
    public let from: String
    /// Why, in words of the program: an emergency, a missing role. Never what a person typed.
    public let why: String
    /// The roles the person had at that moment, such as `nurse physician`; empty for nobody, and in older entries.
    public let role: String
    /// How many acts this stands for; more than one only for attempts that were refused unchecked.
    public let count: Int
    /// When the first of them was; `nil` for one act.
    public let since: Instant?

    public init(
        _ act: Act, who: String, at: Instant, patient: String = "", site: String = "", what: String,
        from: String, why: String = "", role: String = "", count: Int = 1, since: Instant? = nil
    ) {
        self.act = act
        self.who = who
        self.at = at
        self.patient = patient
        self.site = site
        self.what = what
        self.from = from
        self.why = why
        self.role = role
        self.count = count
        self.since = since
    }

    /// The stored form: short keys, empty ones left out.
    var body: JSON {
        var members = [JSON.Member("what", .string(what)), JSON.Member("from", .string(from))]
        if !patient.isEmpty { members.append(JSON.Member("patient", .string(patient))) }
        if !why.isEmpty { members.append(JSON.Member("why", .string(why))) }
        if !role.isEmpty { members.append(JSON.Member("role", .string(role))) }
        if count != 1 { members.append(JSON.Member("count", .int(Int64(count)))) }
        if let since { members.append(JSON.Member("since", .int(since.milliseconds))) }
        return .object(members)
    }

    init(_ act: Act, who: String, at: Instant, site: String, body: JSON) {
        self.init(
            act, who: who, at: at, patient: body["patient"]?.string ?? "", site: site,
            what: body["what"]?.string ?? "", from: body["from"]?.string ?? "", why: body["why"]?.string ?? "",
            role: body["role"]?.string ?? "", count: body["count"]?.int ?? 1,
            since: body["since"]?.numberText.flatMap { Int64($0) }.map { Instant(milliseconds: $0) })
    }
}
