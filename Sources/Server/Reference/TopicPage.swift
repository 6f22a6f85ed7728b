import Clinical
import Mustache

/// Everything on file about one topic.
struct TopicPage: MustacheParent, Sendable {
    private let topic: Topic
    private let library: ContentLibrary

    init(_ topic: Topic, library: ContentLibrary) {
        self.topic = topic
        self.library = library
    }

    /// One part of the page under its own anchor.
    private struct Section: MustacheParent {
        let section: Topic.Section

        func child(named name: String) -> Any? {
            switch name {
            case "sectionId": section.id
            case "sectionTitle": section.title
            case "lines": section.statements.map { StatementView($0, anchored: true) }
            default: nil
            }
        }
    }

    private var tabs: [NavigationLink] {
        topic.sections.map { NavigationLink(title: $0.title, address: "#" + $0.id) }
            + (topic.choices.isEmpty ? [] : [NavigationLink(title: "Choices", address: "#differ")])
            + (topic.open.isEmpty ? [] : [NavigationLink(title: "Open", address: "#open")])
            + [NavigationLink(title: "Sources", address: "#sources")]
    }

    func child(named name: String) -> Any? {
        switch name {
        case "topicTitle": topic.title
        case "groupName": PageName.title(topic.group)
        case "tabs": tabs
        case "sections": topic.sections.map { Section(section: $0) }
        case "choices": topic.choices.map { ChoiceView($0) }
        case "hasChoices": !topic.choices.isEmpty
        case "seeAlso":
            SeeAlso(
                page: "reference/" + topic.id, first: topic.about.map { "therapies/" + $0 } + topic.see, in: library)
        case "hasOpen": !topic.open.isEmpty
        case "openItems": topic.open.map { OpenView(open: $0) }
        case "openCount": Wording.count(topic.open.count, "open statement")
        case "sources": topic.sources.map { SourceView(source: $0) }
        default: nil
        }
    }
}

/// Links to the pages that have to do with this one: those it names, then the topics that name it.
struct SeeAlso: MustacheParent, Sendable {
    let links: [NavigationLink]

    init(page: String, first: [String] = [], in library: ContentLibrary) {
        let naming = library.topics.filter { topic in
            topic.see.contains(page) || topic.about.contains { "therapies/" + $0 == page }
        }
        var files: [String] = []
        for file in first + naming.map({ "reference/" + $0.id }) where file != page && !files.contains(file) {
            files.append(file)
        }
        links = files.compactMap { PageName.link($0, in: library) }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "links": links
        case "hasLinks": !links.isEmpty
        default: nil
        }
    }
}

/// What pages of the reference are called, by the file they show.
enum PageName {
    static func title(_ group: TopicGroup) -> String {
        switch group {
        case .reactions: "More on reactions"
        case .infection: "Infection"
        case .supportiveCare: "Supportive care"
        case .logistics: "Logistics"
        case .afterCare: "CAR-T and after-care"
        }
    }

    static func title(_ kind: ReferenceDocument.Kind) -> String {
        switch kind {
        case .reaction: "Reaction"
        case .management: "Management"
        case .therapy: "Therapy"
        case .topic: "Topic"
        }
    }

    /// The page of a file such as `toxicities/crs`; `nil` when the content has no such page.
    static func link(_ file: String, in library: ContentLibrary) -> NavigationLink? {
        guard let address = ReferenceAddress.page(ofFile: file), let title = title(ofFile: file, in: library) else {
            return nil
        }
        return NavigationLink(title: title, address: address)
    }

    static func title(ofFile file: String, in library: ContentLibrary) -> String? {
        let name = String(file.drop { $0 != "/" }.dropFirst())
        switch file.prefix(while: { $0 != "/" }) {
        case "therapies": return library.allTherapies.first { $0.id == name }.map { Wording.name($0) }
        case "toxicities": return library.toxicity(name).map { "\($0.name) (\($0.abbreviation))" }
        case "reference": return library.topic(name)?.title
        default: return library.documents.first { $0.id == file }?.title
        }
    }
}
