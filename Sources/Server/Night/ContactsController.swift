import Clinical
import Course
import Hummingbird
import Practice
import Service

/// Whom the night team calls at a site, and where the rescue doses are.
struct ContactsController: Sendable {
    static let templates = ["night/contacts"]
    private static let stockRows = 3

    let office: Office

    func addRoutes(to router: Router<AppContext>) {
        router.get("/sites/:site/contacts") { request, context in
            let site = try site(context)
            let page = try await read(site.id)
            let saved = FormState(try FormData(query: request)).given("saved") != nil
            return try self.page(site, form(of: page), page, banner: saved ? AlertView(.ok, "Saved.") : nil)
        }
        router.post("/sites/:site/contacts") { request, context in try await save(request, context) }
    }

    private func site(_ context: AppContext) throws(PageRefusal) -> Site {
        guard let site = office.world.sites.all.first(where: { $0.id == context.parameters.get("site") }) else {
            throw .notFound("There is no such site here.")
        }
        return site
    }

    private func read(_ site: String) async throws(PageRefusal) -> ContactBook.Page {
        let found: Result<ContactBook.Page, AccountError>
        do throws(AccountError) {
            found = .success(try await office.world.contacts.page(of: site))
        } catch {
            found = .failure(error)
        }
        switch found {
        case .success(let page): return page
        case .failure(let error): throw error.refusal
        }
    }

    private func save(_ request: Request, _ context: AppContext) async throws -> Response {
        let viewer = try office.viewer(context)
        let site = try site(context)
        var form = FormState(try await FormData(body: request))
        let contacts = contacts(&form)
        if !form.hasErrors {
            do throws(AccountError) {
                try await office.world.contacts.set(contacts, of: site.id, by: viewer)
                return .seeOther("/sites/\(site.id)/contacts?saved=1")
            } catch {
                try error.mark(&form)
            }
        }
        return try page(site, form, try await read(site.id))
    }

    private func contacts(_ form: inout FormState) -> SiteContacts {
        var contacts = SiteContacts(directions: form.given("directions") ?? "")
        for role in ContactRole.allCases {
            let name = form.given("\(role.rawValue)-name")
            let phone = form.given("\(role.rawValue)-phone")
            guard name != nil || phone != nil else { continue }
            contacts.contacts[role] = SiteContacts.Contact(name: name ?? "", phone: phone ?? "")
        }
        for row in 0..<Self.stockRows {
            guard let place = form.given("stock-\(row)-place") else {
                if form.given("stock-\(row)-doses") != nil {
                    form.fail("stock-\(row)-place", "Write where it is kept.")
                }
                continue
            }
            guard let doses = form.given("stock-\(row)-doses").flatMap({ Int($0) }) else {
                form.fail("stock-\(row)-doses", "Write how many doses are there; 0 when there are none.")
                continue
            }
            contacts.stocks.append(SiteContacts.Stock(place: place, doses: doses))
        }
        return contacts
    }

    private func form(of page: ContactBook.Page) -> FormState {
        var form = FormState()
        for (role, contact) in page.contacts.ladder {
            form.setDefault("\(role.rawValue)-name", contact.name)
            form.setDefault("\(role.rawValue)-phone", contact.phone)
        }
        for (row, stock) in page.contacts.stocks.prefix(Self.stockRows).enumerated() {
            form.setDefault("stock-\(row)-place", stock.place)
            form.setDefault("stock-\(row)-doses", String(stock.doses))
        }
        form.setDefault("directions", page.contacts.directions)
        return form
    }

    private func page(
        _ site: Site, _ form: FormState, _ saved: ContactBook.Page, banner: AlertView? = nil
    ) throws -> Response {
        var fields: [FormField] = []
        for role in ContactRole.allCases {
            fields.append(form.text("\(role.rawValue)-name", label: role.title))
            fields.append(
                form.text(
                    "\(role.rawValue)-phone", label: "\(role.title): phone",
                    hint: "A direct number that is answered at night.", mode: "tel"))
        }
        let kept = office.practice.protocols.phrase(.rescueKeptAt).text
        for row in 0..<Self.stockRows {
            fields.append(form.text("stock-\(row)-place", label: "\(kept) (\(row + 1))"))
            fields.append(form.number("stock-\(row)-doses", label: "Doses there", whole: true))
        }
        fields.append(
            form.area("directions", label: "How to get a patient in at night", hint: "Which door, whom to ask for."))
        return try office.page(
            "night/contacts", title: "Night contacts",
            [
                "siteName": site.name, "action": "/sites/\(site.id)/contacts", "fields": RecordAttempt.focused(fields),
                "confirmed": saved.confirmedAt.map { office.clock.full($0) },
            ], status: form.hasErrors ? .unprocessableContent : .ok, banner: banner)
    }
}
