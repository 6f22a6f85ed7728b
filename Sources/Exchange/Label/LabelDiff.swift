/// What a newer version of a label says differently.
public struct LabelDiff: Sendable, Equatable {
    public enum Kind: String, Sendable { case added, removed, changed }

    public struct SectionChange: Sendable, Equatable {
        public let kind: Kind
        /// Number and title.
        public let title: String
        /// Lines of text, tables aside, that are gone and that are new.
        public let removed: [String]
        public let added: [String]
    }

    public struct TableChange: Sendable, Equatable {
        public let kind: Kind
        /// Title of the section it stands in.
        public let section: String
        public let caption: String
        public let cells: [CellChange]
        /// First cells of rows that are new, and of rows that are gone.
        public let addedRows: [String]
        public let removedRows: [String]
    }

    public struct CellChange: Sendable, Equatable {
        /// First cell of the row.
        public let row: String
        /// Heading of the column, or its number from 1 when it has none.
        public let column: String
        public let before: String
        public let after: String

        public init(row: String, column: String, before: String, after: String) {
            self.row = row
            self.column = column
            self.before = before
            self.after = after
        }
    }

    public let sections: [SectionChange]
    public let tables: [TableChange]

    public var isEmpty: Bool { sections.isEmpty && tables.isEmpty }

    /// Sections are paired by their number, or by code and title where they have none; tables by their number, or
    /// their caption, or their place in the section.
    public static func between(_ old: LabelDocument, _ new: LabelDocument) -> LabelDiff {
        let before = keyed(old.allSections, sectionKey)
        let after = keyed(new.allSections, sectionKey)
        var sections: [SectionChange] = []
        for (key, section) in after {
            guard let other = before.first(where: { $0.0 == key })?.1 else {
                sections.append(change(.added, section, removed: [], added: text(section)))
                continue
            }
            let (gone, come) = lines(text(other), text(section))
            if !gone.isEmpty || !come.isEmpty || other.title != section.title {
                sections.append(change(.changed, section, removed: gone, added: come))
            }
        }
        for (key, section) in before where !after.contains(where: { $0.0 == key }) {
            sections.append(change(.removed, section, removed: text(section), added: []))
        }
        return LabelDiff(sections: sections, tables: tables(before: before, after: after))
    }

    private static func tables(
        before: [(String, LabelSection)], after: [(String, LabelSection)]
    ) -> [TableChange] {
        let old = keyedTables(before)
        let new = keyedTables(after)
        var changes: [TableChange] = []
        for (key, section, table) in new {
            guard let other = old.first(where: { $0.0 == key })?.2 else {
                changes.append(TableChange(.added, section, table))
                continue
            }
            if other != table { changes.append(TableChange(section, before: other, after: table)) }
        }
        for (key, section, table) in old where !new.contains(where: { $0.0 == key }) {
            changes.append(TableChange(.removed, section, table))
        }
        return changes
    }

    private static func keyedTables(_ sections: [(String, LabelSection)]) -> [(String, LabelSection, LabelTable)] {
        let all = sections.flatMap { key, section in
            section.tables.map { table -> (String, LabelSection, LabelTable) in
                let name = table.number.map { "Table \($0)" } ?? (key + "/" + table.caption)
                return (name, section, table)
            }
        }
        return zip(keyed(all.map { $0 }, { $0.0 }).map(\.0), all).map { ($0, $1.1, $1.2) }
    }

    private static func sectionKey(_ section: LabelSection) -> String {
        section.number.isEmpty ? section.code + section.title : section.number
    }

    /// Equal keys get a count, so that every key stands once.
    private static func keyed<Value>(_ values: [Value], _ key: (Value) -> String) -> [(String, Value)] {
        var uses: [String: Int] = [:]
        return values.map { value in
            let name = key(value)
            uses[name, default: 0] += 1
            return (name + "#\(uses[name] ?? 1)", value)
        }
    }

    private static func change(
        _ kind: Kind, _ section: LabelSection, removed: [String], added: [String]
    ) -> SectionChange {
        SectionChange(kind: kind, title: section.title, removed: removed, added: added)
    }

    private static func text(_ section: LabelSection) -> [String] {
        section.blocks.flatMap { block -> [String] in
            if case .table = block { [] } else { LabelPlainText.lines(block) }
        }
    }

    private static func lines(_ old: [String], _ new: [String]) -> (removed: [String], added: [String]) {
        var removed: [String] = []
        var added: [String] = []
        for change in new.difference(from: old) {
            switch change {
            case .remove(_, let line, _): removed.append(line)
            case .insert(_, let line, _): added.append(line)
            }
        }
        return (removed.reversed(), added)
    }
}

extension LabelDiff.TableChange {
    init(_ kind: LabelDiff.Kind, _ section: LabelSection, _ table: LabelTable) {
        self.init(
            kind: kind, section: section.title, caption: table.caption, cells: [], addedRows: [], removedRows: [])
    }

    /// Rows are paired by their first cell; the cells of a pair are compared one by one.
    init(_ section: LabelSection, before: LabelTable, after: LabelTable) {
        let old = Self.rows(before)
        let new = Self.rows(after)
        var cells: [LabelDiff.CellChange] = []
        for (key, row) in new {
            guard let other = old.first(where: { $0.0 == key })?.1 else { continue }
            for column in 0..<max(row.count, other.count) {
                let was = other.indices.contains(column) ? other[column].text : ""
                let now = row.indices.contains(column) ? row[column].text : ""
                guard was != now else { continue }
                let heading = after.heading(of: column)
                cells.append(
                    LabelDiff.CellChange(
                        row: row.first?.text ?? "", column: heading.isEmpty ? "\(column + 1)" : heading, before: was,
                        after: now))
            }
        }
        func only(_ rows: [(String, [LabelTable.Cell])], _ others: [(String, [LabelTable.Cell])]) -> [String] {
            rows.filter { row in !others.contains { $0.0 == row.0 } }.map { $0.1.first?.text ?? "" }
        }
        let notes = before.notes != after.notes
        if notes {
            cells.append(
                LabelDiff.CellChange(
                    row: "notes", column: "", before: before.notes.map(LabelPlainText.line).joined(separator: "\n"),
                    after: after.notes.map(LabelPlainText.line).joined(separator: "\n")))
        }
        self.init(
            kind: .changed, section: section.title, caption: after.caption, cells: cells, addedRows: only(new, old),
            removedRows: only(old, new))
    }

    private static func rows(_ table: LabelTable) -> [(String, [LabelTable.Cell])] {
        var uses: [String: Int] = [:]
        return table.rows.map { row in
            let name = row.first?.text ?? ""
            uses[name, default: 0] += 1
            return ("\(name)#\(uses[name] ?? 1)", row)
        }
    }
}
