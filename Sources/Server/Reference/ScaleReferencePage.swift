import Clinical
import Mustache

/// Everything on file about one scale.
struct ScaleReferencePage: MustacheParent, Sendable {
    let scale: Scale

    private static let tabs = [
        NavigationLink(title: "Recognize", address: "#recognize"), NavigationLink(title: "Grade", address: "#grade"),
        NavigationLink(title: "Open", address: "#open"), NavigationLink(title: "Sources", address: "#sources"),
    ]

    private func group(_ title: String, _ section: ToxicitySection) -> StatementGroup {
        StatementGroup(title, scale.sections[section])
    }

    func child(named name: String) -> Any? {
        switch name {
        case "scaleName": scale.name
        case "abbreviation": scale.abbreviation
        case "published": scale.published
        case "calculator": "/calculators/\(scale.id)"
        case "tabs": Self.tabs
        case "recognizeGroups":
            [group("Recognize", .recognition), group("Definition", .definition), group("Also look for", .exclusions)]
        case "gradingGroup": group("How to grade", .grading)
        case "tables": scale.parts.flatMap(\.allTables).map { TableView($0, open: scale.open) }
        case "choices": scale.choices.map { ChoiceView($0) }
        case "manageGroups": [group("Management", .management), group("After care", .afterCare)]
        case "openItems": scale.open.map { OpenView(open: $0) }
        case "openCount": Wording.count(scale.open.count, "open statement")
        case "sources": scale.sources.map { SourceView(source: $0) }
        default: nil
        }
    }
}
