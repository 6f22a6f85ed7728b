import HTTPTypes
import Hummingbird
import Practice
import Service

/// The door for people without an account: a signed link, its PIN, and the one thing it opens.
struct LinkController: Sendable {
    static let templates = ["accounts/link", "accounts/visit"]

    let office: Office
    private var patients: PatientAccessService { office.world.patients }

    func addRoutes(to router: Router<AppContext>) {
        router.get("/l/:purpose/:token") { _, context in
            _ = try await link(context)
            return try pinPage(FormState())
        }
        router.post("/l/:purpose/:token") { request, context in try await enter(request, context) }
        router.get("/visit") { _, context in try visit(context) }
    }

    private func link(
        _ context: AppContext
    ) async throws -> (link: PatientAccess.Link, purpose: LinkPurpose, token: String) {
        guard let purpose = context.parameters.get("purpose").flatMap({ LinkPurpose(rawValue: $0) }),
            let token = context.parameters.get("token")
        else { throw PageRefusal.linkOver }
        do throws(AccountError) {
            return (try await patients.link(token, purpose: purpose), purpose, token)
        } catch {
            throw Self.refusal(error)
        }
    }

    private func enter(_ request: Request, _ context: AppContext) async throws -> Response {
        var form = FormState(try await FormData(body: request))
        let (link, purpose, token) = try await link(context)
        do throws(AccountError) {
            let visit = try await patients.enter(token, purpose: purpose, pin: form.given("pin") ?? "")
            var response = Response.seeOther("/visit")
            response.setCookie(Cookies.set(Cookies.visit, visit))
            return response
        } catch {
            try await office.keep(.refused, link.id, context, why: "wrong PIN for a link")
            guard case .pin(let line) = error else { throw Self.refusal(error) }
            form.fail("pin", line)
            return try pinPage(form)
        }
    }

    private static func refusal(_ error: AccountError) -> PageRefusal {
        error == .linkOver ? .linkOver : error.refusal
    }

    private func pinPage(_ form: FormState) throws -> Response {
        let pin = form.secret("pin", label: "PIN", hint: "Six digits. You were given them separately.", mode: "numeric")
        return try office.page(
            "accounts/link", title: "Your link",
            ["fields": RecordAttempt.focused([pin]), "practice": office.practice.site.name],
            status: form.hasErrors ? .unprocessableContent : .ok)
    }

    private func visit(_ context: AppContext) throws -> Response {
        guard let visit = context.visit else { throw PageRefusal.linkOver }
        let sites = patients.sites(of: visit.patient).sorted().map { office.world.sites.name($0) }
        return try office.page(
            "accounts/visit", title: "Your page",
            [
                "practice": Wording.all(sites), "purpose": visit.purpose.title,
                "until": office.clock.full(visit.until), "isPatient": visit.purpose == .patient,
            ])
    }
}
