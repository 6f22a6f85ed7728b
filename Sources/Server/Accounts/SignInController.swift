import Clinical
import HTTPTypes
import Hummingbird
import Practice
import Service

/// The way in and out: sign-in, unlocking a shared workstation, signing out.
struct SignInController: Sendable {
    static let templates = ["accounts/sign-in", "accounts/unlock"]

    let pages: Pages
    let world: AccessWorld
    let now: @Sendable () -> Int64

    func addRoutes(to router: Router<AppContext>) {
        router.get("/sign-in") { request, context in try signInPage(request, context) }
        router.post("/sign-in") { request, context in try await signIn(request, context) }
        router.post("/sign-out") { _, context in try await signOut(context, everywhere: false) }
        router.post("/sign-out-everywhere") { _, context in try await signOut(context, everywhere: true) }
        router.get("/unlock") { request, context in try await unlockPage(request, context) }
        router.post("/unlock") { request, context in try await unlock(request, context) }
    }

    // MARK: Signing in

    private var audit: SignInAudit { SignInAudit(world: world, now: .init(milliseconds: now())) }

    private func signInPage(_ request: Request, _ context: AppContext) throws -> Response {
        let form = FormState(try FormData(query: request))
        if context.viewer != nil { return .seeOther(LocalPath.checked(form.given("next"))) }
        return try page(SignInPage(form: form, world: world), status: .ok)
    }

    private func signIn(_ request: Request, _ context: AppContext) async throws -> Response {
        var form = FormState(try await FormData(body: request))
        let email = form.given("email") ?? ""
        let password = form.shown("password")
        if email.isEmpty { form.fail("email", "Write your email address.") }
        let step = form.given("step") ?? ""
        if password.isEmpty, step.isEmpty { form.fail("password", "Write your password.") }
        guard !form.hasErrors else {
            return try page(SignInPage(form: form, world: world), status: .unprocessableContent)
        }
        let attempt = SignInAttempt(
            email: email, password: password, code: form.given("code") ?? "", address: context.address,
            device: Cookies.read(Cookies.device, request) ?? "", shared: form.given("shared") == "yes",
            step: step)
        let answer: SignInAnswer
        do throws(AccountError) {
            answer = try await world.accounts.signIn(attempt)
        } catch {
            return try await refused(error, form, context)
        }
        switch answer {
        case .needsCode(let step): return try page(SignInPage(form: form, world: world, step: step), status: .ok)
        case .signedIn(let token, let person, let device):
            try await audit.signedIn(person.id, email: email, context)
            var response = Response.seeOther(LocalPath.checked(form.given("next")))
            response.setCookie(Cookies.set(Cookies.session, token))
            response.setCookie(Cookies.set(Cookies.device, device, seconds: 90 * 86_400))
            return response
        }
    }

    private func refused(_ error: AccountError, _ form: FormState, _ context: AppContext) async throws -> Response {
        try await audit.failed(error, email: form.given("email") ?? "", context)
        let model = SignInPage(
            form: form, world: world, refusal: error.description, step: form.given("step"))
        switch error {
        case .wait(let seconds):
            var response = try page(model, status: .tooManyRequests)
            response.headers[.retryAfter] = String(seconds)
            return response
        case .busy, .journal:
            var response = try page(model, status: .serviceUnavailable)
            response.headers[.retryAfter] = "5"
            return response
        default: return try page(model, status: .unprocessableContent)
        }
    }

    private func page(_ model: SignInPage, status: HTTPResponse.Status) throws -> Response {
        try pages.response(
            "accounts/sign-in", PageContext(title: "Sign in", hasErrors: model.hasErrors), model, status: status)
    }

    // MARK: Signing out

    private func signOut(_ context: AppContext, everywhere: Bool) async throws -> Response {
        guard let viewer = context.viewer else { return .seeOther("/sign-in") }
        do throws(AccountError) {
            if everywhere {
                try await world.accounts.signOutEverywhere(viewer)
            } else {
                try await world.accounts.signOut(viewer)
            }
        } catch {
            throw PageRefusal(status: .serviceUnavailable, line: error.description)
        }
        var response = Response.seeOther("/sign-in?out=1")
        response.setCookie(Cookies.clear(Cookies.session))
        return response
    }

    // MARK: A shared workstation

    private func locked(_ request: Request) async throws -> Viewer? {
        guard let token = Cookies.read(Cookies.session, request),
            case .locked(let viewer) = try await world.accounts.state(of: token, touch: false)
        else { return nil }
        return viewer
    }

    private func unlockPage(_ request: Request, _ context: AppContext) async throws -> Response {
        let form = FormState(try FormData(query: request))
        guard let viewer = try await locked(request) else { return .seeOther("/sign-in") }
        return try unlockPage(UnlockPage(form: form, name: viewer.person.shownName), status: .ok)
    }

    private func unlockPage(_ model: UnlockPage, status: HTTPResponse.Status) throws -> Response {
        try pages.response(
            "accounts/unlock", PageContext(title: "Locked", hasErrors: model.form.hasErrors), model, status: status)
    }

    private func unlock(_ request: Request, _ context: AppContext) async throws -> Response {
        var form = FormState(try await FormData(body: request))
        guard let viewer = try await locked(request) else { return .seeOther("/sign-in?ended=1") }
        do throws(AccountError) {
            try await world.accounts.unlock(viewer, pin: form.given("pin") ?? "")
        } catch {
            try await keep(.signInFailed, viewer.person.id, context, why: "wrong PIN")
            guard case .pin(let line) = error else { return .seeOther("/sign-in?ended=1") }
            form.fail("pin", line)
            return try unlockPage(
                UnlockPage(form: form, name: viewer.person.shownName), status: .unprocessableContent)
        }
        try await keep(.unlocked, viewer.person.id, context)
        return .seeOther(LocalPath.checked(form.given("next")))
    }

    private func keep(
        _ act: AuditEntry.Act, _ who: String, _ context: AppContext, why: String = ""
    ) async throws {
        do throws(AccountError) {
            try await world.audit.keep(
                AuditEntry(
                    act, who: who, at: .init(milliseconds: now()), what: context.endpointPath ?? "",
                    from: context.address, why: why))
        } catch {
            throw PageRefusal.busy
        }
    }
}
