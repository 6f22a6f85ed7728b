/// Reads the mixed content of a section or a cell into paragraphs, lists, tables and notes.
struct LabelTextReader {
    private let scope: MarkupElement
    /// Footnotes of this scope in reading order; their place gives the mark.
    private let footnotes: [MarkupElement]
    private var blocks_: [LabelBlock] = []
    private var line = ""
    /// Tables met while reading cells, for the table around them.
    private(set) var nested: [LabelTable] = []
    private let isCell: Bool

    init(scope: MarkupElement) {
        self.init(scope: scope, footnotes: Self.footnotes(in: scope), isCell: false)
    }

    init(scope: MarkupElement, footnotes: [MarkupElement], isCell: Bool, nested: [LabelTable] = []) {
        self.scope = scope
        self.footnotes = footnotes
        self.isCell = isCell
        self.nested = nested
    }

    /// Footnotes inside, those of tables left out: a table counts its own.
    static func footnotes(in element: MarkupElement) -> [MarkupElement] {
        element.elements.flatMap { child -> [MarkupElement] in
            if child.name == "footnote" { return [child] }
            return child.name == "table" ? [] : footnotes(in: child)
        }
    }

    mutating func blocks() throws(LabelError) -> [LabelBlock] {
        try read(scope)
        endLine()
        if !isCell { blocks_ += notes().map { .note($0) } }
        return blocks_
    }

    func notes() -> [LabelNote] {
        footnotes.enumerated().map { index, note in
            LabelNote(mark: "[\(index + 1)]", text: LabelInline.text(note))
        }
    }

    private mutating func endLine() {
        let text = LabelInline.tidy(line)
        if !text.isEmpty { blocks_.append(.paragraph(text)) }
        line = ""
    }

    private mutating func read(_ element: MarkupElement) throws(LabelError) {
        for child in element.children {
            switch child {
            case .text(let text): line += text
            case .element(let inner): try inline(inner)
            }
        }
    }

    private mutating func inline(_ element: MarkupElement) throws(LabelError) {
        switch element.name {
        case "paragraph", "caption":
            endLine()
            try read(element)
            endLine()
        case "br": line += "\n"
        case "list":
            endLine()
            let items = try items(element, level: 0)
            if !items.isEmpty { blocks_.append(.list(items)) }
        case "table":
            if isCell {
                nested.append(try LabelTableReader(element).table())
                line += " [table \(Self.letter(nested.count))] "
            } else {
                endLine()
                blocks_.append(.table(try LabelTableReader(element).table()))
            }
        case "footnote":
            if let index = footnotes.firstIndex(of: element) { line += "[\(index + 1)]" }
        case "footnoteRef":
            let id = element.attributes["IDREF"]
            let index = footnotes.firstIndex { $0.attributes["ID"] == id && id != nil }
            line += index.map { "[\($0 + 1)]" } ?? "[?]"
        case "renderMultiMedia": line += " [figure] "
        case "sup", "sub": line += LabelInline.text(element)
        default: try read(element)
        }
    }

    private mutating func items(_ list: MarkupElement, level: Int) throws(LabelError) -> [LabelItem] {
        let isOrdered = list.attributes["listType"] == "ordered"
        var items: [LabelItem] = []
        if let caption = list.first("caption")?.plainText, !caption.isEmpty {
            items.append(LabelItem(level: level, number: nil, text: caption))
        }
        for (index, item) in list.all("item").enumerated() {
            var reader = LabelTextReader(scope: item, footnotes: footnotes, isCell: true, nested: nested)
            let parts = try reader.blocks()
            nested = reader.nested
            var words: [String] = []
            var inside: [LabelItem] = []
            for part in parts {
                switch part {
                case .paragraph(let text): words.append(text)
                case .list(let more):
                    inside += more.map { LabelItem(level: $0.level + level + 1, number: $0.number, text: $0.text) }
                case .table, .note: break
                }
            }
            items.append(
                LabelItem(level: level, number: isOrdered ? index + 1 : nil, text: words.joined(separator: " ")))
            items += inside
        }
        // Tables in a list of running text stand after it; in a cell the table around it keeps them.
        if !isCell {
            blocks_ += nested.map { .table($0) }
            nested = []
        }
        return items
    }

    /// A, B … Z, then AA and so on.
    static func letter(_ count: Int) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        var text = ""
        var rest = count
        while rest > 0 {
            text = String(letters[(rest - 1) % 26]) + text
            rest = (rest - 1) / 26
        }
        return text
    }
}
