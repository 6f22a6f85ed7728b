import Clinical
import Mustache

/// All therapies and reactions as cards, narrowed by what was searched for.
struct ReferenceIndex: MustacheParent, Sendable {
    let query: String
    let therapies: [TherapyCard]
    let toxicities: [ToxicityCard]
    let scales: [ScaleCard]
    let suggestion: String?

    init(_ library: ContentLibrary, form: FormState) {
        query = form.shown("q")
        let wanted = (form.given("q") ?? "").lowercased()
        let short = String(wanted.prefix(100))
        therapies = library.therapies.filter { therapy in
            short.isEmpty || Self.words(therapy).contains { $0.lowercased().contains(short) }
        }.map { TherapyCard(therapy: $0) }
        toxicities = library.toxicities.filter { toxicity in
            short.isEmpty || [toxicity.id, toxicity.name, toxicity.scale].contains { $0.lowercased().contains(short) }
        }.map { ToxicityCard(toxicity: $0) }
        scales = library.scales.filter { scale in
            short.isEmpty
                || ([scale.id, scale.name, scale.published] + scale.terms).contains { $0.lowercased().contains(short) }
        }.map { ScaleCard(scale: $0) }
        let names =
            library.therapies.flatMap { [$0.id, $0.names.brand] } + library.toxicities.map(\.abbreviation)
            + library.scales.map(\.abbreviation)
        suggestion = therapies.isEmpty && toxicities.isEmpty && scales.isEmpty ? nearest(to: short, among: names) : nil
    }

    private static func words(_ therapy: Therapy) -> [String] {
        [therapy.id, therapy.names.generic, therapy.names.brand, therapy.drugClass] + therapy.targets
    }

    func child(named name: String) -> Any? {
        switch name {
        case "query": query
        case "therapies": therapies
        case "hasTherapies": !therapies.isEmpty
        case "toxicities": toxicities
        case "hasToxicities": !toxicities.isEmpty
        case "scales": scales
        case "hasScales": !scales.isEmpty
        case "nothing": therapies.isEmpty && toxicities.isEmpty && scales.isEmpty
        case "suggestion": suggestion
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
