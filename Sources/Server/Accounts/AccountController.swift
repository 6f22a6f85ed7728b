import HTTPTypes
import Hummingbird
import Practice
import Service

/// Somebody's own account: what they are here, their password, their PIN.
struct AccountController: Sendable {
    static let templates = ["accounts/account"]

    let office: Office

    func addRoutes(to router: Router<AppContext>) {
        router.get("/account") { request, context in
            let said = FormState(try FormData(query: request)).given("saved")
            return try page(try office.viewer(context), said: said.flatMap { Self.notices[$0] })
        }
        router.post("/account/password") { request, context in try await password(request, context) }
        router.post("/account/pin") { request, context in try await pin(request, context) }
        SecondFactorController(office: office).addRoutes(to: router)
    }

    /// What the address may say was done; anything else says nothing.
    private static let notices = [
        "pin": "Your PIN is set.", "factor": "Your second factor is on.", "removed": "Your second factor is off.",
        "confirmed": "Your second factor is confirmed for this session.",
    ]

    private func password(_ request: Request, _ context: AppContext) async throws -> Response {
        let viewer = try office.viewer(context)
        var form = FormState(try await FormData(body: request))
        if form.shown("password") != form.shown("again") { form.fail("again", "The two passwords are not the same.") }
        guard !form.hasErrors else { return try page(viewer, password: form) }
        do throws(AccountError) {
            try await office.world.accounts.changePassword(
                viewer, old: form.shown("old"), new: form.shown("password"))
        } catch {
            try error.mark(&form, secret: "old")
            return try page(viewer, password: form)
        }
        var response = Response.seeOther("/sign-in?changed=1")
        response.setCookie(Cookies.clear(Cookies.session))
        return response
    }

    private func pin(_ request: Request, _ context: AppContext) async throws -> Response {
        let viewer = try office.viewer(context)
        var form = FormState(try await FormData(body: request))
        do throws(AccountError) {
            try await office.world.accounts.setPIN(viewer, form.given("pin") ?? "")
        } catch {
            try error.mark(&form)
            return try page(viewer, pin: form)
        }
        return .seeOther("/account?saved=pin")
    }

    private func page(
        _ viewer: Viewer, said: String? = nil, password: FormState = FormState(), pin: FormState = FormState()
    ) throws -> Response {
        let hasErrors = password.hasErrors || pin.hasErrors
        let model = AccountPage(
            viewer: viewer, sites: viewer.person.sites.sorted().map { office.world.sites.name($0) }, password: password,
            pin: pin)
        var context = PageContext(title: "Your account", hasErrors: hasErrors)
        context.banner = said.map { AlertView(.ok, $0) }
        return try office.pages.response(
            "accounts/account", context, model, status: hasErrors ? .unprocessableContent : .ok)
    }
}
