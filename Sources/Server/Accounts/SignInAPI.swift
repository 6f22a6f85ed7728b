import Clinical
import HTTPTypes
import Hummingbird
import JSONText
import Practice
import Service

/// Sign-in for other programs: a token for the `Authorization: Bearer` header.
struct SignInAPI: Sendable {
    let office: Office

    func addRoutes(to router: Router<AppContext>) {
        router.post("/api/sign-in") { request, context in try await signIn(request, context) }
    }

    private var audit: SignInAudit { SignInAudit(world: office.world, now: office.now) }

    private func signIn(_ request: Request, _ context: AppContext) async throws -> Response {
        let email: String
        let answer: SignInAnswer
        do throws(APIRefusal) {
            let json = try await APIRefusal.json(request)
            _ = try APIRefusal.object(json)
            email = try Self.text(json, "email")
            let password = try Self.text(json, "password")
            let code = json["code"] == nil ? "" : try Self.text(json, "code")
            let attempt = SignInAttempt(email: email, password: password, code: code, address: context.address)
            answer = try await result(of: attempt, context)
        } catch {
            return error.response
        }
        switch answer {
        case .needsCode:
            return APIRefusal(
                .unauthorized, code: "account.code-needed", field: "code",
                message: "send the same again with the code of the second factor"
            ).response
        case .signedIn(let token, let person, _):
            try await audit.signedIn(person.id, email: email, context)
            let end = office.now.adding(hours: office.world.accounts.rules.hours)
            return PatientAPI.response(.ok, ["token": .string(token), "expires": .string(end.iso)])
        }
    }

    private func result(of attempt: SignInAttempt, _ context: AppContext) async throws(APIRefusal) -> SignInAnswer {
        let failure: AccountError
        do throws(AccountError) {
            return try await office.world.accounts.signIn(attempt)
        } catch {
            failure = error
        }
        guard (try? await audit.failed(failure, email: attempt.email, context)) != nil else {
            throw APIRefusal(.serviceUnavailable, code: "audit.busy", message: "the audit cannot be kept; try again")
        }
        switch failure {
        case .wait(let seconds):
            throw APIRefusal(
                .tooManyRequests, code: failure.code, message: failure.description, retryAfter: seconds)
        case .busy, .journal:
            throw APIRefusal(.serviceUnavailable, code: failure.code, message: failure.description, retryAfter: 5)
        default: throw APIRefusal(.unauthorized, code: failure.code, message: failure.description)
        }
    }

    private static func text(_ json: JSON, _ field: String) throws(APIRefusal) -> String {
        guard let text = json[field]?.string, !text.isEmpty, text.utf8.count <= 1024 else {
            throw APIRefusal(
                .unprocessableContent, code: "field.missing", field: field, message: "\(field): expected a text")
        }
        return text
    }
}
