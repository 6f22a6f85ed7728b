import HTTPTypes
import Hummingbird
import Practice
import Service

/// What administrators do: invite, give and take roles, deactivate.
struct PeopleController: Sendable {
    static let templates = ["accounts/people", "accounts/person", "accounts/invite", "accounts/one-time-link"]

    let office: Office
    private var accounts: AccountService { office.world.accounts }

    func addRoutes(to router: Router<AppContext>) {
        router.get("/people") { _, _ in try await list() }
        router.get("/people/invite") { _, _ in try invitePage(FormState()) }
        router.post("/people/invite") { request, context in try await invite(request, context) }
        router.get("/people/:person") { request, context in
            let said = FormState(try FormData(query: request)).given("saved")
            return try page(try person(context), context, said: said.flatMap { Self.notices[$0] })
        }
        router.post("/people/:person") { request, context in try await setRoles(request, context) }
        router.post("/people/:person/deactivate") { _, context in
            try await act(context, "deactivated") { id, viewer throws(AccountError) in
                try await accounts.deactivate(id, by: viewer)
            }
        }
        router.post("/people/:person/reactivate") { _, context in
            try await act(context, "reactivated") { id, viewer throws(AccountError) in
                try await accounts.reactivate(id, by: viewer)
            }
        }
        router.post("/people/:person/reset-factor") { _, context in
            try await act(context, "reset") { id, viewer throws(AccountError) in
                try await accounts.resetSecondFactor(id, by: viewer)
            }
        }
        router.post("/people/:person/link") { request, context in
            let person = try person(context)
            return try await link(for: person.shownName, request) { () throws(AccountError) in
                try await accounts.newLink(for: person.id)
            }
        }
    }

    /// What the address may say was done.
    private static let notices = [
        "roles": "Roles and sites are set. They count from the next page on.",
        "deactivated": "Deactivated. Every session has ended.", "reactivated": "Active again.",
        "reset": "The second factor is off and every session has ended.",
    ]

    private func person(_ context: AppContext) throws(PageRefusal) -> Person {
        guard let person = accounts.directory.person(context.parameters.get("person") ?? "") else {
            throw AccountError.noSuchPerson.refusal
        }
        return person
    }

    private func list() async throws -> Response {
        let rows = accounts.directory.everybody.map { PersonLine(person: $0, sites: siteNames($0)) }
        let marked = rows.filter { !$0.person.selfGiven.isEmpty }
        return try office.page("accounts/people", title: "People", ["people": rows, "marked": marked])
    }

    private func siteNames(_ person: Person) -> String {
        person.sites.sorted().map { office.world.sites.name($0) }.joined(separator: ", ")
    }

    // MARK: Inviting

    private func invite(_ request: Request, _ context: AppContext) async throws -> Response {
        let viewer = try office.viewer(context)
        var form = FormState(try await FormData(body: request))
        let roles = RoleFields.roles(form)
        let sites = RoleFields.sites(form, office.world.sites)
        let token: String
        do throws(AccountError) {
            token = try await accounts.invite(
                email: form.given("email") ?? "", name: form.given("name") ?? "", roles: roles,
                sites: sites, by: viewer)
        } catch {
            try error.mark(&form)
            return try invitePage(form)
        }
        return try await link(for: form.given("name") ?? form.given("email") ?? "", request) { token }
    }

    private func invitePage(_ form: FormState) throws -> Response {
        var email = form.text("email", label: "Email", hint: "They sign in with it.", mode: "email")
        email.required = true
        let fields =
            [email, form.text("name", label: "Name", hint: "They may change it when they join.")]
            + RoleFields.fields(form, office.world.sites)
        return try office.page(
            "accounts/invite", title: "Invite somebody", ["fields": RecordAttempt.focused(fields)],
            status: form.hasErrors ? .unprocessableContent : .ok)
    }

    /// Shows a link once: only its hash is kept.
    private func link(
        for name: String, _ request: Request, _ make: () async throws(AccountError) -> String
    ) async throws -> Response {
        let token: String
        do throws(AccountError) {
            token = try await make()
        } catch {
            throw error.refusal
        }
        return try office.page(
            "accounts/one-time-link", title: "One-time link",
            ["name": name, "address": office.address("/join/\(token)", request)])
    }

    // MARK: One person

    private func setRoles(_ request: Request, _ context: AppContext) async throws -> Response {
        let viewer = try office.viewer(context)
        let person = try person(context)
        var form = FormState(try await FormData(body: request))
        let roles = RoleFields.roles(form)
        do throws(AccountError) {
            try await accounts.setRoles(
                person.id, roles: roles, sites: RoleFields.sites(form, office.world.sites), by: viewer)
        } catch {
            if error == .lastAdministrator { form.fail("roles", error.description) } else { try error.mark(&form) }
            return try page(person, context, form: form)
        }
        if person.id == viewer.person.id, !roles.isSubset(of: person.roles) {
            let names = roles.subtracting(person.roles).sorted().map(\.title).joined(separator: ", ")
            try await office.keep(.rolesToSelf, viewer.person.id, context, why: "No second administrator: \(names)")
        }
        return .seeOther("/people/\(person.id)?saved=roles")
    }

    private func act(
        _ context: AppContext, _ said: String, _ step: (String, Viewer) async throws(AccountError) -> Void
    ) async throws -> Response {
        let viewer = try office.viewer(context)
        let person = try person(context)
        do throws(AccountError) {
            try await step(person.id, viewer)
        } catch {
            var refusal = error.refusal
            refusal.next = NavigationLink(title: person.shownName, address: "/people/\(person.id)")
            throw refusal
        }
        return .seeOther("/people/\(person.id)?saved=\(said)")
    }

    /// What the page says about one's own roles.
    private func ownRule(_ person: Person, _ viewer: Viewer) -> AlertView? {
        guard person.id == viewer.person.id else { return nil }
        if accounts.hasOtherAdministrator(than: person.id) {
            return AlertView(
                .info, "You can take roles from yourself here, not give them.",
                why: "Another administrator must add roles and sites to your account, so that nobody opens records by "
                    + "their own decision alone.")
        }
        return AlertView(
            .amber, "You are the only administrator, so you may add roles to yourself.",
            why: "It is marked red in the audit and on the list of people until a second administrator confirms it.")
    }

    private func page(
        _ person: Person, _ context: AppContext, form: FormState? = nil, said: String? = nil
    ) throws -> Response {
        let viewer = try office.viewer(context)
        let filled =
            form
            ?? FormState(
                FormData(
                    fields: person.roles.sorted().map { ("roles", $0.rawValue) }
                        + person.sites.sorted().map { ("sites", $0) }))
        let line = PersonLine(person: person, sites: siteNames(person))
        let fields = RecordAttempt.focused(RoleFields.fields(filled, office.world.sites))
        return try office.page(
            "accounts/person", title: person.shownName,
            [
                "name": person.shownName, "address": "/people/\(person.id)", "personFacts": line,
                "ownRule": ownRule(person, viewer),
                "selfGiven": line.child(named: "selfGiven"), "fields": fields,
                "mayDeactivate": person.standing != .deactivated, "mayReactivate": person.standing == .deactivated,
                "mayLink": person.standing != .deactivated, "isInvited": person.standing == .invited,
                "mayReset": person.hasSecondFactor,
            ], status: filled.hasErrors ? .unprocessableContent : .ok, banner: said.map { AlertView(.ok, $0) })
    }
}
