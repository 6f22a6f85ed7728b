/// One thing the content says, as a person signs for it: its words and numbers, its level and its source.
public struct ContentStatement: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Cites a source.
        case sourced
        /// Names something that is not on file.
        case open
        /// What holds statements together: a table's questions, a choice, a drug's names. Cites nothing itself.
        case frame
    }

    /// File and path, for example `therapies/teclistamab:tables/restart/rows/R3`. Stays the same when the content is
    /// put in another order; unique in a release.
    public let id: String
    public let kind: Kind
    /// What it says, on one or more lines, in the content's own words: numbers, conditions and cautions included.
    public let text: String
    /// `nil` for what cites no source.
    public let level: Verification?
    /// Title of the source, `nil` for what cites none.
    public let source: String?
    /// When the source was revised, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as far as it says.
    public let revised: String?
    /// Section or table in the source; for open statements where to look. May be empty.
    public let place: String
    /// For a table row without an answer: the id of the open statement in the same file it points to.
    public let pointsTo: String?
    /// Its sentence without the numbers beside it; `nil` where it has none.
    public let say: String?

    public init(
        id: String, kind: Kind, text: String, level: Verification?, source: String?, revised: String?, place: String,
        pointsTo: String? = nil, say: String? = nil
    ) {
        self.say = say
        self.id = id
        self.kind = kind
        self.text = text
        self.level = level
        self.source = source
        self.revised = revised
        self.place = place
        self.pointsTo = pointsTo
    }

    /// Whether a site may sign it only after somebody ticked it: it is open, or nobody read it in a document.
    public var needsTick: Bool { kind == .open || level == .unverified }

    /// The file without its ending, for example `therapies/teclistamab`.
    public var file: String { String(id.prefix { $0 != ":" }) }

    /// The path inside the file, for example `tables/restart/rows/R3`; empty for the file's own head.
    public var path: String { String(id.drop { $0 != ":" }.dropFirst()) }

    /// The therapy it belongs to; `nil` for reactions, limits and phrases.
    public var therapy: String? { Self.therapy(of: id) }

    /// The therapy that a statement's id or a list's path belongs to.
    public static func therapy(of id: String) -> String? {
        let prefix = "therapies/"
        return id.hasPrefix(prefix) ? String(id.dropFirst(prefix.count).prefix { $0 != ":" }) : nil
    }

    /// Source, revision and place in one line; empty where there are none.
    public var cited: String {
        [source, revised, place].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ", ")
    }

    /// Everything a person sees of it, framed so that two different statements never give the same bytes.
    /// A tick and an entered row are bound to a hash over these.
    public var signedBytes: [UInt8] {
        let parts = [text, kind.rawValue, level?.rawValue ?? "", source ?? "", revised ?? "", place]
        return parts.flatMap { Array(String($0.utf8.count).utf8) + [0x3A] + Array($0.utf8) }
    }
}
