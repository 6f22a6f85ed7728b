import Clinical
import Mustache

/// The small tag after a clinical line; opened it shows the whole citation.
struct SourceTag: MustacheParent, Sendable {
    /// `label · Dec 2025 · §2.1`
    let mark: String
    let full: String
    let note: String?
    let sourceNote: String?
    let by: String?
    let address: String?
    let unverified: Bool
    let level: String
    /// The statement's id where this is the place to link to; a page gives it once.
    let anchor: String?
    /// The page of the statement itself.
    let permalink: String?

    /// - Parameter anchored: Whether the statement stands here on its own page of the reference.
    init(_ citation: Citation, anchored: Bool = false) {
        let id = citation.statement
        anchor = anchored && !id.isEmpty ? id : nil
        permalink = id.isEmpty ? nil : StatementPage.address(id)
        mark = citation.mark
        full = citation.full
        note = citation.note
        sourceNote = citation.source.note
        by = citation.source.by
        address = Self.safeAddress(citation.source.url)
        unverified = citation.level == .unverified
        level = Self.meaning(citation.level)
    }

    /// Only web addresses become links.
    static func safeAddress(_ url: String?) -> String? {
        guard let url, url.hasPrefix("https://") || url.hasPrefix("http://") else { return nil }
        return url
    }

    /// What a level of verification means, in words.
    static func meaning(_ level: Verification) -> String {
        switch level {
        case .label: "label: read in the label or a copy of it"
        case .maker: "maker: read on the maker's own page"
        case .guideline: "guideline: read in a consensus paper or guideline"
        case .published: "published: read in a report of a trial or cohort"
        case .secondary: "secondary: news, an aggregator, or a document known second-hand"
        case .unverified: "unverified: not read in any document. Confirm it before use."
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "mark": mark
        case "full": full
        case "note": note
        case "sourceNote": sourceNote
        case "by": by
        case "address": address
        case "unverified": unverified
        case "level": level
        case "anchor": anchor
        case "permalink": permalink
        default: nil
        }
    }
}

/// One line of content with its source.
struct StatementView: MustacheParent, Sendable {
    let text: String
    let source: SourceTag

    init(text: String, citation: Citation, anchored: Bool = false) {
        self.text = text
        source = SourceTag(citation, anchored: anchored)
    }

    init(_ statement: Statement, anchored: Bool = false) {
        self.init(text: statement.text, citation: statement.citation, anchored: anchored)
    }

    func child(named name: String) -> Any? {
        switch name {
        case "text": text
        case "source": source
        default: nil
        }
    }
}
