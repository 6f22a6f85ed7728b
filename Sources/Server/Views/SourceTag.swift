import Clinical
import Mustache
import Synchronization

/// The small tag after a clinical line; opened it shows the whole citation.
struct SourceTag: MustacheParent, KeptSection, Sendable {
    let citation: Citation
    /// The statement stands here on its own page of the reference: the place to link to.
    let isAnchored: Bool

    /// - Parameter anchored: Whether the statement stands here on its own page of the reference; once a page.
    init(_ citation: Citation, anchored: Bool = false) {
        self.citation = citation
        isAnchored = anchored && !citation.statement.isEmpty
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
        // `label · Dec 2025 · §2.1`
        case "mark": citation.mark
        case "full": citation.full
        case "note": citation.note
        case "sourceNote": citation.source.note
        case "by": citation.source.by
        case "address": Self.safeAddress(citation.source.url)
        case "unverified": citation.level == .unverified
        case "level": Self.meaning(citation.level)
        case "anchor": isAnchored ? citation.statement : nil
        case "permalink": citation.statement.isEmpty ? nil : StatementPage.address(citation.statement)
        default: nil
        }
    }

    // MARK: Keeping

    func kept(in place: Int) -> WrittenSection? { KeptSources.shared.get(self, place) }

    func keep(_ section: WrittenSection, in place: Int) { KeptSources.shared.put(section, self, place) }

    func elements() -> [any MustacheParent] { [self] }

    func text(of hole: TemplateHole) -> String { "" }
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

/// Citations as HTML: every page shows many of the same few hundred.
private final class KeptSources: Sendable {
    static let shared = KeptSources()
    private static let most = 4096

    private struct Key: Hashable {
        let citation: Citation
        let isAnchored: Bool
        let place: Int

        init(_ tag: SourceTag, _ place: Int) {
            citation = tag.citation
            isAnchored = tag.isAnchored
            self.place = place
        }
    }

    private let sections = Mutex<[Key: WrittenSection]>([:])

    func get(_ tag: SourceTag, _ place: Int) -> WrittenSection? {
        sections.withLock { $0[Key(tag, place)] }
    }

    func put(_ section: WrittenSection, _ tag: SourceTag, _ place: Int) {
        sections.withLock { sections in
            if sections.count >= Self.most { sections.removeAll(keepingCapacity: true) }
            sections[Key(tag, place)] = section
        }
    }
}
