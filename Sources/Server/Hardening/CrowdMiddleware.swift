import HTTPTypes
import Hummingbird
import Synchronization

/// Lets so many requests be under way and turns the rest away at once, so that a crowd slows nobody down for long.
struct CrowdMiddleware: RouterMiddleware {
    typealias Context = AppContext

    let crowd: Crowd

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        guard crowd.enter() else {
            throw PageRefusal(
                status: .serviceUnavailable, line: "Too many requests are under way. Nothing was saved; try again.")
        }
        defer { crowd.leave() }
        return try await next(request, context)
    }
}

/// Counts the requests that are under way, by whichever way they came in.
final class Crowd: Sendable {
    private let count = Atomic<Int>(0)
    private let most: Int

    init(most: Int) { self.most = most }

    /// - Returns: `false` when there is no room; each `true` is paired with one ``leave()``.
    func enter() -> Bool {
        guard count.wrappingAdd(1, ordering: .relaxed).oldValue < most else {
            leave()
            return false
        }
        return true
    }

    func leave() { count.wrappingSubtract(1, ordering: .relaxed) }
}
