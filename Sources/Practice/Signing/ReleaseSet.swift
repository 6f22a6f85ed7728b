public import Clinical
public import JSONText

/// A content release as a site signs it: a name, a hash over all its files, and every statement with a hash of its own.
public struct ReleaseSet: Sendable {
    /// Gives the SHA-256 of some bytes, as 64 hexadecimal digits.
    public typealias Digest = (_ bytes: [UInt8]) -> String

    public struct Line: Sendable, Equatable {
        public let statement: ContentStatement
        /// Over everything a person sees of it; a tick or an entry is bound to this.
        public let hash: String
    }

    /// The release's own name, for example `2026.11-draft`.
    public let name: String
    /// Over the files as they are on disk; a site's own rows do not change it.
    public let hash: String
    public let lines: [Line]
    /// Paths of the lists that entries can be added to.
    public let lists: [String]
    /// Entries in the content's own form, by statement id.
    public let entries: [String: String]
    private let index: [String: Int]

    /// - Parameter changes: The rows a site entered from the label, made before the statements are read.
    /// - Throws: ``ContentFaults`` when a file cannot be read or a change does not fit.
    public init(
        _ files: [ContentFile], changing changes: [ContentChange] = [], digest: Digest
    ) throws(ContentFaults) {
        let statements = try ContentStatements(files, changing: changes)
        var name = ""
        if let file = files.first(where: { $0.path == "release.yaml" }) {
            // A name such as 2027.01 reads as a number.
            let value = try PlainYAML.json(file)["release"]
            name = value?.string ?? value?.numberText ?? ""
        }
        self.init(
            name: name, hash: digest(Self.framed(files)),
            lines: statements.all.map { Line(statement: $0, hash: digest($0.signedBytes)) }, lists: statements.lists,
            entries: statements.entries)
    }

    init(name: String, hash: String, lines: [Line], lists: [String] = [], entries: [String: String] = [:]) {
        self.name = name
        self.hash = hash
        self.lines = lines
        self.lists = lists
        self.entries = entries
        index = Dictionary(lines.enumerated().map { ($1.statement.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public func line(_ id: String) -> Line? { index[id].map { lines[$0] } }

    /// Open and unverified ones: each needs a tick before the release is signed.
    public var needingTick: [Line] { lines.filter(\.statement.needsTick) }

    /// All files in order of their paths, each part with its length before it, so that no two sets give equal bytes.
    public static func framed(_ files: [ContentFile]) -> [UInt8] {
        var bytes: [UInt8] = []
        for file in files.sorted(by: { $0.path < $1.path }) {
            for part in [Array(file.path.utf8), file.bytes] {
                bytes += Array("\(part.count):".utf8)
                bytes += part
            }
        }
        return bytes
    }

    /// Takes apart what ``framed(_:)`` put together; `nil` for anything else.
    public static func files(framed bytes: [UInt8]) -> [ContentFile]? {
        var parts: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let colon = rest.firstIndex(of: UInt8(ascii: ":")), colon - rest.startIndex <= 9,
                let count = Int(String(decoding: rest[..<colon], as: UTF8.self)), count >= 0,
                rest.endIndex - colon - 1 >= count
            else { return nil }
            parts.append(Array(rest[(colon + 1)...].prefix(count)))
            rest = rest[(colon + 1 + count)...]
        }
        guard parts.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: parts.count, by: 2).map {
            ContentFile(path: String(decoding: parts[$0], as: UTF8.self), bytes: parts[$0 + 1])
        }
    }
}

extension ReleaseSet {
    /// The statements as they were signed, to be kept with the signature.
    public var snapshot: JSON {
        .object([
            JSON.Member("release", .string(name)), JSON.Member("hash", .string(hash)),
            JSON.Member("statements", .array(lines.map(\.json))),
        ])
    }

    /// Reads what ``snapshot`` wrote; `nil` for anything else.
    public init?(snapshot: JSON) {
        guard let name = snapshot["release"]?.string, let hash = snapshot["hash"]?.string,
            let array = snapshot["statements"]?.array
        else { return nil }
        let lines = array.compactMap { Line($0) }
        guard lines.count == array.count else { return nil }
        self.init(name: name, hash: hash, lines: lines)
    }
}

extension ReleaseSet.Line {
    var json: JSON {
        .object([
            JSON.Member("id", .string(statement.id)), JSON.Member("kind", .string(statement.kind.rawValue)),
            JSON.Member("text", .string(statement.text)), JSON.Member("level", .optional(statement.level?.rawValue)),
            JSON.Member("source", .optional(statement.source)), JSON.Member("revised", .optional(statement.revised)),
            JSON.Member("place", .string(statement.place)), JSON.Member("hash", .string(hash)),
        ])
    }

    init?(_ json: JSON) {
        guard let id = json["id"]?.string, let kind = json["kind"]?.string, let text = json["text"]?.string,
            let kind = ContentStatement.Kind(rawValue: kind), let hash = json["hash"]?.string
        else { return nil }
        self.hash = hash
        statement = ContentStatement(
            id: id, kind: kind, text: text, level: json["level"]?.string.flatMap { Verification(rawValue: $0) },
            source: json["source"]?.string, revised: json["revised"]?.string, place: json["place"]?.string ?? "")
    }
}
