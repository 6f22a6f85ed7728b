import HTTPTypes
import Hummingbird
import Service

/// Whoever stands at the door: what they carry, and how they are turned away.
struct Newcomer {
    let request: Request
    let context: AppContext
    let world: AccessWorld

    private var bearer: String? { Self.bearer(request.headers) }

    /// The token a program carries.
    static func bearer(_ headers: HTTPFields) -> String? {
        guard let header = headers[.authorization], header.hasPrefix("Bearer ") else { return nil }
        return String(header.dropFirst("Bearer ".count))
    }

    /// Programs send the token in a header, which no other site can make a browser do: they need no form token.
    var isBearer: Bool { bearer != nil }

    func state() async throws -> SessionState {
        guard let token = bearer ?? Cookies.read(Cookies.session, request) else { return .none }
        do {
            return try await world.accounts.state(of: token)
        } catch {
            throw PageRefusal.busy
        }
    }

    func visit() async throws -> OpenedLink? {
        guard let token = Cookies.read(Cookies.visit, request) else { return nil }
        do {
            return try await world.patients.visit(token)
        } catch {
            throw PageRefusal.busy
        }
    }

    static func isInterface(_ request: Request) -> Bool { request.uri.path.hasPrefix("/api/") }

    /// A page opened without a session leads to the sign-in and back; a form says that nothing was saved.
    func turnAway(to door: String, rule: RouteRule) -> Response {
        if Self.isInterface(request) {
            return APIRefusal(.unauthorized, code: "session.none", message: "sign in first: POST /api/sign-in").response
        }
        guard rule.method == "GET" else { return .seeOther("\(door)?ended=1") }
        return .seeOther(LocalPath.with(next: request.uri.path, door))
    }

    /// Somebody who has to show or set up a second factor first; afterwards they go on where they wanted to.
    func detour(to door: String, rule: RouteRule) -> Response {
        // What a form sent is not kept: its own page comes back, where it has one.
        let hasPage = rule.method == "GET" || RouteTable.rule(method: "GET", path: rule.path) != nil
        return .seeOther(LocalPath.with(next: hasPage ? request.uri.path : nil, door))
    }
}
