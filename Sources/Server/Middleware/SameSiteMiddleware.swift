import HTTPTypes
import Hummingbird

/// Keeps other web sites out, beside sessions and form tokens.
///
/// Any page open in the same browser can send requests to this computer. A name that was pointed here from
/// outside (DNS rebinding) is refused by its `Host`, and a form posted from elsewhere by its `Origin`.
struct SameSiteMiddleware: RouterMiddleware {
    typealias Context = AppContext

    /// Names people may type, beside loopback; lower case.
    let publicNames: Set<String>
    /// Whether a proxy says in X-Forwarded-For where requests come from.
    var behindProxy = false

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        if let refusal = refusal(request.head) { throw refusal }
        var context = context
        context.address = address(request.head, peer: context.address)
        return try await next(request, context)
    }

    /// Why a request is turned away for where it was sent or where it came from.
    func refusal(_ head: HTTPRequest) -> PageRefusal? {
        let authority = head.authority
        if let authority, !isOurs(Self.host(of: authority)) {
            return PageRefusal(status: .misdirectedRequest, line: "Open Stepwell under its own name.")
        }
        if head.method != .get, head.method != .head, let origin = head.headerFields[.origin] {
            guard let authority, origin == "http://\(authority)" || origin == "https://\(authority)" else {
                return PageRefusal(
                    status: .forbidden, line: "This form came from another site. Open Stepwell and start there.")
            }
        }
        return nil
    }

    /// The network address a request came from: the peer's, or the one our own proxy names.
    func address(_ head: HTTPRequest, peer: String) -> String {
        guard behindProxy, let forwarded = head.headerFields[.forwardedFor] else { return peer }
        return Self.lastHop(forwarded)
    }

    /// The address our own proxy saw: the last one. Those before it are the client's word.
    static func lastHop(_ forwarded: String) -> String {
        let last = forwarded.split(separator: ",").last.map { $0.filter { !$0.isWhitespace } } ?? ""
        let isAddress = last.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (97...102).contains(byte) || (65...70).contains(byte) || byte == 46
                || byte == 58
        }
        return isAddress && last.utf8.count <= 45 ? last : ""
    }

    private func isOurs(_ host: Substring) -> Bool {
        ServerSettings.isLoopback(host) || publicNames.contains(host.lowercased())
    }

    /// The host without its port; brackets of an IPv6 address are taken off.
    static func host(of authority: String) -> Substring {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            return authority[authority.index(after: authority.startIndex)..<end]
        }
        return authority.prefix { $0 != ":" }
    }
}

extension HTTPField.Name {
    static var forwardedFor: HTTPField.Name { forwardedName }
}

private let forwardedName = HTTPField.Name("X-Forwarded-For") ?? .from
