import Clinical
import Course
import HTTPTypes
import Hummingbird
import Practice
import Service

/// Recording: one form a kind of entry, registration, and the same by JSON.
struct RecordController: Sendable {
    static let templates = ["patients/record", "patients/new"]
    /// Whoever is signed in; the gate lets nobody else through.
    static var author: String { RequestScope.viewer?.person.id ?? "unsigned" }

    let pages: Pages
    let practice: PracticeService
    let access: AccessWorld

    func addRoutes(to router: Router<AppContext>) {
        router.get("/patients/new") { _, _ in try registration(RegisterForm(practice)) }
        router.post("/patients/new") { request, _ in try await register(request) }
        router.get("/patients/:id/record/:kind") { request, context in
            let (scene, desk) = try await open(request, context)
            var attempt = RecordAttempt(scene: scene, desk: desk, form: FormState())
            attempt.look()
            return try page(RecordPage(attempt: attempt, action: action(request)), status: .ok)
        }
        router.post("/patients/:id/record/:kind") { request, context in try await record(request, context) }
        PatientAPI(practice: practice, access: access).addRoutes(to: router)
    }

    // MARK: Entries

    private func record(_ request: Request, _ context: AppContext) async throws -> Response {
        let form = FormState(try await FormData(body: request))
        let (scene, desk) = try await open(request, context)
        var attempt = RecordAttempt(scene: scene, desk: desk, form: form)
        let drafts = try attempt.check()
        let preview = desk.hasPreview && form.given("step") == "preview"
        guard let drafts, !preview else { return try answer(attempt, request) }
        do throws(RecordError) {
            _ = try await practice.record(
                drafts, patient: scene.record.id, expecting: scene.record.version, author: Self.author)
            return .seeOther(scene.address + "?recorded=1")
        } catch {
            switch error {
            case .field(let field):
                RecordRefusal.mark(field, &attempt.form, scene: scene)
                return try answer(attempt, request)
            case .changed(_, let entries):
                let fresh = try await self.scene(scene.record.id)
                var again = RecordAttempt(
                    scene: fresh, desk: try kind(context).form(fresh, wrong: wrong(request)), form: form)
                again.notice(entries, drafts: drafts)
                return try answer(again, request)
            case .noSuchPatient: throw Self.unknown
            case .journal(_, let message), .notSigned(let message):
                let model = RecordPage(attempt: attempt, action: action(request), failure: message)
                return try page(model, status: .serviceUnavailable)
            }
        }
    }

    /// The form again, with what is to be mended or looked at.
    private func answer(_ attempt: RecordAttempt, _ request: Request) throws -> Response {
        let status: HTTPResponse.Status =
            !attempt.added.isEmpty ? .conflict : attempt.form.hasErrors ? .unprocessableContent : .ok
        return try page(RecordPage(attempt: attempt, action: action(request)), status: status)
    }

    private func page(_ model: RecordPage, status: HTTPResponse.Status) throws -> Response {
        let context = PageContext(
            title: model.attempt.desk.verb, section: .board, hasErrors: model.attempt.form.hasErrors,
            scripts: ["record.js"])
        return try pages.response("patients/record", context, model, status: status)
    }

    // MARK: Reading the request

    private static let unknown = PageRefusal.notFound("There is no such patient here.")

    private func open(_ request: Request, _ context: AppContext) async throws -> (RecordScene, any RecordForm) {
        let kind = try kind(context)
        let scene = try await scene(context.parameters.get("id") ?? "")
        return (scene, try kind.form(scene, wrong: wrong(request)))
    }

    private func scene(_ id: String) async throws -> RecordScene {
        do throws(RecordError) {
            return RecordScene(practice: practice, record: try await practice.record(id), now: practice.world.now())
        } catch .noSuchPatient {
            throw Self.unknown
        }
    }

    private func kind(_ context: AppContext) throws(PageRefusal) -> RecordKind {
        guard let kind = context.parameters.get("kind").flatMap({ RecordKind(rawValue: $0) }) else {
            throw .notFound("There is nothing of this name to record.")
        }
        return kind
    }

    private func wrong(_ request: Request) throws(PageRefusal) -> Int? {
        try FormData(query: request).first("version").flatMap { Int($0) }
    }

    /// The form sends to the address it was opened at, of which only path and version are kept.
    private func action(_ request: Request) -> String {
        guard let version = try? wrong(request) else { return request.uri.path }
        return "\(request.uri.path)?version=\(version)"
    }

    // MARK: Registration

    private func register(_ request: Request) async throws -> Response {
        var form = RegisterForm(practice, FormState(try await FormData(body: request)))
        guard let drafts = form.drafts() else { return try registration(form) }
        try await CareTeam.start(form.id, practice: practice, access: access)
        do throws(RecordError) {
            let record = try await practice.record(drafts, patient: form.id, expecting: 0, author: Self.author)
            return .seeOther("/patients/\(record.id)")
        } catch {
            switch error {
            // Pressed twice: the patient is there.
            case .changed: return .seeOther("/patients/\(form.id)")
            case .field(let field): form.mark(field)
            case .noSuchPatient, .journal, .notSigned: form.failure = error.description
            }
            return try registration(form)
        }
    }

    private func registration(_ form: RegisterForm) throws -> Response {
        let status: HTTPResponse.Status =
            form.failure != nil ? .serviceUnavailable : form.hasErrors ? .unprocessableContent : .ok
        let context = PageContext(
            title: "Register patient", section: .board, hasErrors: form.hasErrors, scripts: ["record.js"])
        return try pages.response("patients/new", context, form, status: status)
    }
}
