import Clinical
import Exchange
import HTTPTypes
import Hummingbird
import Practice
import Service

/// Rows from the label: entered by one person, confirmed by another.
struct RowController: Sendable {
    static let templates = ["signing/entry", "signing/row"]

    let desk: SigningDesk

    func addRoutes(to router: Router<AppContext>) {
        router.get("/content/entry") { request, context in
            try await entry(FormState(try FormData(query: request)), context)
        }
        router.post("/content/entry") { request, context in try await enter(request, context) }
        router.get("/content/rows/:id") { _, context in try await row(context) }
        router.post("/content/rows/:id/confirm") { request, context in
            _ = try await desk.form(request, context)
            return try await settle(context) { id, person throws(SigningError) in
                try await signing.confirm(id, by: person)
            }
        }
        router.post("/content/rows/:id/withdraw") { request, context in
            let why = FormState(try await desk.form(request, context)).given("why") ?? ""
            let answer = try await settle(context) { id, person throws(SigningError) in
                try await signing.withdraw(id, why: why, by: person)
            }
            await desk.putInForce(context)
            return answer
        }
    }

    private var signing: SigningService { desk.signing }

    // MARK: Entering

    private func entry(
        _ form: FormState, _ context: AppContext, failure: AlertView? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let id = form.given("statement") ?? ""
        guard let line = signing.release.line(id), line.statement.therapy != nil else {
            throw PageRefusal.notFound("The content has no such statement of a therapy.")
        }
        var form = form
        let statement = line.statement
        let isMissing = statement.kind == .open || statement.pointsTo != nil
        form.setDefault("kind", isMissing ? statement.kind == .open ? "insert" : "replace" : "confirm")
        form.setDefault(
            "closes", statement.kind == .open ? String(statement.path.dropFirst(5)) : statement.pointsTo ?? "")
        form.setDefault("section", statement.place)
        form.setDefault("yaml", signing.release.entries[id] ?? "")
        var kinds = [("confirm", "As it stands"), ("replace", "In place of it"), ("insert", "Added to a list")]
        if statement.kind != .sourced { kinds.removeFirst(2) } else if isMissing { kinds.removeFirst() }
        let lists = signing.release.lists.filter { ContentStatement.therapy(of: $0) == statement.therapy }
        var shown = FormState(FormData(fields: [("seen", line.hash), ("statement", id)]))
        shown.setDefault("seen", line.hash)
        let fields =
            desk.hidden(context) + [shown.hidden("statement"), shown.hidden("seen")] + [
                form.segmented("kind", label: "How does the label stand to this statement?", kinds),
                form.select(
                    "list", label: "List it is added to", hint: "Only for an added entry.",
                    [("", "none")] + lists.map { ($0, String($0.drop { $0 != ":" }.dropFirst())) }),
                form.area(
                    "yaml", label: "The row as the label gives it",
                    hint:
                        "In the content's own form. Change the numbers to the label's; not used when it stands as it is."
                ),
                form.text(
                    "closes", label: "Open statements this answers", hint: "Their ids, separated by commas."),
                form.text("section", label: "Section and table of the label", hint: "For example §2.6 Table 5."),
            ]
        let model = EntryPage(
            row: StatementRow(line: line), fields: fields, action: "/content/entry",
            beside: try await part(statement.therapy, statement.place, hint(statement)),
            labelMissing: try await labelMissing(statement.therapy), failure: failure)
        let page = PageContext(title: "Enter from the label", hasErrors: failure != nil)
        return try desk.pages.response("signing/entry", page, model, status: status)
    }

    private func enter(_ request: Request, _ context: AppContext) async throws -> Response {
        let person = try desk.person(context)
        let form = FormState(try await desk.form(request, context))
        let kind = form.given("kind").flatMap { ContentChange.Kind(rawValue: $0) } ?? .confirm
        let target = kind == .insert ? form.given("list") ?? "" : form.given("statement") ?? ""
        let closes = (form.given("closes") ?? "").split { $0 == "," || $0 == " " }.map(String.init)
        let rowEntry = SigningRules.Entry(
            kind, target: target, seen: kind == .insert ? nil : form.given("seen"),
            yaml: kind == .confirm ? "" : form.shown("yaml").replacing("\r\n", with: "\n"), closes: closes,
            section: form.given("section") ?? "")
        do throws(SigningError) {
            let id = try await signing.enter(rowEntry, by: person)
            return .seeOther("/content/rows/\(id)")
        } catch {
            return try await self.entry(
                form, context, failure: AlertView(.red, SigningDesk.words(error)), status: SigningDesk.status(error))
        }
    }

    /// Where the label of a therapy is loaded, when none is on file.
    private func labelMissing(_ therapy: String?) async throws -> NavigationLink? {
        guard let therapy else { return nil }
        let state = try await SigningDesk.unwrap { () async throws(SigningError) in try await signing.state() }
        guard state.label(therapy) == nil else { return nil }
        let name = signing.base.therapies.first { $0.id == therapy }.map { Wording.name($0) }
        return NavigationLink(title: name ?? therapy, address: "/label/\(therapy)")
    }

    private func hint(_ statement: ContentStatement) -> String { statement.kind == .open ? statement.text : "" }

    /// The part of a therapy's label on file that belongs to a place.
    private func part(_ therapy: String?, _ place: String, _ hint: String) async throws -> LabelPart? {
        guard let therapy else { return nil }
        let view = try await SigningDesk.unwrap { () async throws(SigningError) in
            try await signing.labelView(therapy)
        }
        return view?.document.spot(place, hint: hint).map { LabelPart(section: $0.section, isGuess: $0.isGuess) }
    }

    // MARK: Confirming

    private func row(
        _ context: AppContext, failure: AlertView? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let state = try await SigningDesk.unwrap { () async throws(SigningError) in try await signing.state() }
        guard let row = state.entry(context.parameters.get("id") ?? "") else {
            throw PageRefusal.notFound("There is no such row.")
        }
        // What it is read for: the statement itself, or the open ones that an added entry answers.
        let file = row.target.prefix { $0 != ":" }
        let lines = ([row.target] + row.closes.map { "\(file):open/\($0)" }).compactMap { signing.release.line($0) }
        let beside = try await part(row.therapy, row.section, "")
        let person = desk.actor(context)
        let model = RowPage(
            row: row, isOutdated: state.isOutdated(row), statements: lines.map { StatementRow(line: $0) },
            beside: beside,
            mayConfirm: (person?.may(.confirm) ?? false) && person?.id != row.enteredBy.id,
            mayWithdraw: person?.may(.withdraw) ?? false, hidden: desk.hidden(context),
            why: FormState().text("why", label: "Why is the row withdrawn?"), failure: failure)
        let page = PageContext(title: "Row from the label", hasErrors: failure != nil)
        return try desk.pages.response("signing/row", page, model, status: status)
    }

    private func settle(
        _ context: AppContext, _ step: (String, SigningPerson) async throws(SigningError) -> SigningState
    ) async throws -> Response {
        let person = try desk.person(context)
        let id = context.parameters.get("id") ?? ""
        do throws(SigningError) {
            _ = try await step(id, person)
            return .seeOther("/content/rows/\(id)")
        } catch {
            if case .unknownEntry = error { throw SigningDesk.refusal(error) }
            return try await row(
                context, failure: AlertView(.red, SigningDesk.words(error)), status: SigningDesk.status(error))
        }
    }
}
