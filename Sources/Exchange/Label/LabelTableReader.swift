/// Reads one table into a rectangular grid.
struct LabelTableReader {
    private let element: MarkupElement
    private let footnotes: [MarkupElement]

    /// Most cells of one table, spans spread out.
    static let mostCells = 50_000
    static let mostColumns = 200

    init(_ element: MarkupElement) {
        self.element = element
        footnotes = LabelTextReader.footnotes(in: element)
    }

    func table() throws(LabelError) -> LabelTable {
        var nested: [LabelTable] = []
        let head = element.all("thead").flatMap { $0.all("tr") }
        let foot = element.all("tfoot").flatMap { $0.all("tr") }
        let body = element.all("tbody").flatMap { $0.all("tr") } + element.all("tr")
        var rows = try grid(head, isHead: true, &nested)
        let headerRows = rows.count
        rows += try grid(body, isHead: false, &nested)
        let width = rows.map(\.count).max() ?? 0
        let empty = LabelTable.Cell(text: "", isHeader: false, isSpanned: false)
        rows = rows.map { $0 + Array(repeating: empty, count: width - $0.count) }
        var notes: [LabelNote] = []
        for row in foot {
            var words: [String] = []
            for cell in row.elements { words.append(try text(cell, &nested)) }
            let text = words.filter { !$0.isEmpty }.joined(separator: " ")
            if !text.isEmpty { notes.append(LabelNote(mark: "", text: text)) }
        }
        let reader = LabelTextReader(scope: element, footnotes: footnotes, isCell: true)
        let caption = try element.first("caption").map { caption throws(LabelError) in try text(caption, &nested) }
        return LabelTable(
            caption: caption ?? "", headerRows: headerRows, rows: rows, notes: notes + reader.notes(), nested: nested)
    }

    /// Spreads spans over the cells they cover; a span never leaves its group of rows.
    private func grid(
        _ rows: [MarkupElement], isHead: Bool, _ nested: inout [LabelTable]
    ) throws(LabelError) -> [[LabelTable.Cell]] {
        var grid: [[LabelTable.Cell?]] = Array(repeating: [], count: rows.count)
        var count = 0
        for (index, row) in rows.enumerated() {
            var column = 0
            for cell in row.elements where cell.name == "td" || cell.name == "th" {
                while grid[index].indices.contains(column), grid[index][column] != nil { column += 1 }
                let wide = Self.span(cell.attributes["colspan"])
                let high = min(Self.span(cell.attributes["rowspan"]), rows.count - index)
                count += wide * high
                guard column + wide <= Self.mostColumns, count <= Self.mostCells else {
                    throw .notALabel(
                        "a table has more than \(Self.mostColumns) columns or \(Self.mostCells) cells")
                }
                let text = try text(cell, &nested)
                for line in index..<(index + high) {
                    while grid[line].count < column + wide { grid[line].append(nil) }
                    for place in column..<(column + wide) where grid[line][place] == nil {
                        grid[line][place] = LabelTable.Cell(
                            text: text, isHeader: isHead || cell.name == "th",
                            isSpanned: line != index || place != column)
                    }
                }
                column += wide
            }
        }
        let empty = LabelTable.Cell(text: "", isHeader: isHead, isSpanned: false)
        return grid.map { $0.map { $0 ?? empty } }
    }

    /// A span of 1 for anything that is no whole number from 1.
    private static func span(_ text: String?) -> Int {
        guard let text, let value = Int(text), value >= 1 else { return 1 }
        return min(value, mostCells)
    }

    private func text(_ cell: MarkupElement, _ nested: inout [LabelTable]) throws(LabelError) -> String {
        var reader = LabelTextReader(
            scope: MarkupElement("cell", children: cell.children), footnotes: footnotes, isCell: true, nested: nested)
        let blocks = try reader.blocks()
        nested = reader.nested
        return blocks.map { block in
            switch block {
            case .paragraph(let text): text
            case .list(let items): LabelPlainText.list(items).joined(separator: "\n")
            case .table(let table): table.caption
            case .note(let note): note.mark
            }
        }.joined(separator: "\n")
    }
}
