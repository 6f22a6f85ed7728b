import Mustache
import Practice
import Service

/// One's own account: facts, doors by role, and what may be changed.
struct AccountPage: MustacheParent {
    let viewer: Viewer
    let sites: [String]
    let password: FormState
    let pin: FormState

    private var person: Person { viewer.person }

    private var facts: [DefinitionRow] {
        [
            DefinitionRow("Email", person.email),
            DefinitionRow("Roles", person.roles.sorted().map(\.title).joined(separator: ", ")),
            DefinitionRow("Sites", sites.joined(separator: ", ")),
            DefinitionRow("Second factor", factor),
            DefinitionRow("PIN", person.pinHash.isEmpty ? "Not set" : "Set"),
        ]
    }

    private var factor: String {
        if person.hasSecondFactor { return viewer.session.factor ? "On" : "On; not shown in this session yet" }
        return person.needsSecondFactor ? "Off; your roles need it" : "Off"
    }

    private var doors: [NavigationLink] {
        let all: [(Deed, String, String)] = [
            (.managePeople, "People", "/people"), (.manageSites, "Sites", "/sites"),
            (.readContent, "Content", "/content"), (.readAudit, "Audit", "/audit"),
            (.readAudit, "Broken glass", "/audit/broken-glass"), (.erasePatient, "Erase a patient", "/erase"),
        ]
        let open = all.filter { viewer.may($0.0) }.map { NavigationLink(title: $0.1, address: $0.2) }
        guard viewer.may(.setContacts) else { return open }
        return open
            + person.sites.sorted().map { NavigationLink(title: "Night contacts", address: "/sites/\($0)/contacts") }
    }

    private var passwordFields: [FormField] {
        [
            password.secret("old", label: "Password now"),
            password.secret(
                "password", label: "New password", hint: "At least ten characters; a few unrelated words do well.",
                isNew: true),
            password.secret("again", label: "The new password again", isNew: true),
        ]
    }

    func child(named name: String) -> Any? {
        switch name {
        case "name": person.shownName
        case "accountFacts": PageModel(["facts": facts])
        case "doors": doors
        case "passwordFields": RecordAttempt.focused(passwordFields)
        case "hasPassword": !person.passwordHash.isEmpty
        case "passwordOpen": password.hasErrors
        case "pinFields":
            RecordAttempt.focused([
                pin.secret(
                    "pin", label: "New PIN", hint: "Six digits that are not easy to guess.", mode: "numeric",
                    isNew: true)
            ])
        case "pinOpen": pin.hasErrors
        case "hasFactor": person.hasSecondFactor
        case "mustSetFactor": person.needsSecondFactor && !person.hasSecondFactor
        case "mayRemoveFactor": person.hasSecondFactor && !person.needsSecondFactor
        default: nil
        }
    }
}
