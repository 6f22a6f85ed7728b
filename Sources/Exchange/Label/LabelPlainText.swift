/// A label as plain text, for the command line and for comparing.
public enum LabelPlainText {
    /// One line for each paragraph, item, row and note.
    public static func lines(_ block: LabelBlock) -> [String] {
        switch block {
        case .paragraph(let text): [text]
        case .list(let items): list(items)
        case .table(let table): lines(table)
        case .note(let note): [line(note)]
        }
    }

    static func list(_ items: [LabelItem]) -> [String] {
        items.map { item in
            String(repeating: "  ", count: item.level) + (item.number.map { "\($0). " } ?? "- ") + item.text
        }
    }

    static func line(_ note: LabelNote) -> String { note.mark.isEmpty ? note.text : "\(note.mark) \(note.text)" }

    /// Caption, rows with ` | ` between the cells, notes, then the tables inside it.
    public static func lines(_ table: LabelTable) -> [String] {
        var lines = table.caption.isEmpty ? [] : [table.caption]
        for (index, row) in table.rows.enumerated() {
            lines.append(
                "| " + row.map { $0.text.split(separator: "\n").joined(separator: " / ") }.joined(separator: " | ")
                    + " |")
            if index + 1 == table.headerRows { lines.append("|" + row.map { _ in "---|" }.joined()) }
        }
        lines += table.notes.map(line)
        for (index, inner) in table.nested.enumerated() {
            lines.append("[table \(LabelTextReader.letter(index + 1))]")
            lines += Self.lines(inner).map { "  " + $0 }
        }
        return lines
    }

    public static func lines(_ section: LabelSection) -> [String] { section.blocks.flatMap { lines($0) } }
}
