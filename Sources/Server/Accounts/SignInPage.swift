import Mustache
import Service

/// The sign-in page: email and password, then the code where the account has a second factor.
struct SignInPage: MustacheParent {
    let form: FormState
    let world: AccessWorld
    var refusal: String?
    /// Set when the password was right and the code is asked for.
    var step: String?

    var hasErrors: Bool { form.hasErrors || refusal != nil }

    private var fields: [FormField] {
        var email = form.text("email", label: "Email", mode: "email")
        email.autocomplete = "username"
        guard let step else { return [email, form.secret("password", label: "Password")] }
        var code = form.text(
            "code", label: "Code", hint: "Six digits from your app, or one of your recovery codes.", mode: "text")
        code.autocomplete = "one-time-code"
        code.value = ""
        code.autofocus = true
        return [
            form.hidden("email"), form.hidden("shared"), FormField(kind: .hidden, name: "step", label: "", value: step),
            code,
        ]
    }

    private var notice: AlertView? {
        if let refusal { return AlertView(.amber, "Not signed in.", why: refusal) }
        if step != nil { return AlertView(.info, "One more step: the code of your second factor.") }
        if form.given("ended") != nil {
            return AlertView(
                .amber, "Your session has ended. Nothing was saved.",
                why: "Sign in again in another tab, then go back and send the form again.")
        }
        if form.given("joined") != nil { return AlertView(.ok, "Your account is ready. Sign in.") }
        if form.given("changed") != nil {
            return AlertView(.ok, "Your password is changed and every session has ended. Sign in with the new one.")
        }
        if form.given("out") != nil { return AlertView(.ok, "You are signed out.") }
        return nil
    }

    func child(named name: String) -> Any? {
        switch name {
        case "fields": step == nil ? RecordAttempt.focused(fields) : fields
        case "notice": notice
        case "needsCode": step != nil
        case "next": form.given("next").map { LocalPath.checked($0) }
        case "isShared": form.given("shared") == "yes"
        case "demo": world.policy.demoAccounts.map { DemoButton(account: $0, next: form.given("next")) }
        case "isDemo": !world.policy.demoAccounts.isEmpty
        case "directory": world.policy.directory?.title
        default: nil
        }
    }
}

private struct DemoButton: MustacheParent {
    let account: DemoAccount
    let next: String?

    func child(named name: String) -> Any? {
        switch name {
        case "title": account.title
        case "email": account.email
        case "password": account.password
        case "next": next.map { LocalPath.checked($0) }
        default: nil
        }
    }
}

/// The page of a locked shared workstation.
struct UnlockPage: MustacheParent {
    let form: FormState
    let name: String

    func child(named name: String) -> Any? {
        switch name {
        case "fields": RecordAttempt.focused([form.secret("pin", label: "PIN", mode: "numeric")])
        case "name": self.name
        case "next": form.given("next").map { LocalPath.checked($0) }
        default: nil
        }
    }
}
