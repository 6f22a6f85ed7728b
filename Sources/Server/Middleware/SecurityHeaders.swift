import HTTPTypes
import Hummingbird

/// What browsers may do with our pages: load only our own files, run only our own scripts, be framed by nobody.
enum SecurityHeaders {
    static let policy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; connect-src 'self'"

    /// - Parameter isOnTLS: Then browsers are told never to come without TLS again.
    static func add(to headers: inout HTTPFields, isOnTLS: Bool) {
        headers[.contentSecurityPolicy] = policy
        headers[.xContentTypeOptions] = "nosniff"
        if let name = HTTPField.Name("Referrer-Policy") { headers[name] = "same-origin" }
        // Pages may hold patient data: nothing is kept unless a route says so (assets do).
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
        if isOnTLS { headers[.strictTransportSecurity] = "max-age=31536000" }
    }
}

struct SecurityHeadersMiddleware: RouterMiddleware {
    typealias Context = AppContext

    let isOnTLS: Bool

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        SecurityHeaders.add(to: &response.headers, isOnTLS: isOnTLS)
        return response
    }
}
