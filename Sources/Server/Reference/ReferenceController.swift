import Clinical
import Course
import Hummingbird

/// The open reference: what is on file about each therapy and reaction.
struct ReferenceController: Sendable {
    static let templates = ["reference/index", "reference/therapy", "reference/toxicity", "reference/scale"]

    let pages: Pages
    /// The content in force, which changes when a site signs.
    let content: @Sendable () -> Protocols
    private var protocols: Protocols { content() }

    func addRoutes(to router: Router<AppContext>) {
        router.get("/reference") { request, _ in try index(request) }
        router.get("/reference/therapies/:id") { _, context in try therapy(context.parameters.get("id") ?? "") }
        router.get("/reference/scales/:id") { _, context in try scale(context.parameters.get("id") ?? "") }
        router.get("/reference/toxicities/:id") { _, context in try toxicity(context.parameters.get("id") ?? "") }
    }

    private func scale(_ id: String) throws -> Response {
        guard let scale = protocols.library.scale(id) else {
            throw missing(id, among: protocols.library.scales.map(\.id))
        }
        let page = PageContext(title: "\(scale.name) (\(scale.abbreviation))", section: .reference)
        return try pages.response("reference/scale", page, ScaleReferencePage(scale: scale))
    }

    private func index(_ request: Request) throws -> Response {
        let form = FormState(try FormData(query: request))
        let model = ReferenceIndex(protocols.library, form: form)
        return try pages.response("reference/index", PageContext(title: "Reference", section: .reference), model)
    }

    private func therapy(_ id: String) throws -> Response {
        guard let plan = protocols.therapy(id) else { throw missing(id, among: protocols.protocols.map(\.therapy.id)) }
        let page = PageContext(title: Wording.name(plan.therapy), section: .reference)
        return try pages.response("reference/therapy", page, TherapyPage(plan))
    }

    private func toxicity(_ id: String) throws -> Response {
        guard let toxicity = protocols.library.toxicity(id) else {
            throw missing(id, among: protocols.library.toxicities.map(\.id))
        }
        let page = PageContext(title: "\(toxicity.name) (\(toxicity.abbreviation))", section: .reference)
        return try pages.response("reference/toxicity", page, ToxicityPage(toxicity, library: protocols.library))
    }

    private func missing(_ id: String, among known: [String]) -> PageRefusal {
        let hint = nearest(to: String(id.prefix(40)), among: known).map { " Did you mean \($0)?" } ?? ""
        return .notFound("The reference has no such page.\(hint)")
    }
}
