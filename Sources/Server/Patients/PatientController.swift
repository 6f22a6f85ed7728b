import Clinical
import Course
import Hummingbird
import Service

/// The page of one patient.
struct PatientController: Sendable {
    static let templates = ["patients/patient"]

    let pages: Pages
    let practice: PracticeService

    func addRoutes(to router: Router<AppContext>) {
        router.get("/patients/:id") { request, context in
            try await patient(context.parameters.get("id") ?? "", form: FormState(try FormData(query: request)))
        }
    }

    private func patient(_ id: String, form: FormState) async throws -> Response {
        let record = try await record(id)
        let advice = practice.advice(record, now: practice.world.now())
        let shown = PatientPage.Shown(isAll: form.given("all") != nil, isRecorded: form.given("recorded") != nil)
        var model = PatientPage(
            record, advice: advice, shown: shown, protocols: record.content.protocols,
            zone: practice.rules.zone)
        model.release = CourseReleaseNote(record, inForce: practice.content, zone: practice.rules.zone)
        var page = PageContext(title: model.header.name, section: .board)
        page.printHeader = model.header.printLine
        page.scripts = ["print.js"]
        return try pages.response("patients/patient", page, model)
    }

    private func record(_ id: String) async throws -> PatientRecord {
        do {
            return try await practice.record(id)
        } catch .noSuchPatient {
            throw PageRefusal.notFound("There is no patient at this address.")
        }
    }
}
