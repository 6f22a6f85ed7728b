import Hummingbird
import Practice
import Service

/// Erasing a patient for good: their keys are destroyed.
struct EraseController: Sendable {
    static let templates = ["accounts/erase"]

    let office: Office

    func addRoutes(to router: Router<AppContext>) {
        router.get("/erase") { request, _ in
            let isDone = FormState(try FormData(query: request)).given("erased") != nil
            return try page(
                FormState(), banner: isDone ? AlertView(.ok, "Erased. Nobody can read the record again.") : nil)
        }
        router.post("/erase") { request, context in try await erase(request, context) }
    }

    private func erase(_ request: Request, _ context: AppContext) async throws -> Response {
        let viewer = try office.viewer(context)
        var form = FormState(try await FormData(body: request))
        let id = form.given("patient") ?? ""
        if try await !office.practice.knows(id) { form.fail("patient", "No patient here has this id.") }
        if form.given("word") != "ERASE" { form.fail("word", "Type ERASE in capital letters.") }
        guard !form.hasErrors else { return try page(form) }
        // The gate's own entry names the route; this one names the record, and is on disk before the keys go.
        try await office.keep(.erased, viewer.person.id, context, patient: id, why: "keys destroyed")
        do {
            try await office.world.erase(id)
        } catch {
            throw PageRefusal(
                status: .serviceUnavailable,
                line: "The keys could not be destroyed. The record is as it was. Try again.")
        }
        return .seeOther("/erase?erased=1")
    }

    private func page(_ form: FormState, banner: AlertView? = nil) throws -> Response {
        let fields = [
            form.text("patient", label: "Patient's id", hint: "From the address of their page, or from the audit."),
            form.text("word", label: "Type ERASE"),
        ]
        return try office.page(
            "accounts/erase", title: "Erase a patient", ["fields": RecordAttempt.focused(fields)],
            status: form.hasErrors ? .unprocessableContent : .ok, banner: banner)
    }
}
