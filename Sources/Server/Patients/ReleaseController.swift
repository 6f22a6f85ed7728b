import Clinical
import Course
import HTTPTypes
import Hummingbird
import JSONText
import Mustache
import Practice
import Service

/// Moving one course to the release signed last, with what differs in sight.
struct ReleaseController: Sendable {
    static let templates = ["patients/release"]

    let pages: Pages
    let practice: PracticeService

    func addRoutes(to router: Router<AppContext>) {
        router.get("/patients/:id/release") { _, context in try await page(context) }
        router.post("/patients/:id/release") { request, context in try await move(request, context) }
    }

    private func page(
        _ context: AppContext, failure: String? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let record = try await record(context)
        let model = ReleasePage(
            record: record, inForce: practice.content, diff: try await diff(record),
            mayMove: context.viewer?.may(.moveRelease) ?? false, zone: practice.rules.zone,
            failure: failure.map { AlertView(.red, $0) })
        return try pages.response(
            "patients/release",
            PageContext(title: "Content release of a course", section: .board, hasErrors: failure != nil), model,
            status: status)
    }

    /// `nil` where there is nothing to compare.
    private func diff(_ record: PatientRecord) async throws(PageRefusal) -> ReleaseDiff? {
        guard record.standing == .pinned, let signing = practice.releases?.signing, practice.content.signed != nil,
            let pin = record.content.signed?.pin
        else { return nil }
        return try await SigningDesk.unwrap { () async throws(SigningError) in try await signing.diff(from: pin) }
    }

    private func move(_ request: Request, _ context: AppContext) async throws -> Response {
        let form = FormState(try await FormData(body: request))
        let record = try await record(context)
        let draft = Draft(.releaseMoved, at: practice.world.now(), ["release": .string(form.given("release") ?? "")])
        do throws(RecordError) {
            _ = try await practice.record(
                [draft], patient: record.id, expecting: form.given("version").flatMap { Int($0) } ?? 0,
                author: RecordController.author)
            return .seeOther("/patients/\(record.id)?recorded=1")
        } catch {
            let status: HTTPResponse.Status =
                switch error {
                case .journal: .serviceUnavailable
                case .noSuchPatient: .notFound
                case .field, .changed, .notSigned: .conflict
                }
            return try await page(context, failure: "Not moved: \(error.description).", status: status)
        }
    }

    private func record(_ context: AppContext) async throws(PageRefusal) -> PatientRecord {
        do throws(RecordError) {
            return try await practice.record(context.parameters.get("id") ?? "")
        } catch .noSuchPatient {
            throw PageRefusal.notFound("There is no patient at this address.")
        } catch {
            throw PageRefusal(status: .serviceUnavailable, line: "The record cannot be read right now. Try again.")
        }
    }
}

/// The release a course runs under, the one signed last, and what differs statement by statement.
struct ReleasePage: MustacheParent, Sendable {
    let record: PatientRecord
    let inForce: ReleaseContent
    let diff: ReleaseDiff?
    let mayMove: Bool
    let zone: Zone
    var failure: AlertView?

    /// Moving is offered where there is a signed release and the course does not run under it.
    private var canMove: Bool { inForce.signed != nil && record.standing != .current }

    func child(named name: String) -> Any? {
        switch name {
        case "failure": failure
        case "patientName": record.chart.patient.name
        case "back": "/patients/\(record.id)"
        case "action": "/patients/\(record.id)/release"
        case "standing": CourseReleaseNote(record, inForce: inForce, zone: zone)?.alert
        case "isCurrent": record.standing == .current ? ReleaseWords.signed(record.content, zone: zone) : nil
        case "cannotCompare": canMove && diff == nil
        case "counts":
            diff.map { "\($0.added) added, \($0.removed) removed, \($0.changed) changed, \($0.unchanged) unchanged" }
        case "parts":
            diff.map {
                ContentDiffPage(
                    diff: $0, signed: nil, zone: zone, names: ContentDiffPage.names(inForce.protocols.library)
                ).parts
            }
        case "move": canMove && mayMove ? "Move to \(ReleaseWords.signed(inForce, zone: zone))" : nil
        case "askSomebody": canMove && !mayMove
        case "release": inForce.signed?.pin
        case "version": String(record.version)
        default: nil
        }
    }
}
