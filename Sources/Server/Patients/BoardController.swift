import Clinical
import Course
import Hummingbird
import Service

/// The board: who needs something now.
struct BoardController: Sendable {
    static let templates = ["patients/board"]

    let pages: Pages
    let practice: PracticeService
    let access: AccessWorld

    func addRoutes(to router: Router<AppContext>) {
        router.get("/board") { request, context in try await board(request, context) }
    }

    private func board(_ request: Request, _ context: AppContext) async throws -> Response {
        guard let viewer = context.viewer else { throw PageRefusal.forbidden("Sign in first.") }
        if access.accounts.isShared {
            try await access.patients.refresh()
            try await practice.synchronize()
        }
        let now = practice.world.now()
        let board = practice.board(now: now).only { access.patients.admits(viewer.person, to: $0, now: now) }
        let form = FormState(try FormData(query: request))
        let query = String((form.given("q") ?? "").prefix(200))
        let model = BoardPage(
            board, query: query, showAll: form.given("all") != nil,
            zone: practice.rules.zone, protocols: practice.protocols)
        var page = PageContext(title: "Board", section: .board)
        page.banner = AuditController.banner(viewer, access.patients, now: now)
        page.bannerLink = page.banner.map { _ in
            NavigationLink(title: "See who and why", address: "/audit/broken-glass")
        }
        return try pages.response("patients/board", page, model)
    }
}
