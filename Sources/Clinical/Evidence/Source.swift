/// A document that statements were read in. One object a document, so that citing it costs one reference.
public final class Source: Sendable, Hashable {
    /// Short name, unique within its file, for example `label-2025-12`.
    public let id: String
    public let title: String
    public let by: String?
    /// When the document was revised, as far as it says: `2025`, `2025-12` or `2025-12-12`.
    public let revised: String?
    public let level: Verification
    public let url: String?
    /// How it was read, when not directly.
    public let note: String?

    init(
        id: String, title: String, by: String?, revised: String?, level: Verification, url: String?, note: String?
    ) {
        self.id = id
        self.title = title
        self.by = by
        self.revised = revised
        self.level = level
        self.url = url
        self.note = note
    }

    public static func == (left: Source, right: Source) -> Bool {
        left === right || (left.id == right.id && left.title == right.title && left.revised == right.revised)
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// Where one statement was read: a document, a place in it, and how sure that makes the statement.
public struct Citation: Sendable, Hashable {
    public let source: Source
    /// Section or table, for example `§2.1 Table 1`; may be empty for one-page documents.
    public let place: String
    /// The source's level, or a weaker one the statement declares itself.
    public let level: Verification
    /// A caution that belongs to this statement, for example that its wording was inferred.
    public let note: String?
    /// The id of the statement that cites it; empty where it stands outside the content.
    public let statement: String

    public init(source: Source, place: String, level: Verification, note: String?, statement: String = "") {
        self.source = source
        self.place = place
        self.level = level
        self.note = note
        self.statement = statement
    }

    /// The document with the place in it, in one line.
    public var full: String {
        var text = source.title
        if let revised = source.revised { text += ", \(revised)" }
        if !place.isEmpty { text += ", \(place)" }
        return text
    }

    /// The small tag after a clinical line: `label · Dec 2025 · §2.1`.
    public var mark: String {
        var parts = [level.rawValue]
        if let revised = source.revised { parts.append(Self.monthAndYear(revised)) }
        if !place.isEmpty { parts.append(place) }
        return parts.joined(separator: " · ")
    }

    /// `2025-12-12` and `2025-12` become `Dec 2025`; anything else stays as it is.
    static func monthAndYear(_ text: String) -> String {
        let parts = text.split(separator: "-")
        guard parts.count >= 2, parts[0].count == 4, let month = Int(parts[1]), (1...12).contains(month) else {
            return text
        }
        return "\(Day.monthNames[month - 1]) \(parts[0])"
    }
}

/// One thing the content says, with where it was read.
public struct Statement: Sendable, Hashable {
    /// Unique within the file; made from section and position when the file gives none.
    public let id: String
    public let text: String
    public let citation: Citation
}

/// Something the content does not know, as visible as what it knows.
public struct OpenStatement: Sendable, Hashable {
    public let id: String
    /// What is missing, in words.
    public let what: String
    /// Where to look: the label's section or the maker's page.
    public let where_: String
    /// What the program cannot answer until it is filled.
    public let blocks: [String]
    /// Its id among all statements, for example `therapies/teclistamab:open/volume-table`.
    public let statement: String

    public init(id: String, what: String, where_: String, blocks: [String], statement: String = "") {
        self.id = id
        self.what = what
        self.where_ = where_
        self.blocks = blocks
        self.statement = statement
    }
}
