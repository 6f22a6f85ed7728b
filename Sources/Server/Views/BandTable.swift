import Clinical
import Course
import Mustache

/// A weight-band table of volumes, with the row that applies lit.
struct BandTable: MustacheParent, Sendable {
    struct Row: MustacheParent, Sendable {
        let band: VolumeTable.Band
        let applies: Bool

        func child(named name: String) -> Any? {
            switch name {
            case "weights": "\(ExactDecimal.format(band.from.grams, decimals: 3)) to \(band.to)"
            case "amount": band.amount.description
            case "volume": band.volume.description
            case "applies": applies
            case "rowClass": applies ? "row row-applies" : "row"
            default: nil
            }
        }
    }

    let title: String
    let rows: [Row]
    let source: SourceTag

    init(_ table: VolumeTable, of therapy: Therapy, weight: BodyWeight? = nil) {
        let doses = Wording.all(table.doses.map { TherapyProtocol.title($0) })
        let vial = therapy.presentations.first { $0.id == table.presentation }
        title = Wording.capitalized(doses) + (vial.map { ", from the \($0.concentration) vial" } ?? "")
        let lit = weight.flatMap { table.band(for: $0) }
        rows = table.bands.map { Row(band: $0, applies: $0 == lit) }
        source = SourceTag(table.citation, anchored: weight == nil)
    }

    func child(named name: String) -> Any? {
        switch name {
        case "bandTitle": title
        case "bandCount": Wording.count(rows.count, "row")
        case "rows": rows
        case "source": source
        default: nil
        }
    }
}
