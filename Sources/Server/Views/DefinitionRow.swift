import Clinical
import Mustache

/// A term and what it is, in a definition list.
struct DefinitionRow: MustacheParent, Sendable {
    let term: String
    let text: String
    var source: SourceTag?
    /// Shown with a dashed outline: not on file.
    var missing = false

    init(_ term: String, _ text: String, source: Citation? = nil) {
        self.term = term
        self.text = text
        self.source = source.map { SourceTag($0) }
    }

    /// A term of which nothing is on file.
    init(missing term: String, look place: String?) {
        self.init(term, Wording.notOnFile(place))
        missing = true
    }

    func child(named name: String) -> Any? {
        switch name {
        case "term": term
        case "text": text
        case "source": source
        case "missing": missing
        default: nil
        }
    }
}
