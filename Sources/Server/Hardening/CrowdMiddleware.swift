import HTTPTypes
import Hummingbird
import Synchronization

/// Lets so many requests be under way and turns the rest away at once, so that a crowd slows nobody down for long.
struct CrowdMiddleware: RouterMiddleware {
    typealias Context = AppContext

    private final class Count: Sendable { let value = Atomic<Int>(0) }

    private let count = Count()
    private let most: Int

    init(most: Int) { self.most = most }

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        let before = count.value.wrappingAdd(1, ordering: .relaxed).oldValue
        defer { count.value.wrappingSubtract(1, ordering: .relaxed) }
        guard before < most else {
            throw PageRefusal(
                status: .serviceUnavailable, line: "Too many requests are under way. Nothing was saved; try again.")
        }
        return try await next(request, context)
    }
}
