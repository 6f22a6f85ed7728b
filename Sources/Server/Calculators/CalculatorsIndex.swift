import Clinical
import Mustache

/// What every calculator page is made from.
protocol CalculatorModel: MustacheParent, Sendable {
    /// A field was refused; nothing was answered.
    var refused: Bool { get }
}

/// The list of calculators.
struct CalculatorsIndex: MustacheParent, Sendable {
    private struct Card: MustacheParent {
        let title: String
        let address: String
        let what: String

        func child(named name: String) -> Any? {
            switch name {
            case "title": title
            case "address": "/calculators/" + address
            case "what": what
            default: nil
            }
        }
    }

    private static let cards = [
        Card(
            title: "Grade CRS", address: "crs",
            what: "From temperature, blood pressure and oxygen. Unknown findings are allowed."),
        Card(
            title: "Grade ICANS", address: "icans",
            what: "ICE score item by item, wakefulness, seizure, weakness, edema."),
        Card(title: "Restart after a delay", address: "restart", what: "What to give, by last dose and days since."),
        Card(title: "Dose and volume", address: "dose", what: "Amount, volume, vials and syringes by weight."),
        Card(title: "Schedule", address: "schedule", what: "Planned days and windows from a start date."),
    ]

    private let scales: [Card]

    init(_ library: ContentLibrary) {
        scales = library.scales.map { scale in
            let what = scale.pick == .term ? "\(scale.terms.count) terms, with their versions." : scale.name + "."
            return Card(title: scale.abbreviation, address: scale.id, what: what)
        }
    }

    func child(named name: String) -> Any? { name == "cards" ? Self.cards + scales : nil }
}
