import HTTPTypes
import Hummingbird
import Identity
import Service

/// Checks that a form was made by our own page for this session.
///
/// The body is read here once and given on, so that the route reads the same bytes.
enum FormGuard {
    static let field = "csrf"
    /// For requests that scripts of our own pages send.
    static let header = HTTPField.Name("X-Form-Token")

    static func check(_ request: inout Request, viewer: Viewer) async throws {
        if let header, let given = request.headers[header] {
            guard ConstantTime.equal(given, viewer.formToken) else { throw PageRefusal.foreignForm }
            return
        }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > AppContext.bodyLimit {
            throw HTTPError(.contentTooLarge)
        }
        let body = try await request.body.collect(upTo: AppContext.bodyLimit)
        request.body = RequestBody(buffer: body)
        guard let given = try await FormData(body: request).first(field),
            ConstantTime.equal(given, viewer.formToken)
        else { throw PageRefusal.foreignForm }
    }
}

extension PageRefusal {
    static let foreignForm = PageRefusal(
        status: .forbidden,
        line: "This form does not belong to your session; it is old or came from another site. Nothing was saved.")
    static let linkOver = PageRefusal(
        status: .notFound, line: "This link is no longer good. Ask the practice for a new one.")
    static let busy = PageRefusal(
        status: .serviceUnavailable, line: "Stepwell cannot keep the audit right now, so it shows nothing. Try again.")
    static func forbidden(_ line: String) -> PageRefusal { PageRefusal(status: .forbidden, line: line) }
    static func notInCareTeam(patient: String, mayBreakGlass: Bool) -> PageRefusal {
        PageRefusal(
            status: .forbidden,
            line: "This patient is looked after by another site."
                + (mayBreakGlass
                    ? " If it cannot wait, open the record in an emergency: the medical director is told." : ""),
            next: mayBreakGlass
                ? NavigationLink(title: "Open it in an emergency", address: "/patients/\(patient)/break-glass") : nil)
    }
}
