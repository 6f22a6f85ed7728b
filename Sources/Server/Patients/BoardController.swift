import Clinical
import Course
import Hummingbird
import Service

/// The board: who needs something now.
struct BoardController: Sendable {
    static let templates = ["patients/board"]

    let pages: Pages
    let practice: PracticeService

    func addRoutes(to router: Router<AppContext>) {
        router.get("/board") { request, _ in try board(request) }
    }

    private func board(_ request: Request) throws -> Response {
        let form = FormState(try FormData(query: request))
        let query = String((form.given("q") ?? "").prefix(200))
        let model = BoardPage(
            practice.board(now: practice.world.now()), query: query, showAll: form.given("all") != nil,
            zone: practice.rules.zone, protocols: practice.protocols)
        return try pages.response("patients/board", PageContext(title: "Board", section: .board), model)
    }
}
