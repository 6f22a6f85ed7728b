import Clinical
import Mustache

/// What a search found, best first.
struct SearchResults: MustacheParent, Sendable {
    let hits: [Hit]
    let suggestion: String?

    /// - Parameter question: As typed; at most its first 100 characters count.
    init(_ question: String, in library: ContentLibrary) {
        let short = String(question.prefix(100))
        let found = library.search.search(short, limit: 12)
        hits = found.map { Hit(hit: $0) }
        let names = library.allTherapies.flatMap { [$0.id, $0.names.brand] } + library.toxicities.map(\.abbreviation)
        suggestion = found.isEmpty ? nearest(to: short, among: names) : nil
    }

    /// One page with the lines that fit.
    struct Hit: MustacheParent, Sendable {
        let hit: SearchHit

        func child(named name: String) -> Any? {
            switch name {
            case "hitTitle": hit.document.title
            case "hitAddress": hit.document.address
            case "hitKind": PageName.title(hit.document.kind)
            case "hitNames":
                hit.document.kind == .therapy ? hit.document.aliases.prefix(2).joined(separator: ", ") : nil
            case "hitLines": hit.lines.map { Line(line: $0) }
            case "hasLines": !hit.lines.isEmpty
            default: nil
            }
        }
    }

    struct Line: MustacheParent, Sendable {
        let line: ReferenceDocument.Line

        func child(named name: String) -> Any? {
            switch name {
            case "lineText": line.text
            case "lineAddress": ReferenceAddress.line(line.id)
            case "lineSource": line.source.isEmpty ? "not on file" : line.source
            case "lineUnverified": line.level == "unverified" || line.level == "open"
            default: nil
            }
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "hits": hits
        case "hasHits": !hits.isEmpty
        case "suggestion": suggestion
        default: nil
        }
    }
}
