import Clinical
import Hummingbird
import Practice
import Service

/// The places of the practice.
struct SitesController: Sendable {
    static let templates = ["accounts/sites"]

    let office: Office

    func addRoutes(to router: Router<AppContext>) {
        router.get("/sites") { request, _ in
            let opened = FormState(try FormData(query: request)).given("saved") != nil
            return try page(FormState(), banner: opened ? AlertView(.ok, "The site is open.") : nil)
        }
        router.post("/sites") { request, context in try await open(request, context) }
    }

    private func open(_ request: Request, _ context: AppContext) async throws -> Response {
        let viewer = try office.viewer(context)
        var form = FormState(try await FormData(body: request))
        do throws(AccountError) {
            try await office.world.sites.open(
                id: form.given("id") ?? "", name: form.given("name") ?? "", zoneID: form.given("zone") ?? "",
                by: viewer)
        } catch {
            try error.mark(&form)
            return try page(form)
        }
        return .seeOther("/sites?saved=1")
    }

    private static func contactLinks(_ sites: [Site]) -> [NavigationLink] {
        sites.map { NavigationLink(title: "Night contacts of \($0.name)", address: "/sites/\($0.id)/contacts") }
    }

    private func page(_ form: FormState, banner: AlertView? = nil) throws -> Response {
        var form = form
        form.setDefault("zone", office.world.sites.home.zoneID)
        let fields = [
            form.text("name", label: "Name", hint: "As people of the practice call it."),
            form.text("id", label: "Short name", hint: "Small letters, digits and dashes; it never changes."),
            form.text("zone", label: "Time zone", hint: "Such as America/Chicago."),
        ]
        let home = office.world.sites.home.id
        let rows = office.world.sites.all.map { site in
            DefinitionRow(site.name, "\(site.id), \(site.zoneID)" + (site.id == home ? " · home site" : ""))
        }
        return try office.page(
            "accounts/sites", title: "Sites",
            [
                "siteList": PageModel(["facts": rows]), "contactLinks": Self.contactLinks(office.world.sites.all),
                "fields": RecordAttempt.focused(fields),
            ],
            status: form.hasErrors ? .unprocessableContent : .ok, banner: banner)
    }
}
