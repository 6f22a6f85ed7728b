import Clinical
import Mustache

/// Everything on file about one reaction.
struct ToxicityPage: MustacheParent, Sendable {
    let toxicity: Toxicity
    let library: ContentLibrary

    init(_ toxicity: Toxicity, library: ContentLibrary) {
        self.toxicity = toxicity
        self.library = library
    }

    static let tabs = [
        NavigationLink(title: "Recognize", address: "#recognize"), NavigationLink(title: "Grade", address: "#grade"),
        NavigationLink(title: "Manage", address: "#manage"), NavigationLink(title: "Open", address: "#open"),
        NavigationLink(title: "Sources", address: "#sources"),
    ]

    private func group(_ title: String, _ section: ToxicitySection) -> StatementGroup {
        StatementGroup(title, toxicity.sections[section])
    }

    func child(named name: String) -> Any? {
        switch name {
        case "toxicityName": toxicity.name
        case "abbreviation": toxicity.abbreviation
        case "scale": toxicity.scale
        case "calculator": "/calculators/\(toxicity.id)"
        case "tabs": Self.tabs
        case "recognizeGroups":
            [group("Recognize", .recognition), group("Definition", .definition), group("Also look for", .exclusions)]
        case "gradingGroup": group("How to grade", .grading)
        case "grading": TableView(toxicity.grading, open: toxicity.open)
        case "hasContradictions": !toxicity.grading.contradictions.isEmpty
        case "contradictions":
            StatementGroup(
                "Findings that do not fit together",
                lines: toxicity.grading.contradictions.map {
                    StatementView(text: $0.text, citation: $0.citation, anchored: true)
                })
        case "scores": toxicity.scores.map { ScoreView(score: $0) }
        case "lists": toxicity.lists.map { WordListView(list: $0) }
        case "hasLists": !toxicity.lists.isEmpty
        case "choices": toxicity.choices.map { ChoiceView($0) }
        case "management": managementAddress
        case "manageGroups":
            [group("Management", .management), group("After care", .afterCare)].filter {
                managementAddress == nil || !$0.lines.isEmpty
            }
        case "seeAlso": SeeAlso(page: "toxicities/" + toxicity.id, in: library)
        case "therapyActions": therapyActions
        case "openItems": toxicity.open.map { OpenView(open: $0) }
        case "openCount": Wording.count(toxicity.open.count, "open statement")
        case "sources": toxicity.sources.map { SourceView(source: $0) }
        default: nil
        }
    }

    /// Where management by grade stands; `nil` when the content has none for this reaction.
    private var managementAddress: String? {
        let file = "management/" + toxicity.id
        return library.statements.contains { $0.file == file } ? ReferenceAddress.page(ofFile: file) : nil
    }

    /// What each label says to do next, one link a therapy.
    private var therapyActions: [NavigationLink] {
        library.therapies.filter { $0.table(toxicity.id) != nil }.map { therapy in
            NavigationLink(
                title: "\(Wording.name(therapy)) after \(toxicity.abbreviation)",
                address: "/reference/therapies/\(therapy.id)#table-\(toxicity.id)")
        }
    }
}

/// A scored examination, item by item.
struct ScoreView: MustacheParent, Sendable {
    let score: Score

    private struct ItemView: MustacheParent {
        let item: Score.Item

        func child(named name: String) -> Any? {
            switch name {
            case "prompt": item.prompt
            case "points": Wording.count(item.points, "point")
            default: nil
            }
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "scoreName": score.name
        case "maximum": String(score.maximum)
        case "items": score.items.map { ItemView(item: $0) }
        case "source": SourceTag(score.citation, anchored: true)
        default: nil
        }
    }
}

/// Words to choose from for a finding.
struct WordListView: MustacheParent, Sendable {
    let list: WordList

    func child(named name: String) -> Any? {
        switch name {
        case "listName":
            Wording.capitalized(list.key.reduce(into: "") { $0 += $1.isUppercase ? " " + $1.lowercased() : String($1) })
        case "words": list.labels.joined(separator: ", ")
        case "source": SourceTag(list.citation, anchored: true)
        default: nil
        }
    }
}
