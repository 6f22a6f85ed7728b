import Clinical
import Course
import Hummingbird
import Service

/// What to do for a reaction: for anybody who says drug, grade and weight, and for a patient from the record.
struct ManagementController: Sendable {
    static let templates = ["reference/management", "patients/manage"]

    let pages: Pages
    /// The content in force, which changes when a site signs.
    let content: @Sendable () -> Protocols
    let practice: PracticeService?

    func addRoutes(to router: Router<AppContext>) {
        router.get("/reference/management/:id") { request, context in
            try reference(context.parameters.get("id") ?? "", request)
        }
        guard let practice else { return }
        router.get("/patients/:id/manage/:toxicity") { _, context in
            try await patient(
                context.parameters.get("id") ?? "", context.parameters.get("toxicity") ?? "", practice)
        }
    }

    private func reference(_ id: String, _ request: Request) throws -> Response {
        let protocols = content()
        guard let guide = protocols.library.management(of: id) else {
            throw PageRefusal.notFound("There is no management page for this.")
        }
        let moment = practice?.world.now() ?? World.live.now()
        let model = ManagementPage(
            FormState(try FormData(query: request)), guide: guide, protocols: protocols,
            choices: practice?.advisor.rules.choices ?? [:], now: moment, zone: practice?.advisor.rules.zone ?? .utc)
        let page = PageContext(
            title: "Manage \(model.abbreviation)", section: .reference, hasErrors: model.refused,
            scripts: ["calculator.js"])
        return try pages.response(
            "reference/management", page, model, status: model.refused ? .unprocessableContent : .ok)
    }

    private func patient(_ id: String, _ toxicity: String, _ practice: PracticeService) async throws -> Response {
        let record = try await record(id, practice)
        let advice = practice.advice(record, now: practice.world.now())
        guard let answer = advice.reactions.first(where: { $0.toxicity == toxicity }) else {
            throw PageRefusal.notFound("No such reaction is open in this record. Record a grade first.")
        }
        let rules = record.content.rules
        let header = PatientHeader(record, advice: advice, clock: SiteClock(zone: rules.zone, now: advice.now))
        let view = ManagementView(answer, protocols: record.content.protocols, zone: rules.zone)
        let page = PageContext(title: "\(view.heading), \(header.name)", section: .board)
        return try pages.response(
            "patients/manage", page, PatientManagementPage(name: header.name, address: "/patients/\(id)", view: view))
    }

    private func record(_ id: String, _ practice: PracticeService) async throws -> PatientRecord {
        do {
            return try await practice.record(id)
        } catch .noSuchPatient {
            throw PageRefusal.notFound("There is no patient at this address.")
        }
    }
}
