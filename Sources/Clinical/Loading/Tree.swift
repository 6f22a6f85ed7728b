import Yams

/// A YAML document as text with places; no value has been interpreted yet.
///
/// YAML's own reading of `no`, `12:30` or `010` is not used: every scalar stays the text that was written.
struct Tree {
    enum Kind {
        case text(String)
        case list([Tree])
        case map([(key: String, place: Place, value: Tree)])
    }

    let kind: Kind
    let place: Place

    var text: String? { if case .text(let text) = kind { text } else { nil } }

    /// What this is, in words for a message.
    var kindName: String {
        switch kind {
        case .text(let text): text.isEmpty ? "nothing" : "\"\(text)\""
        case .list: "a list"
        case .map: "a map"
        }
    }
}

extension Tree {
    /// Largest content file that is read, in bytes.
    static let largestFile = 2_000_000
    private static let deepest = 24

    /// Reads a file strictly: UTF-8, no tabs, no anchors or aliases, no duplicate keys, one document.
    ///
    /// - Returns: `nil` after faults were logged.
    static func read(_ file: ContentFile, log: FaultLog) -> Tree? {
        let start = Place(file: file.path, line: 1, column: 1)
        guard file.bytes.count <= largestFile else {
            log.add("too-large", "the file has \(file.bytes.count) bytes; at most \(largestFile) are read", at: start)
            return nil
        }
        guard let text = String(validating: file.bytes, as: UTF8.self) else {
            log.add("not-utf8", "the file is not valid UTF-8; save it as UTF-8", at: start)
            return nil
        }
        guard scanForbidden(file, log: log) else { return nil }
        do {
            let parser = try Parser(yaml: text)
            guard let node = try parser.singleRoot() else {
                log.add("empty", "the file holds nothing; expected a map", at: start)
                return nil
            }
            // Nodes hold their anchors weakly; the parser keeps them until they have been looked for.
            return withExtendedLifetime(parser) {
                convert(node, file: file.path, fallback: start, depth: 0, log: log)
            }
        } catch let error as YamlError {
            report(error, file: file.path, log: log)
            return nil
        } catch {
            log.add("yaml", "the file cannot be read as YAML", at: start)
            return nil
        }
    }

    private static func report(_ error: YamlError, file: String, log: FaultLog) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            let place = Place(file: file, line: mark.line, column: mark.column)
            log.add("yaml", "this is not valid YAML: \(problem)", at: place)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let place = Place(file: file, line: context.mark.line, column: context.mark.column)
            log.add("duplicate-key", "the key \(duplicates.joined(separator: ", ")) stands twice in one map", at: place)
        default:
            log.add("yaml", "this is not valid YAML", at: Place(file: file, line: 1, column: 1))
        }
    }

    private static func convert(_ node: Node, file: String, fallback: Place, depth: Int, log: FaultLog) -> Tree? {
        let place = node.mark.map { Place(file: file, line: $0.line, column: $0.column) } ?? fallback
        guard depth <= deepest else {
            log.add("too-deep", "nested deeper than \(deepest) levels", at: place)
            return nil
        }
        // Yams has already put a copy in place of each alias; only the anchor still shows.
        guard node.anchor == nil else {
            log.add("alias", "anchors and aliases are not allowed; write the value again", at: place)
            return nil
        }
        switch node {
        case .scalar(let scalar):
            return Tree(kind: .text(scalar.string), place: place)
        case .sequence(let sequence):
            let children = sequence.compactMap {
                convert($0, file: file, fallback: place, depth: depth + 1, log: log)
            }
            return Tree(kind: .list(children), place: place)
        case .mapping(let mapping):
            var entries: [(key: String, place: Place, value: Tree)] = []
            for (key, value) in mapping {
                guard let name = key.scalar?.string else {
                    log.add("key", "a key must be plain text", at: place)
                    continue
                }
                let keyPlace = key.mark.map { Place(file: file, line: $0.line, column: $0.column) } ?? place
                guard let child = convert(value, file: file, fallback: keyPlace, depth: depth + 1, log: log) else {
                    continue
                }
                entries.append((name, keyPlace, child))
            }
            return Tree(kind: .map(entries), place: place)
        case .alias:
            log.add("alias", "anchors and aliases are not allowed; write the value again", at: place)
            return nil
        }
    }

    /// Tabs, anchors and aliases are found in the bytes, before YAML expands them.
    private static func scanForbidden(_ file: ContentFile, log: FaultLog) -> Bool {
        var clean = true
        var line = 1
        var column = 1
        var quote: UInt8?
        var comment = false
        var previous = UInt8(ascii: "\n")
        // What stood before the run of spaces: an anchor or alias can only follow a key, a dash or a bracket.
        var before = UInt8(ascii: "\n")
        for (index, byte) in file.bytes.enumerated() {
            if byte == 0x09 {
                log.add(
                    "tab", "a tab stands here; indent with spaces",
                    at: Place(file: file.path, line: line, column: column))
                clean = false
            }
            if byte == UInt8(ascii: "\n") {
                comment = false
                line += 1
                column = 0
            } else if comment {
            } else if let open = quote {
                if byte == open, previous != UInt8(ascii: "\\") || open == UInt8(ascii: "'") { quote = nil }
            } else if byte == UInt8(ascii: "#"), previous == UInt8(ascii: " ") || previous == UInt8(ascii: "\n") {
                comment = true
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"), opensValue(before) {
                quote = byte
            } else if byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*"), opensValue(before),
                index + 1 < file.bytes.count, isNameByte(file.bytes[index + 1])
            {
                log.add(
                    "alias", "anchors and aliases are not allowed; write the value again or quote it",
                    at: Place(file: file.path, line: line, column: column))
                clean = false
            }
            if byte != UInt8(ascii: " ") { before = byte }
            previous = byte
            column += 1
        }
        return clean
    }

    private static func opensValue(_ byte: UInt8) -> Bool { "\n:-[{,?".utf8.contains(byte) }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
