import Clinical
import Exchange
import HTTPTypes
import Hummingbird
import Practice
import Service

/// Official labels on file: loading one, and its sections beside the statements.
struct LabelController: Sendable {
    static let templates = ["signing/labels", "signing/label"]

    let desk: SigningDesk

    func addRoutes(to router: Router<AppContext>) {
        router.get("/label") { _, _ in try await index() }
        router.get("/label/:therapy") { _, context in try await label(context) }
        router.post("/label/:therapy") { request, context in try await load(request, context) }
    }

    private var signing: SigningService { desk.signing }

    private func index() async throws -> Response {
        let state = try await SigningDesk.unwrap { () async throws(SigningError) in try await signing.state() }
        let model = LabelIndex(
            cards: signing.base.therapies.map { LabelCard(therapy: $0, onFile: state.label($0.id)) })
        return try desk.pages.response("signing/labels", PageContext(title: "Official labels"), model)
    }

    private func therapy(_ context: AppContext) throws(PageRefusal) -> Therapy {
        let id = context.parameters.get("therapy") ?? ""
        guard let therapy = signing.base.therapy(id) else { throw .notFound("There is no such therapy on file.") }
        return therapy
    }

    private func label(
        _ context: AppContext, failure: AlertView? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let therapy = try therapy(context)
        let view = try await SigningDesk.unwrap { () async throws(SigningError) in
            try await signing.labelView(therapy.id)
        }
        let rules = try await SigningDesk.unwrap { () async throws(SigningError) in try await signing.rules() }
        let (mayTick, mayEnter) = (false, desk.may(.enter, context))
        func row(_ item: StatementBeside) -> StatementRow {
            StatementRow(
                line: item.line, ticks: rules.state.ticks(for: item.line), flag: item.flag,
                place: item.spot?.isGuess ?? false ? "found by its title; check the place" : nil, mayTick: mayTick,
                mayEnter: mayEnter, zone: desk.zone)
        }
        let beside = view?.beside ?? []
        let parts = (view?.document.allSections ?? []).enumerated().map { index, section in
            LabelPart(
                section: section, anchor: "section-\(index + 1)",
                statements: beside.filter { $0.spot?.section == section }.map(row))
        }
        let model = LabelPage(
            title: "Label of \(Wording.name(therapy))", action: "/label/\(therapy.id)", view: view, parts: parts,
            lost: beside.filter { $0.spot == nil }.map(row), hidden: desk.hidden(context),
            mayLoad: desk.may(.loadLabel, context), zone: desk.zone, failure: failure)
        let page = PageContext(title: "Official label", hasErrors: failure != nil)
        return try desk.pages.response("signing/label", page, model, status: status)
    }

    private func load(_ request: Request, _ context: AppContext) async throws -> Response {
        let person = try desk.person(context)
        let therapy = try therapy(context)
        // Whoever may not load is told before megabytes are read.
        guard person.may(.loadLabel) else { throw SigningDesk.refusal(.notAllowed(act: .loadLabel)) }
        let form = try await MultipartForm(body: request)
        try desk.admit(form.fields, context)
        do throws(SigningError) {
            try await signing.loadLabel(form.file.bytes, therapy: therapy.id, by: person)
            return .seeOther("/label/\(therapy.id)")
        } catch {
            return try await label(
                context, failure: AlertView(.red, SigningDesk.words(error)), status: SigningDesk.status(error))
        }
    }
}
