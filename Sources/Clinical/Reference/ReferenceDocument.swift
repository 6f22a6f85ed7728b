public import JSONText

/// One page of the reference as search sees it: names and lines of text. Also what a browser searches offline.
public struct ReferenceDocument: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case reaction, management, therapy, topic
    }

    /// The file without its ending, for example `reference/ivig`; statement ids begin with it.
    public let id: String
    public let kind: Kind
    public let title: String
    /// Other names: brand, abbreviation, everyday words.
    public let aliases: [String]
    public let lines: [Line]

    public struct Line: Sendable {
        /// The statement's id, which is its anchor on the page.
        public let id: String
        public let text: String
        /// `label · Dec 2025 · §2.1`; empty for what is open.
        public let source: String
        /// A level of ``Verification``, or `open`.
        public let level: String
    }

    /// Path of the page on a server.
    public var address: String { ReferenceAddress.page(ofFile: id) ?? "/reference" }
}

/// Where on the pages a statement stands.
public enum ReferenceAddress {
    /// The page that shows a content file, named without its ending; `nil` for files no page shows whole.
    public static func page(ofFile file: String) -> String? {
        let parts = file.split(separator: "/", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        return switch parts[0] {
        case "therapies", "toxicities", "management": "/reference/" + file
        case "reference": "/reference/topics/" + parts[1]
        default: nil
        }
    }

    /// The place of one statement, by its id.
    public static func line(_ statement: String) -> String? {
        page(ofFile: String(statement.prefix { $0 != ":" })).map { $0 + "#" + statement }
    }
}

extension ContentLibrary {
    /// Every page of the reference: reactions, management, therapies, topics.
    public var documents: [ReferenceDocument] {
        var lines: [String: [ReferenceDocument.Line]] = [:]
        var titles: [String: String] = [:]
        var files: [String] = []
        for statement in statements {
            if lines[statement.file] == nil { files.append(statement.file) }
            lines[statement.file, default: []] += line(statement)
            if statement.path.isEmpty { titles[statement.file] = title(inHead: statement.text) }
        }
        return files.compactMap { file in
            let name = String(file.drop { $0 != "/" }.dropFirst())
            let extra = names.pages[file] ?? []
            func document(_ kind: ReferenceDocument.Kind, _ title: String, _ aliases: [String]) -> ReferenceDocument {
                ReferenceDocument(
                    id: file, kind: kind, title: title, aliases: aliases + extra, lines: lines[file] ?? [])
            }
            switch file.prefix(while: { $0 != "/" }) {
            case "therapies":
                return allTherapies.first { $0.id == name }.map { therapy in
                    let names = [therapy.names.generic, therapy.names.brand]
                    return document(.therapy, therapy.names.tallMan, names + therapy.targets + [therapy.drugClass])
                }
            case "toxicities":
                return toxicity(name).map { document(.reaction, $0.name, [$0.abbreviation, $0.id]) }
            case "reference": return topic(name).map { document(.topic, $0.title, $0.aliases + [$0.id]) }
            case "management": return document(.management, titles[file] ?? "Management: \(name)", ["manage \(name)"])
            default: return nil
            }
        }
    }

    private func line(_ statement: ContentStatement) -> [ReferenceDocument.Line] {
        guard statement.kind != .frame else { return [] }
        var mark: [String] = []
        if let level = statement.level { mark.append(level.rawValue) }
        if let revised = statement.revised { mark.append(Citation.monthAndYear(revised)) }
        if statement.kind == .sourced, !statement.place.isEmpty { mark.append(statement.place) }
        return [
            ReferenceDocument.Line(
                id: statement.id, text: statement.say ?? statement.text, source: mark.joined(separator: " · "),
                level: statement.level?.rawValue ?? "open")
        ]
    }

    /// `title: …` of a file's own head.
    private func title(inHead text: String) -> String? {
        for part in text.split(whereSeparator: { $0 == ";" || $0 == "\n" }) {
            let words = part.drop { $0 == " " }
            if words.hasPrefix("title: ") { return String(words.dropFirst("title: ".count)) }
        }
        return nil
    }

    /// All of it as compact JSON: `{release, date, ignored: [], synonyms: [[]], documents: [{id, title, kind, address,
    /// aliases: [], sections: [{id, text, source, level}]}]}`.
    public var documentsJSON: JSON {
        .object([
            JSON.Member("release", .string(release.id)), JSON.Member("date", .string(release.date.iso)),
            JSON.Member("ignored", .strings(names.ignored)),
            JSON.Member("synonyms", .array(names.synonyms.map { .strings($0) })),
            JSON.Member("documents", .array(documents.map(\.json))),
        ])
    }
}

extension ReferenceDocument {
    public var json: JSON {
        .object([
            JSON.Member("id", .string(id)), JSON.Member("title", .string(title)),
            JSON.Member("kind", .string(kind.rawValue)), JSON.Member("address", .string(address)),
            JSON.Member("aliases", .strings(aliases)), JSON.Member("sections", .array(lines.map(\.json))),
        ])
    }
}

extension ReferenceDocument.Line {
    public var json: JSON {
        .object([
            JSON.Member("id", .string(id)), JSON.Member("text", .string(text)), JSON.Member("source", .string(source)),
            JSON.Member("level", .string(level)),
        ])
    }
}
