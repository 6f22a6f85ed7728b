import HTTPTypes
import Hummingbird
import Logging
import Service

/// Turns every error into a page; outermost.
///
/// An expected refusal (not found, too large, malformed) becomes a page that says what to do. Anything else
/// is logged with an incident number, and the page shows only that number: error texts may hold patient data.
struct IncidentMiddleware: RouterMiddleware {
    typealias Context = AppContext

    let pages: Pages
    let isOnTLS: Bool

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let refusal as PageRefusal {
            return RequestScope.$viewer.withValue(refusal.viewer) {
                page(refusal.status, detail: refusal.line, next: refusal.next)
            }
        } catch is AccountError {
            // Accounts or the audit cannot be reached right now; what they said may name their store, so it is not shown.
            return page(.serviceUnavailable, detail: PageRefusal.busy.line)
        } catch is RecordError {
            return page(
                .serviceUnavailable, detail: "The record cannot be read right now. Nothing was lost; try again.")
        } catch let error as any HTTPResponseError where error.status.code < 500 {
            return page(error.status, detail: nil)
        } catch {
            let incident = Self.incidentNumber()
            context.logger.error(
                "Request failed",
                metadata: [
                    "incident": .string(incident), "error.type": .string(String(reflecting: type(of: error))),
                    "http.method": .string(request.method.rawValue),
                    "http.route": .string(context.endpointPath ?? "none"),
                ])
            return page(.internalServerError, detail: incident)
        }
    }

    private func page(
        _ status: HTTPResponse.Status, detail: String?, next: NavigationLink? = nil
    ) -> Response {
        var response = ErrorPages.response(status, detail: detail, next: next, pages: pages)
        if status == .serviceUnavailable { response.headers[.retryAfter] = "5" }
        SecurityHeaders.add(to: &response.headers, isOnTLS: isOnTLS)
        return response
    }

    /// Short enough to read out on the phone.
    private static func incidentNumber() -> String {
        let letters = Array("23456789ABCDEFGHJKMNPQRSTUVWXYZ")
        return String((0..<8).map { _ in letters[Int.random(in: letters.indices)] })
    }
}

/// An expected refusal with one clear line for the person.
struct PageRefusal: Error {
    let status: HTTPResponse.Status
    let line: String
    /// Where the person may go instead.
    var next: NavigationLink?
    /// Who was refused, for the frame of the page; the gate fills it in.
    var viewer: Viewer?

    /// The request itself cannot be read.
    static func malformed(_ line: String) -> PageRefusal { PageRefusal(status: .badRequest, line: line) }
    static func notFound(_ line: String) -> PageRefusal { PageRefusal(status: .notFound, line: line) }
}
