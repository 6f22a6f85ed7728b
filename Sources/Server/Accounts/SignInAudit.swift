import Clinical
import Hummingbird
import Practice
import Service

/// What a sign-in leaves in the audit: each attempt that was looked at, and how many were refused unlooked at.
struct SignInAudit: Sendable {
    let world: AccessWorld
    let now: Instant

    /// - Throws: ``PageRefusal/busy`` when the audit cannot be kept; the sign-in must then be refused.
    func signedIn(_ person: String, email: String, _ context: AppContext) async throws {
        try await keep(.signedIn, person, email: email, context)
    }

    /// An attempt that came to nothing.
    func failed(_ error: AccountError, email: String, _ context: AppContext) async throws {
        let known = world.accounts.directory.person(email: email)?.id ?? ""
        switch error {
        case .wait, .busy:
            world.audit.refused(
                email: email, who: known, what: context.endpointPath ?? "", from: context.address, at: now)
        default: try await keep(.signInFailed, known, email: email, context, why: error.code)
        }
    }

    private func keep(
        _ act: AuditEntry.Act, _ who: String, email: String, _ context: AppContext, why: String = ""
    ) async throws {
        do throws(AccountError) {
            try await world.audit.keep(
                attempt: AuditEntry(
                    act, who: who, at: now, what: context.endpointPath ?? "", from: context.address, why: why),
                email: email)
        } catch {
            throw PageRefusal.busy
        }
    }
}
