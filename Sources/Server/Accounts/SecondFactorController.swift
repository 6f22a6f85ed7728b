import HTTPTypes
import Hummingbird
import Practice
import Service

/// Turning the second factor on and off, and showing it once more before something that needs it.
struct SecondFactorController: Sendable {
    static let templates = ["accounts/second-factor", "accounts/recovery-codes", "accounts/confirm"]
    /// The name an authenticator app shows beside the account.
    private static let issuer = "Stepwell"

    let office: Office

    func addRoutes(to router: Router<AppContext>) {
        router.get("/account/second-factor") { request, context in
            let viewer = try office.viewer(context)
            return try setUp(viewer, FormState(try FormData(query: request)), secret: newSecret(viewer).secret)
        }
        router.post("/account/second-factor") { request, context in try await turnOn(request, context) }
        router.post("/account/second-factor/remove") { request, context in try await remove(request, context) }
        router.get("/account/confirm") { request, context in
            _ = try office.viewer(context)
            return try confirmPage(FormState(try FormData(query: request)))
        }
        router.post("/account/confirm") { request, context in try await confirm(request, context) }
    }

    // MARK: On

    private func newSecret(_ viewer: Viewer) -> (secret: String, address: String) {
        office.world.accounts.newFactorSecret(for: viewer, issuer: Self.issuer)
    }

    private func turnOn(_ request: Request, _ context: AppContext) async throws -> Response {
        let viewer = try office.viewer(context)
        var form = FormState(try await FormData(body: request))
        let secret = form.given("secret") ?? ""
        let accounts = office.world.accounts
        do throws(AccountError) {
            if viewer.person.hasSecondFactor {
                // A session left open must not be enough to move the second factor to somebody else's device.
                try await accounts.confirm(viewer, code: form.given("present") ?? "")
            }
        } catch {
            try error.mark(&form, secret: "present")
            return try setUp(viewer, form, secret: secret)
        }
        let codes: [String]
        do throws(AccountError) {
            codes = try await accounts.confirmSecondFactor(viewer, secret: secret, code: digits(form))
        } catch {
            try error.mark(&form)
            return try setUp(viewer, form, secret: secret)
        }
        return try office.page(
            "accounts/recovery-codes", title: "Recovery codes",
            ["codes": codes, "onward": form.given("next").map { LocalPath.checked($0) } ?? "/account?saved=factor"])
    }

    private func digits(_ form: FormState) -> String { (form.given("code") ?? "").filter { !$0.isWhitespace } }

    private func setUp(_ viewer: Viewer, _ form: FormState, secret: String) throws -> Response {
        // A secret that came back broken is replaced; the app must then be told the new one.
        let shown = office.world.accounts.factorAddress(secret, for: viewer, issuer: Self.issuer)
        let (secret, address) = shown.map { (secret, $0) } ?? newSecret(viewer)
        let hasFactor = viewer.person.hasSecondFactor
        var fields = [Self.code(form, "code", "Code", "Six digits the app shows now.")]
        if hasFactor {
            fields.insert(
                Self.code(form, "present", "Code of your present second factor", "Or one of your recovery codes."),
                at: 0)
        }
        return try office.page(
            "accounts/second-factor", title: "Second factor",
            [
                "fields": RecordAttempt.focused(fields), "secret": secret, "grouped": Self.grouped(secret),
                "address": address, "hasFactor": hasFactor, "isNeeded": viewer.person.needsSecondFactor && !hasFactor,
                "email": viewer.person.email, "issuer": Self.issuer,
                "next": form.given("next").map { LocalPath.checked($0) },
                "setUp": LocalPath.with(next: form.given("next"), "/account/second-factor"),
            ], status: form.hasErrors ? .unprocessableContent : .ok)
    }

    /// `ABCD EFGH …`, to be typed from one screen to another.
    static func grouped(_ secret: String) -> String {
        var groups: [Substring] = []
        var rest = secret[...]
        while !rest.isEmpty {
            groups.append(rest.prefix(4))
            rest = rest.dropFirst(4)
        }
        return groups.joined(separator: " ")
    }

    private static func code(_ form: FormState, _ name: String, _ label: String, _ hint: String) -> FormField {
        var field = form.text(name, label: label, hint: hint, mode: name == "code" ? "numeric" : "text")
        field.autocomplete = "one-time-code"
        field.value = ""
        return field
    }

    // MARK: Off

    private func remove(_ request: Request, _ context: AppContext) async throws -> Response {
        let viewer = try office.viewer(context)
        let form = FormState(try await FormData(body: request))
        do throws(AccountError) {
            try await office.world.accounts.removeSecondFactor(
                viewer, password: form.shown("password"))
        } catch .wrongSignIn {
            throw PageRefusal(
                status: .unprocessableContent, line: "This is not your password. Your second factor stays on.",
                next: NavigationLink(title: "Your account", address: "/account"))
        } catch {
            throw error.refusal
        }
        return .seeOther("/account?saved=removed")
    }

    // MARK: Once more

    private func confirm(_ request: Request, _ context: AppContext) async throws -> Response {
        let viewer = try office.viewer(context)
        var form = FormState(try await FormData(body: request))
        do throws(AccountError) {
            try await office.world.accounts.confirm(viewer, code: form.given("code") ?? "")
        } catch {
            try error.mark(&form)
            return try confirmPage(form)
        }
        return .seeOther(form.given("next").map { LocalPath.checked($0) } ?? "/account?saved=confirmed")
    }

    private func confirmPage(_ form: FormState) throws -> Response {
        let field = Self.code(form, "code", "Code", "Six digits from your app, or one of your recovery codes.")
        return try office.page(
            "accounts/confirm", title: "Confirm it is you",
            [
                "fields": RecordAttempt.focused([field]), "next": form.given("next").map { LocalPath.checked($0) },
            ], status: form.hasErrors ? .unprocessableContent : .ok)
    }
}
