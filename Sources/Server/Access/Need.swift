import Practice
import Service

/// What a route asks of whoever comes.
enum Need: Sendable, Equatable {
    /// Nothing: the reference, calculators, the sign-in page.
    case open
    /// A role that may do this.
    case deed(Deed)
    /// A role that may do this, and a place in the patient's care team or a broken glass.
    case record(Deed)
    /// As ``record(_:)``; which deed depends on what is recorded (``RecordKind/deed``, ``EventDeeds``).
    case entry
    /// A link's cookie.
    case visit

    /// Everything a signed-in person must be able to do to get past the door; the entry's own deed comes after.
    var deed: Deed? {
        switch self {
        case .open, .visit: nil
        case .deed(let deed), .record(let deed): deed
        case .entry: .readRecord
        }
    }

    /// Whether the address names a patient whose record is opened.
    var isAboutPatient: Bool {
        switch self {
        case .record, .entry: true
        case .open, .deed, .visit: false
        }
    }
}

/// One row of the table of routes.
struct RouteRule: Sendable {
    let method: String
    /// As the router writes it, with captures in braces.
    let path: String
    let need: Need
    /// What the audit keeps; `nil` for pages that show nothing of the practice.
    let act: AuditEntry.Act?
    /// Whether a form of this route carries the session's form token.
    let carriesFormToken: Bool
    /// Whether the address names one patient.
    let isAboutOnePatient: Bool

    init(_ method: String, _ path: String, _ need: Need, _ act: AuditEntry.Act? = nil, formToken: Bool = true) {
        self.method = method
        self.path = path
        self.need = need
        self.act = act
        isAboutOnePatient = ["/patients/{id}", "/api/patients/{id}", "/n/{id}"].contains { path.hasPrefix($0) }
        carriesFormToken = formToken && method != "GET" && need != .open
    }
}
