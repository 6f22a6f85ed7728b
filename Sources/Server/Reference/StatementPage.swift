import Clinical
import Mustache
import Practice

/// One statement by itself: its words, its source, where it stands and what became of it.
struct StatementPage: MustacheParent, Sendable {
    let statement: ContentStatement
    let library: ContentLibrary
    /// Since the release signed last; `nil` where nothing was signed.
    let change: ReleaseDiff.Change?

    /// Its address, which stays the same from release to release.
    static func address(_ id: String) -> String { "/reference/statement?id=" + FormText.encode(id) }

    private var facts: [DefinitionRow] {
        var facts: [DefinitionRow] = []
        if let level = statement.level { facts.append(DefinitionRow("Level", SourceTag.meaning(level))) }
        if let source = statement.source { facts.append(DefinitionRow("Source", source)) }
        if let revised = statement.revised { facts.append(DefinitionRow("Revised", Wording.month(revised))) }
        if !statement.place.isEmpty {
            facts.append(DefinitionRow(statement.kind == .open ? "Look in" : "Place", statement.place))
        }
        facts.append(DefinitionRow("Id", statement.id))
        facts.append(DefinitionRow("Release", library.release.id))
        return facts
    }

    private var before: [String] {
        guard case .changed(let old, _)? = change else { return [] }
        return old.text.split(separator: "\n").map(String.init) + [old.level?.rawValue, old.cited].compactMap { $0 }
    }

    private var history: String {
        switch change {
        case .added: "New since the release this site signed last."
        case .changed: "Changed since the release this site signed last. Before, it said:"
        case .removed, nil: "Unchanged as far as releases are on file."
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "say": statement.say ?? statement.text
        case "hasMore": statement.say != nil && statement.say != statement.text
        case "more": statement.text.split(separator: "\n").map(String.init)
        case "isOpen": statement.kind == .open
        case "isUnverified": statement.level == .unverified
        case "facts": facts
        case "pageTitle": PageName.title(ofFile: statement.file, in: library)
        case "standing":
            ReferenceAddress.line(statement.id).map { address in
                let title = PageName.title(ofFile: statement.file, in: library)
                return NavigationLink(title: title ?? statement.file, address: address)
            }
        case "history": history
        case "before": before
        default: nil
        }
    }
}
