import Clinical
import Mustache

/// The terms of a scale that has many, each a link to its calculator.
struct TermsPage: MustacheParent, Sendable {
    let scale: Scale

    private struct Card: MustacheParent {
        let title: String
        let address: String
        let what: String

        func child(named name: String) -> Any? {
            switch name {
            case "title": title
            case "address": address
            case "what": what
            default: nil
            }
        }
    }

    private var cards: [Card] {
        scale.terms.map { term in
            let parts = scale.parts.filter { $0.term == term }
            let versions = parts.flatMap(\.versions).map { $0 == "unstated" ? "not stated" : $0 }
            return Card(
                title: parts.first?.title ?? term, address: "/calculators/\(scale.id)/\(term)",
                what: "Version \(Wording.either(versions)) on file")
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "abbreviation": scale.abbreviation
        case "scaleName": scale.name
        case "reference": "/reference/scales/\(scale.id)"
        case "cards": cards
        default: nil
        }
    }
}
