import Clinical
import Course
import HTTPTypes
import Hummingbird
import JSONText
import Practice
import Service

/// The night card: one page for whoever covers tonight.
struct NightController: Sendable {
    static let templates = ["night/card", "night/answer", "layouts/night"]

    let pages: Pages
    let practice: PracticeService
    let access: AccessWorld

    func addRoutes(to router: Router<AppContext>) {
        router.get("/n/:id") { request, context in
            let scene = try await scene(context)
            let saved = try FormData(query: request).first("recorded") == nil ? nil : "Recorded."
            return try await card(NightInput(scene: scene, form: FormState()), saved: saved)
        }
        router.post("/n/:id") { request, context in try await record(request, context) }
        router.post("/n/:id/answer") { request, context in
            let form = FormState(try await FormData(body: request))
            var input = NightInput(scene: try await scene(context), form: form)
            let answer = answer(&input)
            return try pages.response("night/answer", PageContext(title: "Night card"), answer)
        }
        NightTaps(practice: practice).addRoutes(to: router)
    }

    private func scene(_ context: AppContext) async throws -> RecordScene {
        let record: PatientRecord
        do throws(RecordError) {
            record = try await practice.record(context.parameters.get("id") ?? "")
        } catch {
            guard case .noSuchPatient = error else { throw error }
            throw PageRefusal.notFound("There is no patient at this address.")
        }
        return RecordScene(practice: practice, record: record, now: practice.world.now())
    }

    private func answer(_ input: inout NightInput) -> NightAnswer {
        let (chart, state) = input.trial(at: input.scene.now)
        return NightPlan(input.scene).answer(chart: chart, state: state)
    }

    private func card(
        _ input: NightInput, saved: String? = nil, failure: String? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        var input = input
        let answer = answer(&input)
        var around = NightCard.Around(failure: failure, saved: saved)
        around.contacts = await contacts(of: input.scene.record.id)
        around.key = input.form.given("key") ?? practice.world.newID()
        around.mayRecord = RequestScope.viewer?.may(.recordFinding) == true
        let model = NightCard(input, answer: answer, around: around)
        var page = PageContext(title: "Night card: \(model.header.name)", hasErrors: input.form.hasErrors)
        page.scripts = ["night.js"]
        page.stylesheet = "night.css"
        return try pages.response("night/card", page, model, status: status)
    }

    /// Numbers of the site that looks after the patient. The card is there without them.
    private func contacts(of patient: String) async -> ContactBook.Page {
        for site in access.patients.sites(of: patient).sorted() {
            if let page = try? await access.contacts.page(of: site), !page.contacts.isEmpty { return page }
        }
        return ContactBook.Page()
    }

    // MARK: Without JavaScript

    /// One press: records what is typed and, where a step or a grade was pressed, that too.
    private func record(_ request: Request, _ context: AppContext) async throws -> Response {
        let scene = try await scene(context)
        var input = NightInput(scene: scene, form: FormState(try await FormData(body: request)))
        var drafts = input.drafts(at: scene.now)
        drafts += try pressed(input)
        if input.form.hasErrors { return try await card(input, status: .unprocessableContent) }
        guard !drafts.isEmpty else {
            return try await card(
                input, failure: "Nothing was typed. Measure, then press again.", status: .unprocessableContent)
        }
        do throws(RecordError) {
            let key = input.form.given("key").flatMap { NightRecorder.isKey($0) ? $0 : nil } ?? practice.world.newID()
            _ = try await NightRecorder(practice: practice).record(key: key, patient: scene.record.id) { _ in
                (drafts, nil)
            }
            return .seeOther("/n/\(scene.record.id)?recorded=1")
        } catch {
            switch error {
            case .field(let field):
                RecordRefusal.mark(field, &input.form, scene: scene)
                return try await card(input, status: .unprocessableContent)
            default:
                return try await card(
                    input, failure: "Not recorded: \(error.description) What you typed is still here. Try again.",
                    status: .serviceUnavailable)
            }
        }
    }

    private func pressed(_ input: NightInput) throws(PageRefusal) -> [Draft] {
        let scene = input.scene
        if let grade = input.form.given("grade") {
            let parts = grade.split(separator: ":").map(String.init)
            guard parts.count == 2, ["crs", "icans"].contains(parts[0]), let value = Int(parts[1]),
                (0...5).contains(value)
            else { throw .malformed("The grade that was pressed cannot be read. Press it again.") }
            return [Draft(.graded, at: scene.now, ["scale": .string(parts[0]), "grade": .int(value)])]
        }
        guard let action = input.form.given("done") else { return [] }
        var copy = input
        let answer = answer(&copy)
        let step = (answer.steps + answer.more).first { $0.id == action }
        let what = step?.text ?? action
        let mayGive = RequestScope.viewer?.may(.recordDose) == true
        return NightDone(scene: scene, mayGive: mayGive).drafts(
            action: action, what: what, outcome: ActionOutcome.done.word, at: scene.now)
    }
}
