import Clinical

/// What the therapy's own table says about the drug that caused the reaction.
extension ManagementWork {
    func dosing() -> DosingDecision {
        let answers = question.grades.sorted(by: >).map { (grade: $0, found: found(grade: $0)) }
        var lines: [DosingDecision.Line] = []
        var next: [DosingDecision.Line] = []
        var decisions: [String?] = []
        for (grade, found) in answers {
            guard let found, !found.rows.isEmpty else {
                lines.append(notOnFile(grade, open: nil))
                decisions.append(nil)
                continue
            }
            for row in found.rows {
                let outcome = row.outcome
                guard let action = outcome.action else {
                    lines.append(notOnFile(grade, open: outcome.open))
                    decisions.append(nil)
                    continue
                }
                decisions.append(action)
                let isSure = answers.count == 1 && found.rows.count == 1
                let say = outcome.say ?? action
                let text =
                    isSure ? say : phrase(.manageIf, [("conditions", conditions(row, grade, found)), ("say", say)])
                add(DosingDecision.Line(text: text, citation: row.citation, row: row.id), to: &lines)
                for flag in outcome.flags {
                    add(DosingDecision.Line(text: flag, citation: row.citation, row: row.id), to: &lines)
                }
                for text in nextDose(outcome) {
                    let whole =
                        isSure
                        ? text : phrase(.manageIf, [("conditions", conditions(row, grade, found)), ("say", text)])
                    add(DosingDecision.Line(text: whole, citation: row.citation, row: row.id), to: &next)
                }
            }
            if let outdated = found.outdated {
                add(DosingDecision.Line(text: outdated.text, citation: outdated.citation, row: nil), to: &lines)
            }
        }
        return DosingDecision(decision: decision(decisions), lines: lines, nextDose: next)
    }

    /// What the table says for one grade; several rows while it asks something nobody recorded.
    private struct Found {
        let table: DecisionTable
        let rows: [DecisionTable.Row]
        var outdated: Statement? { table.outdated }
    }

    private func found(grade: Int) -> Found? {
        let hours = question.began.map { question.now.hours(since: $0) }
        let known = ModificationRules(therapy, table: guide.id)?.rows(
            grade: grade, recurrence: Known(question.recurrent), hours: hours)
        return known.map { table, indices in Found(table: table, rows: indices.map { table.rows[$0] }) }
    }

    /// `grade 3, first time, up to 47 hours`.
    private func conditions(_ row: DecisionTable.Row, _ grade: Int, _ found: Found) -> String {
        let alternatives = row.when.map { conditions in
            conditions.filter { found.table.inputs[$0.input].name != "grade" }.map { condition in
                condition.ranges.map { found.table.inputs[condition.input].describe($0) }.joined(separator: " or ")
            }.joined(separator: ", ")
        }.filter { !$0.isEmpty }
        return (["grade \(grade)"] + [alternatives.joined(separator: "; or ")]).filter { !$0.isEmpty }
            .joined(separator: ", ")
    }

    /// One answer where all agree. Where they do not, nothing is stopped for good on a grade that is only possible:
    /// the drug is withheld until it is settled.
    private func decision(_ decisions: [String?]) -> String? {
        let distinct = Set(decisions)
        guard distinct.count > 1 else { return decisions.first ?? nil }
        return "withhold"
    }

    private func notOnFile(_ grade: Int, open: String?) -> DosingDecision.Line {
        let abbreviation = protocols.library.toxicity(guide.id)?.abbreviation ?? guide.id
        let found = protocols.phrase(.modificationNotOnFile)
        let values = [("name", abbreviation), ("grade", String(grade)), ("drug", therapy.names.tallMan)]
        let place = open.flatMap { therapy.openStatement($0) }.map { " [\($0.where_)]" } ?? ""
        return DosingDecision.Line(text: found.filled(values) + place, citation: found.citation, row: nil)
    }

    private func nextDose(_ outcome: Outcome) -> [String] {
        var texts: [String] = []
        if outcome.action == "discontinue" { texts.append(phrase(.manageNextStop)) }
        if let until = outcome.until { texts.append(phrase(.manageNextUntil, [("until", until)])) }
        if outcome.nextDosePremedicate == true { texts.append(phrase(.manageNextPremedicate)) }
        if let hours = outcome.nextDoseHospitalHours {
            texts.append(phrase(.manageNextHospital, [("hours", String(hours))]))
        }
        return texts
    }

    private func add(_ line: DosingDecision.Line, to lines: inout [DosingDecision.Line]) {
        if !lines.contains(where: { $0.text == line.text }) { lines.append(line) }
    }
}
