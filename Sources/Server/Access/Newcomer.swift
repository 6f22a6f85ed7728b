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
        return .seeOther("\(door)?next=\(Self.encoded(request.uri.path))")
    }

    /// A path of ours, percent-encoded; never its query, which may be about a patient.
    private static func encoded(_ path: String) -> String {
        path.utf8.map { byte in
            let plain =
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".")
            return plain ? String(UnicodeScalar(byte)) : "%" + hex(byte)
        }.joined()
    }

    private static func hex(_ byte: UInt8) -> String {
        let text = String(byte, radix: 16, uppercase: true)
        return text.count == 1 ? "0" + text : text
    }

    /// Where to go after signing in: only a path of this site, never an address of another one.
    static func safeNext(_ text: String?) -> String {
        guard let text, text.utf8.first == UInt8(ascii: "/"), !text.hasPrefix("//"), !text.hasPrefix("/\\"),
            text.utf8.allSatisfy({ $0 > 32 && $0 != 92 && $0 < 127 }), text.utf8.count <= 300
        else { return "/" }
        return text
    }
}
