import Clinical
import Course
import Mustache

/// Two therapies side by side; on a phone one row after another.
struct ComparePage: MustacheParent, Sendable {
    private let fields: [FormField]
    private let left: TherapyProtocol?
    private let right: TherapyProtocol?
    private let problem: String?

    init(_ protocols: Protocols, form: FormState) {
        let known = protocols.protocols + protocols.references
        var form = form
        let first = form.given("a")
        left = first.flatMap { protocols.anyTherapy($0) } ?? (first == nil ? known.first : nil)
        let second = form.given("b")
        let other = known.first { $0.therapy.id != form.given("a") && $0.therapy.id != known.first?.therapy.id }
        right = second.flatMap { protocols.anyTherapy($0) } ?? (second == nil ? other : nil)
        if let left { form.setDefault("a", left.therapy.id) }
        if let right { form.setDefault("b", right.therapy.id) }
        problem = left == nil || right == nil ? "One of the two is not on file. Choose both from the lists." : nil
        let options = known.map { ($0.therapy.id, Wording.name($0.therapy)) }
        fields = [
            form.select("a", label: "First therapy", options), form.select("b", label: "Second therapy", options),
        ]
    }

    private var rows: [Row] {
        guard let left, let right else { return [] }
        let one = CompareLines(plan: left)
        let two = CompareLines(plan: right)
        return CompareLines.parts.map { title, lines in
            Row(
                title: title, left: Cell(name: left.therapy.names.tallMan, lines: lines(one)),
                right: Cell(name: right.therapy.names.tallMan, lines: lines(two)))
        }
    }

    struct Row: MustacheParent, Sendable {
        let title: String
        let left: Cell
        let right: Cell

        func child(named name: String) -> Any? {
            switch name {
            case "rowTitle": title
            case "cells": [left, right]
            default: nil
            }
        }
    }

    struct Cell: MustacheParent, Sendable {
        /// Lines beyond this many are folded.
        static let shown = 6
        let name: String
        let lines: [CompareLines.Line]

        func child(named key: String) -> Any? {
            switch key {
            case "cellName": name
            case "nothing": lines.isEmpty
            case "shownLines": lines.count > Self.shown + 2 ? Array(lines.prefix(Self.shown)) : lines
            case "foldedLines": lines.count > Self.shown + 2 ? Array(lines.dropFirst(Self.shown)) : []
            case "hasFolded": lines.count > Self.shown + 2
            case "foldedCount": Wording.count(lines.count - Self.shown, "more line")
            default: nil
            }
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "fields": fields
        case "problem": problem.map { AlertView(.amber, $0) }
        case "rows": rows
        case "isComplete": left != nil && right != nil
        case "leftName": left.map { Wording.name($0.therapy) }
        case "rightName": right.map { Wording.name($0.therapy) }
        case "leftAddress": left.map { "/reference/therapies/" + $0.therapy.id }
        case "rightAddress": right.map { "/reference/therapies/" + $0.therapy.id }
        default: nil
        }
    }
}

/// What is compared of one therapy, each line with its source.
struct CompareLines: Sendable {
    let plan: TherapyProtocol
    private var therapy: Therapy { plan.therapy }

    struct Line: MustacheParent, Sendable {
        let text: String
        var source: SourceTag?
        var isMissing = false

        func child(named name: String) -> Any? {
            switch name {
            case "text": text
            case "source": source
            case "isMissing": isMissing
            default: nil
            }
        }
    }

    static let parts: [(String, @Sendable (CompareLines) -> [Line])] = [
        ("What it is", { $0.identity }), ("Schedule", { $0.schedule }), ("Windows", { $0.windows }),
        ("Premedication", { $0.premedication }), ("Where the patient stays", { $0.observation }),
        ("Restart after a delay", { $0.restart }), ("How often reactions come", { $0.section(.incidence) }),
        ("Not on file", { $0.open }),
    ]

    private var identity: [Line] {
        [
            Line(text: therapy.names.generic), Line(text: therapy.drugClass),
            Line(text: "Binds " + Wording.all(therapy.targets)),
            Line(
                text: "Newest label known: " + Wording.month(therapy.labelDate),
                source: SourceTag(therapy.labelNote.citation)),
        ]
    }

    private var schedule: [Line] {
        plan.regimens.flatMap { regimen in
            [Line(text: regimen.regimen.name + ":", source: SourceTag(regimen.regimen.citation))]
                + rows(regimen).map { Line(text: "\($0.title): \($0.amount), \($0.when)") }
        }
    }

    private var windows: [Line] {
        plan.regimens.flatMap { regimen in
            let many = plan.regimens.count > 1
            return rows(regimen).compactMap { row in
                row.window.map { window in
                    Line(
                        text: "\(row.title): \(window)" + (many ? " (\(regimen.regimen.name))" : ""), source: row.source
                    )
                }
            }
        }
    }

    private func rows(_ regimen: RegimenProtocol) -> [RegimenView.DoseRow] {
        RegimenView.rows(regimen, of: therapy, anchored: false)
    }

    private var premedication: [Line] {
        therapy.premedication.map { rule in
            let view = PremedicationView(premedication: rule, therapy: therapy)
            return Line(text: view.line, source: SourceTag(rule.citation))
        } + section(.premedication)
    }

    private var observation: [Line] {
        therapy.observation.map { rule in
            let view = ObservationView(observation: rule, therapy: therapy)
            return Line(text: view.line, source: SourceTag(rule.citation))
        } + section(.observation)
    }

    private var restart: [Line] {
        let table = therapy.table("restart").map { TableView($0, open: therapy.open, isAnchored: false) }
        let rows = (table?.groups ?? []).flatMap { group in
            group.rows.map { row in
                Line(
                    text: [group.title, row.when.joined(separator: ", or ")].compactMap { $0 }.joined(separator: ", ")
                        + ": " + row.say,
                    source: row.source, isMissing: row.missing != nil)
            }
        }
        return rows + section(.delay)
    }

    private func section(_ part: ReferenceSection) -> [Line] {
        (therapy.sections[part] ?? []).map { Line(text: $0.text, source: SourceTag($0.citation)) }
    }

    private var open: [Line] {
        [Line(text: Wording.count(therapy.open.count, "open statement"))]
            + therapy.open.map { Line(text: "\($0.what). Look in: \($0.where_).", isMissing: true) }
    }
}
