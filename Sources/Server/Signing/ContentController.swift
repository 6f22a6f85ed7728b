import Clinical
import Exchange
import HTTPTypes
import Hummingbird
import Practice
import Service

/// This site's content: what runs, what differs, what is open, who ticked and signed it.
struct ContentController: Sendable {
    static let templates = ["signing/content", "signing/diff", "signing/statements", "signing/sign"]

    let desk: SigningDesk

    func addRoutes(to router: Router<AppContext>) {
        router.get("/content") { _, _ in try await home() }
        router.get("/content/diff") { _, _ in try await diff() }
        router.get("/content/statements") { request, context in
            try await statements(context, StatementChoice(FormState(try FormData(query: request))))
        }
        router.post("/content/ticks") { request, context in try await tick(request, context) }
        router.get("/content/sign") { _, context in try await signPage(context) }
        router.post("/content/sign") { request, context in try await sign(request, context) }
    }

    private var signing: SigningService { desk.signing }

    private func rules() async throws(PageRefusal) -> SigningRules {
        try await SigningDesk.unwrap { () async throws(SigningError) in try await signing.rules() }
    }

    private func home() async throws -> Response {
        let rules = try await rules()
        let model = ContentHome(
            release: signing.release, rules: rules,
            refusal: rules.state.refusalToStart(hash: signing.release.hash, release: signing.release.name),
            rows: rules.state.entries.reversed(), zone: desk.zone, startsUnsigned: desk.startsUnsigned)
        return try desk.pages.response("signing/content", PageContext(title: "Content"), model)
    }

    private func diff() async throws -> Response {
        let rules = try await rules()
        let diff = try await SigningDesk.unwrap { () async throws(SigningError) in try await signing.diff() }
        let model = ContentDiffPage(
            diff: diff, signed: rules.state.signature, zone: desk.zone, names: partNames)
        return try desk.pages.response("signing/diff", PageContext(title: "What changed"), model)
    }

    /// What people call the parts of the content, by the name of their file.
    private var partNames: [String: String] {
        let therapies = signing.base.allTherapies.map { ($0.id, Wording.name($0)) }
        let topics = signing.base.topics.map { ($0.id, $0.title) }
        let toxicities = signing.base.toxicities.map { ($0.id, $0.abbreviation) }
        return Dictionary(therapies + toxicities + topics, uniquingKeysWith: { first, _ in first })
    }

    // MARK: Ticks

    private func statements(
        _ context: AppContext, _ choice: StatementChoice, failure: AlertView? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let rules = try await rules()
        var places: [String: String] = [:]
        var flags: [String: StatementFlag] = [:]
        for therapy in signing.base.therapies {
            let view = try await SigningDesk.unwrap { () async throws(SigningError) in
                try await signing.labelView(therapy.id)
            }
            for item in view?.beside ?? [] {
                flags[item.line.statement.id] = item.flag
                guard let spot = item.spot else { continue }
                places[item.line.statement.id] =
                    [spot.section.title, spot.table?.caption].compactMap { $0 }.joined(separator: ", ")
                    + (spot.isGuess ? " (found by its title; check the place)" : "")
            }
        }
        let model = StatementsPage(
            rules, choice: choice, names: partNames, places: places, flags: flags, mayTick: desk.may(.tick, context),
            mayEnter: desk.may(.enter, context), hidden: desk.hidden(context), zone: desk.zone, failure: failure)
        let page = PageContext(title: "Open and unverified statements", hasErrors: failure != nil)
        return try desk.pages.response("signing/statements", page, model, status: status)
    }

    /// Each box carries the statement's hash as it was shown and its id.
    private func tick(_ request: Request, _ context: AppContext) async throws -> Response {
        let person = try desk.person(context)
        let form = FormState(try await desk.form(request, context))
        let seen = form.all("tick").map { value in
            let parts = value.split(separator: " ", maxSplits: 1).map(String.init)
            return (statement: parts.count == 2 ? parts[1] : "", hash: parts.first ?? "")
        }
        do throws(SigningError) {
            try await signing.tick(seen, by: person)
            return .seeOther(StatementChoice(form).address)
        } catch {
            return try await statements(
                context, StatementChoice(form), failure: AlertView(.red, SigningDesk.words(error)),
                status: SigningDesk.status(error))
        }
    }

    // MARK: Signing

    private func signPage(
        _ context: AppContext, form: FormState = FormState(), failure: AlertView? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let rules = try await rules()
        let diff = try await SigningDesk.unwrap { () async throws(SigningError) in try await signing.diff() }
        // What is signed is what this page shows, so it never comes from the form that was sent before.
        var fresh = FormState(FormData(fields: form.choices(signing.base)))
        fresh.setDefault("hash", rules.release.hash)
        fresh.setDefault("snapshot", signing.snapshot(rules.effective))
        var fields = desk.hidden(context) + [fresh.hidden("hash"), fresh.hidden("snapshot")]
        for choice in signing.base.choices {
            fresh.setDefault("choice-" + choice.id, rules.state.signature?.choices[choice.id] ?? choice.untilSigned)
            fields.append(
                fresh.segmented(
                    "choice-" + choice.id, label: choice.question, choice.options.map { ($0.id, $0.text) }))
        }
        let model = SignPage(
            release: rules.release, rules: rules, diff: diff, fields: fields, maySign: desk.may(.sign, context),
            failure: failure)
        return try desk.pages.response(
            "signing/sign", PageContext(title: "Sign the content", hasErrors: failure != nil), model, status: status)
    }

    private func sign(_ request: Request, _ context: AppContext) async throws -> Response {
        let person = try desk.person(context)
        let form = FormState(try await desk.form(request, context))
        var choices: [String: String] = [:]
        for choice in signing.base.choices { choices[choice.id] = form.given("choice-" + choice.id) }
        do throws(SigningError) {
            try await signing.sign(
                .init(hash: form.given("hash") ?? "", snapshot: form.given("snapshot") ?? "", choices: choices),
                by: person)
            await desk.putInForce(context)
            return .seeOther("/content")
        } catch {
            return try await signPage(
                context, form: form, failure: AlertView(.red, SigningDesk.words(error)),
                status: SigningDesk.status(error))
        }
    }
}

extension FormState {
    /// What was chosen of the content's choices.
    fileprivate func choices(_ library: ContentLibrary) -> [(name: String, value: String)] {
        library.choices.compactMap { choice in given("choice-" + choice.id).map { ("choice-" + choice.id, $0) } }
    }
}
