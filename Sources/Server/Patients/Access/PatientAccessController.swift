import Clinical
import HTTPTypes
import Hummingbird
import Practice
import Service

/// Who may open one patient's record: care team, links, broken glass.
struct PatientAccessController: Sendable {
    static let templates = ["patients/access", "patients/link-made", "patients/break-glass", "patients/access-report"]

    let office: Office
    private var patients: PatientAccessService { office.world.patients }

    func addRoutes(to router: Router<AppContext>) {
        router.get("/patients/:id/access") { request, context in
            let said = FormState(try FormData(query: request)).given("saved")
            return try await page(context, said: said.flatMap { Self.notices[$0] })
        }
        router.post("/patients/:id/care-team") { request, context in try await careTeam(request, context) }
        router.post("/patients/:id/links") { request, context in try await makeLink(request, context) }
        router.post("/patients/:id/links/:link/revoke") { _, context in try await revoke(context) }
        router.get("/patients/:id/break-glass") { _, context in try await glassPage(context, FormState()) }
        router.post("/patients/:id/break-glass") { request, context in try await breakGlass(request, context) }
        PatientReportController(office: office).addRoutes(to: router)
    }

    /// What the address may say was done.
    private static let notices = ["team": "The care team is set.", "revoked": "The link is revoked."]

    /// Also one that another node registered a moment ago.
    private func patient(_ context: AppContext) async throws(PageRefusal) -> PatientSummary {
        let id = context.parameters.get("id") ?? ""
        guard try await office.knows(id), let summary = office.practice.summary(id) else {
            throw .notFound("There is no patient at this address.")
        }
        return summary
    }

    private func page(
        _ context: AppContext, said: String? = nil, team: FormState? = nil, link: FormState = FormState()
    ) async throws -> Response {
        let patient = try await patient(context)
        let hasErrors = team?.hasErrors == true || link.hasErrors
        let model = AccessPage(
            patient: patient, viewer: try office.viewer(context), office: office,
            team: team
                ?? FormState(FormData(fields: patients.sites(of: patient.id).sorted().map { ("sites", $0) })),
            link: link)
        var frame = PageContext(title: "Access", section: .board, hasErrors: hasErrors)
        frame.banner = said.map { AlertView(.ok, $0) }
        return try office.pages.response(
            "patients/access", frame, model, status: hasErrors ? .unprocessableContent : .ok)
    }

    // MARK: Care team

    private func careTeam(_ request: Request, _ context: AppContext) async throws -> Response {
        let viewer = try office.viewer(context)
        let patient = try await patient(context)
        var form = FormState(try await FormData(body: request))
        do throws(AccountError) {
            try await patients.setCareTeam(
                patient.id, sites: RoleFields.sites(form, office.world.sites), by: viewer)
        } catch {
            try error.mark(&form)
            return try await page(context, team: form)
        }
        // Whoever took their own site out has nothing more to see here.
        guard office.opens(viewer, patient.id) else { return .seeOther("/board") }
        return .seeOther("/patients/\(patient.id)/access?saved=team")
    }

    // MARK: Links

    private func makeLink(_ request: Request, _ context: AppContext) async throws -> Response {
        let viewer = try office.viewer(context)
        let patient = try await patient(context)
        var form = FormState(try await FormData(body: request))
        let purpose = form.given("purpose").flatMap { LinkPurpose(rawValue: $0) }
        let hours = form.given("hours").flatMap { Int($0) }
        if purpose == nil { form.fail("purpose", "Choose who gets the link.") }
        if hours == nil { form.fail("hours", "Choose how long the link is good for.") }
        guard let purpose, let hours else { return try await page(context, link: form) }
        let made: (token: String, pin: String)
        do throws(AccountError) {
            made = try await patients.makeLink(patient.id, purpose: purpose, hours: hours, by: viewer)
        } catch {
            try error.mark(&form)
            return try await page(context, link: form)
        }
        return try office.page(
            "patients/link-made", title: "Link",
            [
                "back": "/patients/\(patient.id)/access", "purpose": purpose.title,
                "address": office.address("/l/\(purpose.rawValue)/\(made.token)", request),
                "pin": made.pin, "until": office.clock.full(office.now.adding(hours: hours)),
            ])
    }

    private func revoke(_ context: AppContext) async throws -> Response {
        let viewer = try office.viewer(context)
        let patient = try await patient(context)
        do throws(AccountError) {
            try await patients.revokeLink(context.parameters.get("link") ?? "", of: patient.id, by: viewer)
        } catch {
            throw error.refusal
        }
        return .seeOther("/patients/\(patient.id)/access?saved=revoked")
    }

    // MARK: Broken glass

    private func glassPage(_ context: AppContext, _ form: FormState) async throws -> Response {
        let patient = try await patient(context)
        let viewer = try office.viewer(context)
        if office.opens(viewer, patient.id) { return .seeOther("/patients/\(patient.id)") }
        let field = form.area("reason", label: "Why must you open it now?", hint: "The medical director reads this.")
        return try office.page(
            "patients/break-glass", title: "Open in an emergency",
            [
                "fields": RecordAttempt.focused([field]), "action": "/patients/\(patient.id)/break-glass",
                "hours": String(PatientAccess.glassHours),
            ], status: form.hasErrors ? .unprocessableContent : .ok)
    }

    private func breakGlass(_ request: Request, _ context: AppContext) async throws -> Response {
        let viewer = try office.viewer(context)
        let patient = try await patient(context)
        var form = FormState(try await FormData(body: request))
        do throws(AccountError) {
            try await patients.breakGlass(patient.id, reason: form.given("reason") ?? "", by: viewer)
        } catch {
            try error.mark(&form)
            return try await glassPage(context, form)
        }
        return .seeOther("/patients/\(patient.id)")
    }
}
