/// A statement's map in words: what it says first, then its values as the content writes them.
enum StatementText {
    static func render(_ entries: [(String, Tree)]) -> String {
        var lines: [String] = []
        for key in ["say", "what", "question"] {
            if let text = entries.first(where: { $0.0 == key })?.1.text { lines.append(text) }
        }
        let rest = entries.filter { !["id", "say", "what", "question", "note"].contains($0.0) || $0.1.text == nil }
        let short = rest.filter { !isTable($0.1) }.map { "\($0.0): \(line($0.1))" }
        if !short.isEmpty { lines.append(short.joined(separator: "; ")) }
        for (key, table) in rest where isTable(table) {
            lines.append("\(key):")
            lines += table.items.map { "- " + line($0) }
        }
        if let note = entries.first(where: { $0.0 == "note" })?.1.text { lines.append("note: \(note)") }
        return lines.joined(separator: "\n")
    }

    /// A list of maps, which reads best with one entry a line.
    private static func isTable(_ tree: Tree) -> Bool {
        !tree.items.isEmpty && tree.items.allSatisfy { if case .map = $0.kind { true } else { false } }
    }

    static func line(_ tree: Tree) -> String {
        switch tree.kind {
        case .text(let text): text
        case .list(let items): items.map { nested($0) }.joined(separator: ", ")
        case .map(let entries): entries.map { "\($0.key): \(nested($0.value))" }.joined(separator: ", ")
        }
    }

    private static func nested(_ tree: Tree) -> String {
        if case .text(let text) = tree.kind { text } else { "(\(line(tree)))" }
    }

    /// FNV-1a over the words: names an entry that has no name, wherever it stands in its list.
    static func shortHash(_ text: String) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
