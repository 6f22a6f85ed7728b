import Clinical
import Course
import Hummingbird

/// Calculators as GET forms: their addresses can be shared and hold no patient's data.
struct CalculatorsController: Sendable {
    static let templates = [
        "calculators/index", "calculators/schedule", "calculators/restart", "calculators/dose", "calculators/grade",
        "calculators/scale", "calculators/terms",
    ]

    let pages: Pages
    /// The content in force, which changes when a site signs.
    let content: @Sendable () -> Protocols
    private var protocols: Protocols { content() }

    func addRoutes(to router: Router<AppContext>) {
        router.get("/calculators") { _, _ in
            try pages.response(
                "calculators/index", PageContext(title: "Calculators", section: .calculators),
                CalculatorsIndex(protocols.library))
        }
        router.get("/calculators/restart") { request, _ in
            let page = RestartPage(FormState(try FormData(query: request)), protocols: protocols)
            return try show("calculators/restart", "Restart after a delay", page, refused: page.refused)
        }
        router.get("/calculators/dose") { request, _ in
            let page = DosePage(FormState(try FormData(query: request)), protocols: protocols)
            return try show("calculators/dose", "Dose and volume", page, refused: page.refused)
        }
        router.get("/calculators/schedule") { request, _ in
            let page = SchedulePage(FormState(try FormData(query: request)), protocols: protocols)
            return try show("calculators/schedule", "Schedule", page, refused: page.refused)
        }
        for scale in [protocols.crs, protocols.icans].compactMap({ $0 }) {
            router.get(RouterPath("/calculators/\(scale.toxicity.id)")) { request, _ in
                let page = GradePage(FormState(try FormData(query: request)), toxicity: scale.toxicity)
                return try show(
                    "calculators/grade", "Grade \(scale.toxicity.abbreviation)", page, refused: page.refused)
            }
        }
        addScales(to: router)
    }

    /// One calculator for each scale of the content.
    private func addScales(to router: Router<AppContext>) {
        for id in protocols.library.scales.map(\.id) {
            router.get(RouterPath("/calculators/\(id)")) { request, _ in
                guard let scale = protocols.library.scale(id) else { throw Self.missing }
                if scale.pick == .term {
                    let page = PageContext(title: scale.abbreviation, section: .calculators)
                    return try pages.response("calculators/terms", page, TermsPage(scale: scale))
                }
                return try self.scale(scale, term: nil, request)
            }
        }
        for id in protocols.library.scales.filter({ $0.pick == .term }).map(\.id) {
            router.get(RouterPath("/calculators/\(id)/:term")) { request, context in
                let term = context.parameters.get("term") ?? ""
                guard let scale = protocols.library.scale(id), scale.parts.contains(where: { $0.answers(to: term) })
                else { throw Self.missing }
                return try self.scale(scale, term: term, request)
            }
        }
    }

    private static let missing = PageRefusal.notFound("There is no such calculator.")

    private func scale(_ scale: Scale, term: String?, _ request: Request) throws -> Response {
        let page = ScalePage(FormState(try FormData(query: request)), scale: scale, term: term)
        return try show("calculators/scale", scale.abbreviation, page, refused: page.refused)
    }

    private func show(_ template: String, _ title: String, _ model: any CalculatorModel, refused: Bool) throws
        -> Response
    {
        let page = PageContext(title: title, section: .calculators, hasErrors: refused, scripts: ["calculator.js"])
        return try pages.response(template, page, model, status: refused ? .unprocessableContent : .ok)
    }
}
