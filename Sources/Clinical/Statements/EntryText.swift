/// Writes an entry in the content's own form, so that a person can change its numbers and give it back.
enum EntryText {
    /// One map in flow style; a list of maps gets a line for each. Source, level and note are left out: whoever reads
    /// the entry in the label gives new ones.
    static func write(_ tree: Tree) -> String {
        let members = tree.entries.filter { !["from", "level", "note"].contains($0.key) }.map { entry in
            if !entry.value.items.isEmpty, entry.value.items.allSatisfy({ !$0.entries.isEmpty }) {
                let lines = entry.value.items.map { "    " + flow($0) }
                return "\(entry.key): [\n" + lines.joined(separator: ",\n") + "\n  ]"
            }
            return "\(entry.key): \(flow(entry.value))"
        }
        return "{ " + members.joined(separator: ",\n  ") + " }"
    }

    private static func flow(_ tree: Tree) -> String {
        switch tree.kind {
        case .text(let text): scalar(text)
        case .list(let items): "[" + items.map(flow).joined(separator: ", ") + "]"
        case .map(let entries):
            "{ " + entries.map { "\($0.key): \(flow($0.value))" }.joined(separator: ", ") + " }"
        }
    }

    /// Plain where that cannot be read in another way, else in double quotes.
    private static func scalar(_ text: String) -> String {
        let isPlain =
            text.first.map { $0.isLetter || $0.isNumber } ?? false
            && text.utf8.allSatisfy { byte in
                !"\n\t\\\"'{}[],:#".utf8.contains(byte)
            } && text.last != " "
        if isPlain { return text }
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
        return "\"" + escaped + "\""
    }
}
