import Clinical

/// Holds, infections, weight, observation, and what is wrong with the record itself.
extension AdviceWork {
    mutating func reviewRecord() {
        for record in chart.unreadable {
            alert(.recordUnreadable, [("version", String(record.version)), ("why", record.why)])
        }
    }

    mutating func reviewHolds() {
        if let since = state.heldAt {
            alert(.held, [("reason", chart.text(state.holdText) ?? ""), ("since", zone.day(of: since).description)])
            agenda.append(
                AgendaItem(
                    kind: .hold, what: phraseText(.holdReview), earliest: since, due: since, latest: nil,
                    status: .due,
                    why: chart.text(state.holdText) ?? "", citation: advisor.protocols.phrase(.holdReview).citation,
                    dose: nil))
        }
        guard state.infectedAt != nil else { return }
        let inStepUp = next.position.map { regimen.regimen.doses[$0].stepUp } ?? false
        alert(inStepUp ? .infectionInStepUp : .infectionOpen, [("what", chart.text(state.infectionText) ?? "")])
        adviseInfection(inStepUp: inStepUp)
    }

    /// The label's rows for an active infection; all that are possible while its grade is not recorded.
    private mutating func adviseInfection(inStepUp: Bool) {
        guard let table = therapy.table("infection") else { return }
        var values = [Int](repeating: TableInput.unknown, count: table.inputs.count)
        for (position, input) in table.inputs.enumerated() {
            guard case .category(let words) = input.domain else { continue }
            if input.name == "phase" {
                values[position] = words.firstIndex(of: inStepUp ? "step-up" : "treatment") ?? values[position]
            }
            if input.name == "active" { values[position] = words.firstIndex(of: "yes") ?? values[position] }
        }
        let rows = table.answer(values, questions: false).rows
        for row in rows.prefix(4) { advise(table, row: row, level: .amber, why: "active infection") }
    }

    mutating func reviewLastDose() {
        guard !state.doses.isEmpty else { return }
        let index = state.doses.count - 1
        let dose = state.doses[index]
        let review = DoseReview(plan: plan, zone: zone, limits: limits)
        for contradiction in review.contradictions(index, in: state) {
            let values = review.values(of: contradiction, in: state, tense: .recorded)
            alert(contradiction.kind.phrase, values, why: zone.day(of: dose.at).description)
        }
        let position = regimen.position(of: dose.code)
        agenda.append(
            AgendaItem(
                kind: .dose, what: doseTitle(code: dose.code), earliest: nil, due: dose.at, latest: nil, status: .done,
                why: "given", citation: position >= 0 ? regimen.regimen.doses[position].citation : nil,
                dose: Int(dose.code) < plan.doseNames.count ? plan.doseNames[Int(dose.code)] : nil))
    }

    mutating func reviewWeight() {
        guard let position = next.position, case .perKilogram = regimen.regimen.doses[position].rule else { return }
        let due = next.due ?? today
        let limit = limits.weightMaximumAgeDays
        if let weighed = state.weighedAt {
            let day = zone.day(of: weighed)
            let age = today - day
            if age > limit {
                alert(.weightOld, [("days", String(age)), ("maximum", String(limit))])
                weigh(by: due)
            } else if due - day > limit {
                weigh(by: due)
            }
        } else {
            alert(.weightMissing)
            weigh(by: due)
        }
    }

    private mutating func weigh(by due: Day) {
        agenda.append(
            AgendaItem(
                kind: .weigh, what: phraseText(.weighPatient), earliest: nil, due: zone.instant(due),
                latest: nil, status: due <= today ? .due : .upcoming, why: phraseText(.weighWhy),
                citation: limits.citations["weight-maximum-age"], dose: nil))
    }

    /// Where the patient should be now, after the last dose.
    mutating func observe() {
        guard let last = state.lastDose else { return }
        let position = regimen.position(of: last.code)
        guard position >= 0 else { return }
        for rule in regimen.observation[position] where advisor.rules.applies(rule, in: therapy) {
            let end = last.at.adding(hours: rule.hours)
            agenda.append(
                AgendaItem(
                    kind: .observation, what: rule.text, earliest: last.at, due: nil, latest: end,
                    status: now < end ? .due : .done, why: "after \(doseTitle(code: last.code))",
                    citation: rule.citation, dose: regimen.regimen.doses[position].name))
        }
        guard let end = riskWindowEnd, now < end else { return }
        agenda.append(
            AgendaItem(
                kind: .watch, what: phraseText(.watchSigns), earliest: last.at, due: nil, latest: end, status: .due,
                why: elapsed(now), citation: advisor.protocols.phrase(.watchSigns).citation, dose: nil))
    }

    mutating func noteContent() {
        if state.doses.isEmpty, state.startedAt != nil { advise(.firstDoseReady) }
        if let switchable = regimen.regimen.switches.first(where: { rule in
            state.lastDose.map { Int($0.code) < plan.doseNames.count && plan.doseNames[Int($0.code)] == rule.from }
                ?? false
        }), state.frequency == 255 {
            advice.append(
                AdviceLine(
                    id: switchable.criteria.id, level: .info, what: switchable.criteria.text, why: "",
                    citation: switchable.criteria.citation, table: nil, row: nil))
        }
    }
}
