import Clinical
import Course
import HTTPTypes
import Hummingbird
import Mustache
import Practice
import Service

/// What every controller of accounts, audit and access works with.
struct Office: Sendable {
    let pages: Pages
    let world: AccessWorld
    let practice: PracticeService
    /// Before `://` in links that are given out.
    let scheme: String

    var now: Instant { practice.world.now() }
    var zone: Zone { practice.rules.zone }
    var clock: SiteClock { SiteClock(zone: zone, now: now) }

    /// Whoever is signed in; the gate lets nobody else through.
    func viewer(_ context: AppContext) throws(PageRefusal) -> Viewer {
        guard let viewer = context.viewer else { throw .forbidden("Sign in first.") }
        return viewer
    }

    func page(
        _ template: String, title: String, _ values: [String: Any?], status: HTTPResponse.Status = .ok,
        banner: AlertView? = nil, printHeader: String? = nil
    ) throws -> Response {
        var page = PageContext(title: title, hasErrors: status == .unprocessableContent)
        page.banner = banner
        page.printHeader = printHeader
        return try pages.response(template, page, PageModel(values), status: status)
    }

    /// A whole address, to be given to somebody else.
    func address(_ path: String, _ request: Request) -> String {
        "\(scheme)://\(request.head.authority ?? "localhost")\(path)"
    }

    /// The person's name as lists show it; what machines and link holders did says so.
    func name(_ who: String, act: AuditEntry.Act? = nil) -> String {
        if who.isEmpty { return "Nobody signed in" }
        if let person = world.accounts.directory.person(who) { return person.shownName }
        return act == .linkOpened ? "Link holder" : who
    }

    /// Whether the viewer may see who a patient is.
    func opens(_ viewer: Viewer, _ patient: String) -> Bool {
        viewer.may(.readRecord) && world.patients.admits(viewer.person, to: patient, now: now)
    }

    /// Whether there is such a patient; one that another node registered a moment ago is read first.
    func knows(_ patient: String) async throws(PageRefusal) -> Bool {
        do throws(RecordError) {
            return try await practice.knows(patient)
        } catch {
            throw PageRefusal(status: .serviceUnavailable, line: "The record cannot be read right now. Try again.")
        }
    }

    /// Reads what other nodes wrote, before a list of patients is shown.
    func readOthers() async throws(PageRefusal) {
        guard world.accounts.isShared else { return }
        do {
            try await world.patients.refresh()
            try await practice.synchronize()
        } catch {
            throw PageRefusal(status: .serviceUnavailable, line: "The record cannot be read right now. Try again.")
        }
    }

    func keep(
        _ act: AuditEntry.Act, _ who: String, _ context: AppContext, patient: String = "", why: String = ""
    ) async throws {
        do throws(AccountError) {
            try await world.audit.keep(
                AuditEntry(
                    act, who: who, at: now, patient: patient, what: context.endpointPath ?? "", from: context.address,
                    why: why))
        } catch {
            throw PageRefusal.busy
        }
    }
}

/// The words of one page or row, by the name its template uses. For pages that only show; forms have models.
struct PageModel: MustacheParent {
    private let values: [String: Any?]

    init(_ values: [String: Any?]) { self.values = values }

    func child(named name: String) -> Any? { values[name] ?? nil }
}

extension AccountError {
    /// For everything that is not about a field of the form.
    var refusal: PageRefusal {
        switch self {
        case .notAllowed: .forbidden(description)
        case .noSuchPerson, .linkOver: .notFound(description)
        case .wait: PageRefusal(status: .tooManyRequests, line: description)
        case .busy, .journal: PageRefusal(status: .serviceUnavailable, line: description)
        case .lastAdministrator: PageRefusal(status: .conflict, line: description)
        case .wrongSignIn, .password, .pin, .field, .wrongCode: .malformed(description)
        }
    }

    /// Puts the line beside the field it is about.
    ///
    /// - Parameter secret: The form's field for a wrong password or code.
    /// - Throws: ``refusal`` when it is about no field.
    func mark(_ form: inout FormState, secret: String = "code") throws(PageRefusal) {
        switch self {
        case .field(let name, let line): form.fail(name, line)
        case .password(let line): form.fail("password", line)
        case .pin(let line): form.fail("pin", line)
        case .wrongCode, .wait: form.fail(secret, description)
        case .wrongSignIn: form.fail(secret, "This is not your password.")
        default: throw refusal
        }
    }
}
