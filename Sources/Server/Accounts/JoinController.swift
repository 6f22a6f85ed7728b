import HTTPTypes
import Hummingbird
import Mustache
import Practice
import Service

/// Invitations: the link an invited person opens, and the first administrator's.
struct JoinController: Sendable {
    static let templates = ["accounts/join"]

    let pages: Pages
    let world: AccessWorld

    func addRoutes(to router: Router<AppContext>) {
        router.get("/join/:token") { _, context in
            let invitation = try await open(context)
            var form = FormState()
            form.setDefault("name", invitation.person.name)
            return try page(JoinPage(form: form, invitation: invitation), status: .ok)
        }
        router.post("/join/:token") { request, context in try await join(request, context) }
    }

    private func open(_ context: AppContext) async throws -> Invitation {
        do throws(AccountError) {
            return try await world.accounts.invitation(context.parameters.get("token") ?? "")
        } catch {
            throw PageRefusal(status: .notFound, line: error.description)
        }
    }

    private func join(_ request: Request, _ context: AppContext) async throws -> Response {
        let invitation = try await open(context)
        var form = FormState(try await FormData(body: request))
        if form.shown("password") != form.shown("again") {
            form.fail("again", "The two passwords are not the same.")
            return try page(JoinPage(form: form, invitation: invitation), status: .unprocessableContent)
        }
        do throws(AccountError) {
            _ = try await world.accounts.accept(
                context.parameters.get("token") ?? "", email: form.given("email") ?? "",
                name: form.given("name") ?? "", password: form.shown("password"))
        } catch {
            switch error {
            case .password(let line): form.fail("password", line)
            case .field(let name, let line): form.fail(name, line)
            case .linkOver: throw PageRefusal(status: .notFound, line: error.description)
            default: throw PageRefusal(status: .serviceUnavailable, line: error.description)
            }
            return try page(JoinPage(form: form, invitation: invitation), status: .unprocessableContent)
        }
        return .seeOther("/sign-in?joined=1")
    }

    private func page(_ model: JoinPage, status: HTTPResponse.Status) throws -> Response {
        try pages.response(
            "accounts/join", PageContext(title: "Your account", hasErrors: model.form.hasErrors), model, status: status)
    }
}

struct JoinPage: MustacheParent {
    let form: FormState
    let invitation: Invitation

    private var fields: [FormField] {
        var fields: [FormField] = []
        if invitation.isFirst {
            fields.append(form.text("email", label: "Email", hint: "You sign in with it.", mode: "email"))
        }
        fields += [
            form.text("name", label: "Your name", hint: "As colleagues should see it beside what you record."),
            form.secret(
                "password", label: "Password",
                hint: "At least ten characters. A few words that do not belong together are easy to keep in mind.",
                isNew: true),
            form.secret("again", label: "The same password again", isNew: true),
        ]
        return fields
    }

    func child(named name: String) -> Any? {
        switch name {
        case "fields": RecordAttempt.focused(fields)
        case "email": invitation.isFirst ? nil : invitation.person.email
        case "roles": invitation.person.roles.sorted().map(\.title).joined(separator: ", ")
        case "isFirst": invitation.isFirst
        default: nil
        }
    }
}
