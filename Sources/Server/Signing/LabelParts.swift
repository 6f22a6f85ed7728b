import Clinical
import Exchange
import Mustache
import Practice
import Service

/// A section of a label with its tables, as it stands beside the statements.
struct LabelPart: MustacheParent, Sendable {
    let section: LabelSection
    var isGuess = false
    var anchor = ""
    var statements: [StatementRow] = []

    func child(named name: String) -> Any? {
        switch name {
        case "sectionTitle": section.title.isEmpty ? section.codeName : section.title
        case "sectionAnchor": anchor
        case "guess": isGuess
        case "blocks": section.blocks.map { LabelBlockView(block: $0) }
        case "statements": statements
        case "hasStatements": !statements.isEmpty
        case "isEmpty": section.blocks.isEmpty
        default: nil
        }
    }
}

/// One paragraph, list, table or footnote of a label.
struct LabelBlockView: MustacheParent, Sendable {
    let block: LabelBlock

    func child(named name: String) -> Any? {
        switch (name, block) {
        case ("paragraph", .paragraph(let text)): text
        case ("note", .note(let note)): "\(note.mark) \(note.text)"
        case ("listed", .list): [LabelPlainText.lines(block)]
        case ("labelTables", .table(let table)): Self.flattened(table)
        default: nil
        }
    }

    /// The table and those inside its cells, one after the other.
    static func flattened(_ table: LabelTable) -> [LabelTableView] {
        [LabelTableView(table: table)] + table.nested.flatMap { flattened($0) }
    }
}

/// A label's table, cell by cell.
struct LabelTableView: MustacheParent, Sendable {
    let table: LabelTable

    private struct Row: MustacheParent {
        let cells: [LabelTable.Cell]
        let isHeader: Bool

        func child(named name: String) -> Any? {
            switch name {
            case "cells": cells.map { Cell(cell: $0, isHeader: isHeader || $0.isHeader) }
            default: nil
            }
        }
    }

    private struct Cell: MustacheParent {
        let cell: LabelTable.Cell
        let isHeader: Bool

        func child(named name: String) -> Any? {
            switch name {
            case "lines": cell.text.split(separator: "\n").map(String.init)
            case "head": isHeader
            case "data": !isHeader
            case "spanned": cell.isSpanned
            default: nil
            }
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "caption": table.caption.isEmpty ? "Table of the label" : table.caption
        case "headRows": table.rows.prefix(table.headerRows).map { Row(cells: $0, isHeader: true) }
        case "bodyRows": table.rows.dropFirst(table.headerRows).map { Row(cells: $0, isHeader: false) }
        case "tableNotes": table.notes.map { $0.mark.isEmpty ? $0.text : "\($0.mark) \($0.text)" }
        default: nil
        }
    }
}

/// The label of one therapy: what is on file, what changed, its sections with the statements beside them.
struct LabelPage: MustacheParent, Sendable {
    let title: String
    let action: String
    let view: LabelView?
    let parts: [LabelPart]
    let lost: [StatementRow]
    let hidden: [FormField]
    let mayLoad: Bool
    let zone: Zone
    var failure: AlertView?

    private struct TableChange: MustacheParent {
        let change: LabelDiff.TableChange

        func child(named name: String) -> Any? {
            switch name {
            case "changeTitle": change.caption.isEmpty ? change.section : change.caption
            case "changeWord": change.kind.rawValue
            case "cells":
                change.cells.map { "\($0.row), \($0.column): “\($0.before)” became “\($0.after)”" }
                    + change.addedRows.map { "New row: \($0)" } + change.removedRows.map { "Row gone: \($0)" }
            default: nil
            }
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "failure": failure
        case "heading": title
        case "action": action
        case "hidden": hidden
        case "canLoad": mayLoad
        case "facts": facts
        case "nothing": view == nil
        case "onFile": view != nil
        case "tableChanges": view?.changes?.tables.map { TableChange(change: $0) } ?? []
        case "sectionChanges": view?.changes?.sections.map { "\($0.title): \($0.kind.rawValue)" } ?? []
        case "hasChanges": view?.changes.map { !$0.isEmpty } ?? false
        case "outdatedRows": view?.outdatedRows.map { EnteredRowView(row: $0, isOutdated: true) } ?? []
        case "hasOutdatedRows": !(view?.outdatedRows.isEmpty ?? true)
        case "parts": parts
        case "lost": lost
        case "hasLost": !lost.isEmpty
        default: nil
        }
    }

    private var facts: [DefinitionRow] {
        guard let view else { return [] }
        return [
            DefinitionRow("Title", view.document.title), DefinitionRow("Set id", view.document.setID),
            DefinitionRow("Version", String(view.document.version)),
            DefinitionRow("Revised", view.document.revised.description),
            DefinitionRow("Loaded", "by \(view.onFile.by.line), \(zone.day(of: view.onFile.at))"),
            DefinitionRow("To read against it", Wording.count(view.beside.count, "statement")),
        ]
    }
}
