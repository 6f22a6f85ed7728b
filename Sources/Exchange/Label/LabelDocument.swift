public import Clinical

/// An official drug label (structured product labeling, HL7 v3) as a person reads it: sections and tables in order.
public struct LabelDocument: Sendable, Equatable {
    /// The same for all versions of one product's label.
    public let setID: String
    /// Counts up with each revision.
    public let version: Int
    /// The label's effective time: its revision date.
    public let revised: Day
    public let title: String
    /// Product names and generic names, each once.
    public let products: [String]
    public let sections: [LabelSection]

    /// Sections and those inside them, in reading order.
    public var allSections: [LabelSection] { sections.flatMap(\.withSubsections) }
}

/// One section of a label.
public struct LabelSection: Sendable, Equatable {
    public let id: String
    /// LOINC code of the kind of section, for example the one for dosage and administration; may be empty.
    public let code: String
    public let codeName: String
    /// The number its title begins with, for example `2.4`; empty when it has none.
    public let number: String
    public let title: String
    public let blocks: [LabelBlock]
    public let sections: [LabelSection]

    public var withSubsections: [LabelSection] { [self] + sections.flatMap(\.withSubsections) }

    /// Its own tables, without those of sections inside it.
    public var tables: [LabelTable] { blocks.compactMap { if case .table(let table) = $0 { table } else { nil } } }
}

/// A piece of a section, in reading order.
public enum LabelBlock: Sendable, Equatable {
    case paragraph(String)
    case list([LabelItem])
    case table(LabelTable)
    /// A footnote of the text around it.
    case note(LabelNote)
}

/// One entry of a list.
public struct LabelItem: Sendable, Equatable {
    /// 0 for the outermost list.
    public let level: Int
    /// Its number in an ordered list, from 1; `nil` for a bullet.
    public let number: Int?
    public let text: String

    public init(level: Int, number: Int?, text: String) {
        self.level = level
        self.number = number
        self.text = text
    }
}

/// A footnote with the mark it has in the text, for example `[1]`; a table's foot line has none.
public struct LabelNote: Sendable, Equatable {
    public let mark: String
    public let text: String

    public init(mark: String, text: String) {
        self.mark = mark
        self.text = text
    }
}

/// A table as a rectangular grid: spans are spread over every cell they cover.
public struct LabelTable: Sendable, Equatable {
    public struct Cell: Sendable, Equatable {
        public let text: String
        public let isHeader: Bool
        /// Covered by a cell above or to the left that spans it; the text is that cell's.
        public let isSpanned: Bool
    }

    public let caption: String
    /// How many of the first rows are headings.
    public let headerRows: Int
    /// Every row has as many cells as the widest.
    public let rows: [[Cell]]
    public let notes: [LabelNote]
    /// Tables that stand inside its cells, in reading order; the cell says `[table A]`, `[table B]` and so on.
    public let nested: [LabelTable]

    public var columns: Int { rows.first?.count ?? 0 }

    /// The number in its caption, for example 3 of `Table 3: …`.
    public var number: Int? { LabelPlace(caption).table }

    /// The headings above a column, from the top, each once.
    public func heading(of column: Int) -> String {
        var parts: [String] = []
        for row in rows.prefix(headerRows) where row.indices.contains(column) {
            let text = row[column].text
            if !text.isEmpty, parts.last != text { parts.append(text) }
        }
        return parts.joined(separator: " / ")
    }
}

/// Why a file is not a label that can be read.
public enum LabelError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Refused before it was read as XML: size, encoding, a document type or an entity.
    case refused(String)
    /// Not well-formed, or beyond a limit. Line counts from 1.
    case malformed(line: Int, String)
    /// XML, but not a structured product label.
    case notALabel(String)

    public var code: String {
        switch self {
        case .refused: "label.refused"
        case .malformed: "label.malformed"
        case .notALabel: "label.not-a-label"
        }
    }

    public var description: String {
        switch self {
        case .refused(let reason): "the label file is refused: \(reason)"
        case .malformed(let line, let reason):
            "the label file cannot be read at line \(line): \(reason); download it again"
        case .notALabel(let reason):
            "the file is no structured product label (HL7 v3): \(reason); download the XML of the label itself"
        }
    }
}
