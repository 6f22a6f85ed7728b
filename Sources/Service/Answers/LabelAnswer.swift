import Clinical
public import Exchange
import JSONText
public import Practice

/// What `stepwell label read FILE` says: a label's sections and tables, and the statements beside them.
public enum LabelAnswer {
    /// - Parameters:
    ///   - release: The content to show beside the label; `nil` shows the label alone.
    ///   - therapy: Id of the therapy, known in the release.
    public static func run(
        _ label: LabelDocument, release: ReleaseSet? = nil, therapy: String? = nil
    ) -> Answer {
        var beside: [StatementBeside] = []
        if let release, let therapy {
            beside = StatementBeside.all(release, therapy: therapy, label: label)
        }
        var members = [
            JSON.Member("setID", .string(label.setID)), JSON.Member("version", .int(label.version)),
            JSON.Member("revised", .day(label.revised)), JSON.Member("title", .string(label.title)),
            JSON.Member("products", .strings(label.products)),
            JSON.Member("sections", .array(label.sections.map(JSON.section))),
        ]
        if therapy != nil { members.append(JSON.Member("statements", .array(beside.map(JSON.beside)))) }
        var lines = [
            label.title, "set \(label.setID), version \(label.version), revised \(label.revised)",
            label.products.joined(separator: ", "),
        ]
        for section in label.allSections {
            lines += ["", "## " + (section.title.isEmpty ? section.codeName : section.title)]
            lines += LabelPlainText.lines(section)
            lines += beside.filter { $0.spot?.section == section }.flatMap(Self.lines)
        }
        let lost = beside.filter { $0.spot == nil }
        if !lost.isEmpty { lines += ["", "## Not found in this label"] + lost.flatMap(Self.lines) }
        return Answer(json: .object(members), text: lines.joined(separator: "\n"))
    }

    private static func lines(_ beside: StatementBeside) -> [String] {
        let statement = beside.line.statement
        let marks = [
            statement.kind == .open ? "open" : statement.level?.rawValue, beside.flag?.rawValue,
            beside.spot?.isGuess ?? false ? "place guessed" : nil,
        ].compactMap { $0 }
        return [">> [\(marks.joined(separator: ", "))] \(statement.id)"]
            + statement.text.split(separator: "\n").map { ">>   \($0)" }
            + [">>   " + (statement.cited.isEmpty ? "no source" : statement.cited)]
    }
}

extension JSON {
    static func section(_ section: LabelSection) -> JSON {
        .object([
            Member("id", .string(section.id)), Member("code", .string(section.code)),
            Member("codeName", .string(section.codeName)), Member("number", .string(section.number)),
            Member("title", .string(section.title)), Member("blocks", .array(section.blocks.map(block))),
            Member("sections", .array(section.sections.map(JSON.section))),
        ])
    }

    private static func block(_ block: LabelBlock) -> JSON {
        switch block {
        case .paragraph(let text): .object([Member("paragraph", .string(text))])
        case .list(let items):
            .object([
                Member(
                    "list",
                    .array(
                        items.map {
                            .object([
                                Member("level", .int($0.level)), Member("number", .optional($0.number)),
                                Member("text", .string($0.text)),
                            ])
                        }))
            ])
        case .table(let table): .object([Member("table", self.table(table))])
        case .note(let note): .object([Member("note", self.note(note))])
        }
    }

    private static func note(_ note: LabelNote) -> JSON {
        .object([Member("mark", .string(note.mark)), Member("text", .string(note.text))])
    }

    private static func table(_ table: LabelTable) -> JSON {
        .object([
            Member("number", .optional(table.number)), Member("caption", .string(table.caption)),
            Member("headerRows", .int(table.headerRows)),
            Member("rows", .array(table.rows.map { .strings($0.map(\.text)) })),
            Member("notes", .array(table.notes.map(note))),
            Member("nested", .array(table.nested.map { self.table($0) })),
        ])
    }

    static func beside(_ beside: StatementBeside) -> JSON {
        .object([
            Member("statement", .statement(beside.line.statement)), Member("flag", .optional(beside.flag?.rawValue)),
            Member("section", .optional(beside.spot?.section.number)),
            Member("table", .optional(beside.spot?.table?.number)),
            Member("guessed", .bool(beside.spot?.isGuess ?? false)),
        ])
    }
}
