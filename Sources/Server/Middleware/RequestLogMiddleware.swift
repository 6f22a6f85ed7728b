import Hummingbird
import Logging

/// One line a request: method, path without its query, status and time.
///
/// Queries are left out because what people type may be about a patient.
struct RequestLogMiddleware: RouterMiddleware {
    typealias Context = AppContext

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        let clock = ContinuousClock()
        let start = clock.now
        do {
            let response = try await next(request, context)
            log(request, context, status: response.status.code, time: clock.now - start)
            return response
        } catch {
            let status = (error as? any HTTPResponseError)?.status ?? (error as? PageRefusal)?.status
            log(request, context, status: status?.code ?? 500, time: clock.now - start)
            throw error
        }
    }

    /// The route's pattern rather than the path, so that no record's name gets into a log.
    private func log(_ request: Request, _ context: AppContext, status: Int, time: Duration) {
        context.logger.debug(
            "Request",
            metadata: [
                "http.method": .string(request.method.rawValue), "http.route": .string(context.endpointPath ?? "none"),
                "http.status": .stringConvertible(status),
                "duration.microseconds": .stringConvertible(time / .microseconds(1)),
            ])
    }
}
