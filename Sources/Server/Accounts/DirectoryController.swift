import HTTPTypes
import Hummingbird
import Practice
import Service

/// Sign-in through the practice's own directory (OpenID Connect): there and back.
struct DirectoryController: Sendable {
    static let templates = ["accounts/arrived"]
    /// How long the way to the directory and back may take, in seconds.
    private static let patience = 600

    let office: Office

    func addRoutes(to router: Router<AppContext>) {
        router.get("/directory/start") { _, context in try await start(context) }
        router.get("/directory/callback") { request, context in try await callback(request, context) }
    }

    private func directory() throws(PageRefusal) -> DirectorySignIn {
        guard let directory = office.world.policy.directory else {
            throw .notFound("This practice has no directory of its own. Sign in with email and password.")
        }
        return directory
    }

    private func start(_ context: AppContext) async throws -> Response {
        let directory = try directory()
        do {
            let (address, keep) = try await directory.start()
            var response = Response.seeOther(address)
            response.setCookie(Cookies.set(Cookies.directory, keep, seconds: Self.patience, crossSite: true))
            return response
        } catch {
            return try await refused(
                "\(directory.title) cannot be reached. Try again, or sign in with your password.", why: "start", context
            )
        }
    }

    private func callback(_ request: Request, _ context: AppContext) async throws -> Response {
        let directory = try directory()
        guard let keep = Cookies.read(Cookies.directory, request), !keep.isEmpty else {
            return try await refused(
                "This sign-in was not started in this browser, or took too long. Start again.", why: "no start", context
            )
        }
        let came: (identity: String, email: String)
        do {
            came = try await directory.finish(request.uri.query ?? "", keep)
        } catch {
            return try await refused(
                "\(directory.title) did not confirm who you are. Start again.", why: "not confirmed", context)
        }
        let token: String
        do throws(AccountError) {
            token = try await office.world.accounts.signIn(directoryIdentity: came.identity, email: came.email)
        } catch {
            return try await refused(
                "Nobody here was invited with this identity. Ask an administrator of your practice.", why: error.code,
                context)
        }
        return try await arrived(token, context)
    }

    /// A page and not a redirect: browsers keep a Strict cookie back while they follow one from another site.
    private func arrived(_ token: String, _ context: AppContext) async throws -> Response {
        if case .active(let viewer) = try await office.world.accounts.state(of: token, touch: false) {
            try await office.keep(.signedIn, viewer.person.id, context)
        }
        var response = try office.page("accounts/arrived", title: "Signed in", [:])
        response.setCookie(Cookies.set(Cookies.session, token))
        response.setCookie(Cookies.clear(Cookies.directory))
        if let refresh = HTTPField.Name("Refresh") { response.headers[refresh] = "0; url=/" }
        return response
    }

    private func refused(_ line: String, why: String, _ context: AppContext) async throws -> Response {
        try await office.keep(.signInFailed, "", context, why: "directory: \(why)")
        var response = try office.pages.response(
            "accounts/sign-in", PageContext(title: "Sign in", hasErrors: true),
            SignInPage(form: FormState(), world: office.world, refusal: line), status: .unprocessableContent)
        response.setCookie(Cookies.clear(Cookies.directory))
        return response
    }
}
