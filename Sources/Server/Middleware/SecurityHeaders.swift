import HTTPTypes
import Hummingbird

/// What browsers may do with our pages: load only our own files, run only our own scripts, be framed by nobody.
enum SecurityHeaders {
    static let policy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; connect-src 'self'"

    static func add(to response: inout Response) {
        response.headers[.contentSecurityPolicy] = policy
        response.headers[.xContentTypeOptions] = "nosniff"
        if let name = HTTPField.Name("Referrer-Policy") { response.headers[name] = "same-origin" }
        // Pages may hold patient data: nothing is kept unless a route says so (assets do).
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
    }
}

struct SecurityHeadersMiddleware: RouterMiddleware {
    typealias Context = AppContext

    /// Then browsers are told never to come without TLS again.
    let isOnTLS: Bool

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        SecurityHeaders.add(to: &response)
        if isOnTLS { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        return response
    }
}
