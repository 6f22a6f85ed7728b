import Mustache
import Practice
import Service

/// One person as lists and their own page show them to administrators.
struct PersonLine: MustacheParent {
    let person: Person
    let sites: String

    private var standing: String {
        switch person.standing {
        case .invited: "Invited, has not joined"
        case .active: "Active"
        case .deactivated: "Deactivated"
        }
    }

    private var factor: String {
        if person.hasSecondFactor { return "Second factor on" }
        return person.needsSecondFactor ? "Second factor missing; the roles need it" : "No second factor"
    }

    private var roles: String {
        person.roles.isEmpty ? "No role" : person.roles.sorted().map(\.title).joined(separator: ", ")
    }

    /// A red line until another administrator has confirmed what somebody gave to themselves.
    private var selfGiven: AlertView? {
        guard !person.selfGiven.isEmpty else { return nil }
        let roles = person.selfGiven.sorted().map(\.title).joined(separator: ", ")
        return AlertView(
            .red, "\(person.shownName) gave themselves: \(roles).",
            why:
                "There was no second administrator then. Another administrator confirms or takes these roles by setting "
                + "the roles of this account.")
    }

    func child(named name: String) -> Any? {
        switch name {
        case "address": "/people/\(person.id)"
        case "name": person.shownName
        case "roles": roles
        case "line": [sites, factor].filter { !$0.isEmpty }.joined(separator: " · ")
        case "standing": standing
        case "selfGiven": selfGiven
        case "isActive": person.standing == .active
        case "facts":
            [
                DefinitionRow("Email", person.email), DefinitionRow("Roles", roles), DefinitionRow("Sites", sites),
                DefinitionRow("Standing", standing), DefinitionRow("Second factor", factor),
            ]
        default: nil
        }
    }
}

/// The check boxes for roles and sites, as the invitation and a person's page have them.
enum RoleFields {
    static func fields(_ form: FormState, _ sites: SiteDirectory) -> [FormField] {
        [
            form.checks(
                "roles", label: "Roles", hint: "What they may do.", Role.allCases.map { ($0.rawValue, $0.title) }),
            form.checks(
                "sites", label: "Sites", hint: "Whose patients they see.", sites.all.map { ($0.id, $0.name) }),
        ]
    }

    static func roles(_ form: FormState) -> Set<Role> { Set(form.all("roles").compactMap { Role(rawValue: $0) }) }

    /// Sites that do not exist are not given to anybody.
    static func sites(_ form: FormState, _ sites: SiteDirectory) -> Set<String> {
        Set(form.all("sites")).intersection(sites.all.map(\.id))
    }
}
