import Clinical
import Mustache

/// The front of the reference: the search with what it found, or the shelves.
struct ReferenceIndex: MustacheParent, Sendable {
    let query: String
    private let library: ContentLibrary
    private let results: SearchResults?

    init(_ library: ContentLibrary, form: FormState) {
        self.library = library
        query = form.shown("q")
        results = form.given("q").map { SearchResults($0, in: library) }
    }

    /// Topics that belong together.
    private struct Shelf: MustacheParent {
        let title: String
        let links: [NavigationLink]

        func child(named name: String) -> Any? {
            switch name {
            case "shelfTitle": title
            case "links": links
            default: nil
            }
        }
    }

    private var shelves: [Shelf] {
        TopicGroup.allCases.compactMap { group in
            let links = library.topics.filter { $0.group == group }.map { topic in
                NavigationLink(title: topic.title, address: "/reference/topics/\(topic.id)")
            }
            return links.isEmpty ? nil : Shelf(title: PageName.title(group), links: links)
        }
    }

    private var count: String {
        guard let results else { return "" }
        return results.hits.isEmpty ? "Nothing on file matches." : "\(Wording.count(results.hits.count, "page")) found."
    }

    func child(named name: String) -> Any? {
        switch name {
        case "query": query
        case "count": count
        case "results": results
        case "isFresh": results == nil
        case "therapies": library.therapies.map { TherapyCard(therapy: $0) }
        case "toxicities": library.toxicities.map { ToxicityCard(toxicity: $0) }
        case "scales": library.scales.map { ScaleCard(scale: $0) }
        case "hasScales": !library.scales.isEmpty
        case "readings": library.referenceTherapies.map { TherapyCard(therapy: $0) }
        case "hasReadings": !library.referenceTherapies.isEmpty
        case "shelves": shelves
        default: nil
        }
    }
}

/// One therapy in the list.
struct TherapyCard: MustacheParent, Sendable {
    let therapy: Therapy

    func child(named name: String) -> Any? {
        switch name {
        case "address": "/reference/therapies/\(therapy.id)"
        case "tallMan": therapy.names.tallMan
        case "brand": therapy.names.brand
        case "generic": therapy.names.generic
        case "class": therapy.drugClass
        case "targets": therapy.targets.joined(separator: " × ")
        case "labelDate": Wording.month(therapy.labelDate)
        case "openCount": Wording.count(therapy.open.count, "open statement")
        default: nil
        }
    }
}

/// One reaction in the list.
struct ToxicityCard: MustacheParent, Sendable {
    let toxicity: Toxicity

    func child(named name: String) -> Any? {
        switch name {
        case "address": "/reference/toxicities/\(toxicity.id)"
        case "calculator": "/calculators/\(toxicity.id)"
        case "toxicityName": toxicity.name
        case "abbreviation": toxicity.abbreviation
        case "scale": toxicity.scale
        default: nil
        }
    }
}

/// One scale in the list.
struct ScaleCard: MustacheParent, Sendable {
    let scale: Scale

    func child(named name: String) -> Any? {
        switch name {
        case "address": "/reference/scales/\(scale.id)"
        case "scaleName": scale.name
        case "abbreviation": scale.abbreviation
        case "published": scale.published
        default: nil
        }
    }
}
