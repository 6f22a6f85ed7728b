import Clinical
import Course
import Hummingbird
import JSONText
import Practice

/// The open reference: what is on file about therapies, reactions and everything around them.
struct ReferenceController: Sendable {
    static let templates = [
        "reference/index", "reference/therapy", "reference/toxicity", "reference/scale", "reference/topic",
        "reference/compare", "reference/changes", "reference/statement",
    ]

    let pages: Pages
    /// The content in force, which changes when a site signs.
    let content: @Sendable () -> Protocols
    /// What differs from the release this site signed last; `nil` where nothing was signed.
    var sinceSigned: @Sendable () async -> ReleaseDiff? = { nil }
    private var protocols: Protocols { content() }

    func addRoutes(to router: Router<AppContext>) {
        router.get("/reference") { request, _ in try index(request) }
        router.get("/reference/therapies/:id") { _, context in try therapy(context.parameters.get("id") ?? "") }
        router.get("/reference/scales/:id") { _, context in try scale(context.parameters.get("id") ?? "") }
        router.get("/reference/toxicities/:id") { _, context in try toxicity(context.parameters.get("id") ?? "") }
        router.get("/reference/topics/:id") { _, context in try topic(context.parameters.get("id") ?? "") }
        router.get("/reference/compare") { request, _ in try compare(request) }
        router.get("/reference/changes") { _, _ in try await changes() }
        router.get("/reference/statement") { request, _ in try await statement(request) }
        router.get("/reference/documents.json") { _, _ in documents() }
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
        var page = PageContext(title: "Reference", section: .reference)
        page.scripts = ["search.js"]
        return try pages.response("reference/index", page, model)
    }

    private func therapy(_ id: String) throws -> Response {
        guard let plan = protocols.anyTherapy(id) else {
            throw missing(id, among: protocols.library.allTherapies.map(\.id))
        }
        let page = PageContext(title: Wording.name(plan.therapy), section: .reference)
        return try pages.response("reference/therapy", page, TherapyPage(plan, library: protocols.library))
    }

    private func toxicity(_ id: String) throws -> Response {
        guard let toxicity = protocols.library.toxicity(id) else {
            throw missing(id, among: protocols.library.toxicities.map(\.id))
        }
        let page = PageContext(title: "\(toxicity.name) (\(toxicity.abbreviation))", section: .reference)
        return try pages.response("reference/toxicity", page, ToxicityPage(toxicity, library: protocols.library))
    }

    private func topic(_ id: String) throws -> Response {
        let library = protocols.library
        guard let topic = library.topic(id) else { throw missing(id, among: library.topics.map(\.id)) }
        let page = PageContext(title: topic.title, section: .reference)
        return try pages.response("reference/topic", page, TopicPage(topic, library: library))
    }

    private func compare(_ request: Request) throws -> Response {
        let form = FormState(try FormData(query: request))
        let page = PageContext(title: "Compare two therapies", section: .reference)
        return try pages.response("reference/compare", page, ComparePage(protocols, form: form))
    }

    private func changes() async throws -> Response {
        let page = PageContext(title: "What changed", section: .reference)
        let model = ChangesPage(library: protocols.library, diff: await sinceSigned())
        return try pages.response("reference/changes", page, model)
    }

    private func statement(_ request: Request) async throws -> Response {
        let id = FormState(try FormData(query: request)).given("id") ?? ""
        let library = protocols.library
        guard let statement = library.statements.first(where: { $0.id == id }) else {
            throw PageRefusal.notFound("This release has no such statement. It may have been changed or taken out.")
        }
        let change = await sinceSigned()?.changes.first { $0.statement.id == id }
        let page = PageContext(title: "One statement", section: .reference)
        return try pages.response(
            "reference/statement", page, StatementPage(statement: statement, library: library, change: change))
    }

    /// All pages with their lines, for a browser that searches without the server.
    private func documents() -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: protocols.library.documentsJSON.canonicalBytes())))
    }

    private func missing(_ id: String, among known: [String]) -> PageRefusal {
        let hint = nearest(to: String(id.prefix(40)), among: known).map { " Did you mean \($0)?" } ?? ""
        return .notFound("The reference has no such page.\(hint)")
    }
}
