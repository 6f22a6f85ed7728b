import Clinical

/// The next dose: when, what, what must come before it, and what stands in its way.
extension AdviceWork {
    mutating func planNextDose() {
        switch next.basis {
        case .first: planFirst()
        case .schedule: planOnSchedule()
        case .restart: planRestart()
        case .notOnFile(let open): reportNotOnFile(open)
        case .discontinue: reportDiscontinue()
        case .outsideRegimen: alert(.doseOutsideRegimen)
        }
    }

    private mutating func planFirst() {
        guard !regimen.regimen.doses.isEmpty else { return }
        append(dose: 0, earliest: nil, due: nil, latest: nil, status: .upcoming, why: phraseText(.noDoseYet))
        support(position: 0, at: nil)
    }

    private mutating func planOnSchedule() {
        guard let position = next.position, let due = next.due, let lastDay = next.lastDay else { return }
        let dueAt = clock(on: due)
        let earliest = next.earliest.map { zone.instant($0) } ?? zone.instant(due)
        // The last minute of the last day allowed.
        let latest = next.latest.map { zone.instant($0 + 1).adding(minutes: -1) }
        let usual = next.usualLatest ?? due
        let status: AgendaItem.Status =
            today > max(usual, due) ? .overdue : today >= (next.earliest ?? due) ? .due : .upcoming
        let days = next.daysSinceLast ?? 0
        let since = "\(daysText(days)) after \(doseTitle(code: state.lastDose?.code ?? 0)) of \(lastDay)"
        append(dose: position, earliest: earliest, due: dueAt, latest: latest, status: status, why: since)
        if status == .overdue {
            let values = [
                ("dose", doseTitle(position)), ("due", due.description), ("days", String(days)),
                ("last", doseTitle(code: state.lastDose?.code ?? 0)),
            ]
            alert(.doseOverdue, values, why: next.window?.because.map { "Late doses only where \($0)." } ?? "")
        }
        if let row = next.row, let table = plan.restart?.table, today >= (next.earliest ?? due),
            table.rows[row].outcome.open == nil
        {
            advise(table, row: row, level: .info, why: since)
        }
        support(position: position, at: dueAt)
        planAhead(from: position, on: max(due, today))
    }

    private mutating func planRestart() {
        let days = next.daysSinceLast ?? 0
        let last = doseTitle(code: state.lastDose?.code ?? 0)
        guard let row = next.row, let table = plan.restart?.table else { return }
        let found = table.rows[row]
        alert(
            .restartDue, [("days", String(days)), ("last", last), ("say", found.outcome.say ?? "")],
            citation: found.citation)
        advise(table, row: row, level: .amber, why: "\(daysText(days)) after \(last)")
        if found.outcome.reviewBenefitRisk { advise(.reviewBenefitRisk, [("days", String(days))]) }
        if let outdated = table.outdated {
            alert(.tableOutdated, [("say", outdated.text)], citation: outdated.citation)
        }
        guard let position = next.position else { return }
        append(
            dose: position, earliest: zone.instant(today), due: clock(on: today), latest: nil, status: .due,
            why: "\(daysText(days)) after \(last)")
        support(position: position, at: clock(on: today))
    }

    private mutating func reportNotOnFile(_ open: String?) {
        let statement = open.flatMap { therapy.openStatement($0) }
        let values = [
            ("days", String(next.daysSinceLast ?? 0)), ("last", doseTitle(code: state.lastDose?.code ?? 0)),
            ("drug", therapy.names.tallMan), ("where", statement?.where_ ?? "the label"),
        ]
        alert(.delayNotOnFile, values, why: statement?.what ?? "")
        guard let position = next.position, let due = next.due else { return }
        append(
            dose: position, earliest: nil, due: clock(on: due), latest: nil, status: today > due ? .overdue : .due,
            why: statement?.what ?? "")
    }

    private mutating func reportDiscontinue() {
        guard let row = next.row, let table = plan.restart?.table else { return }
        alert(.restartDiscontinue, [("say", table.rows[row].outcome.say ?? "")], citation: table.rows[row].citation)
        advise(table, row: row, level: .red, why: "\(daysText(next.daysSinceLast ?? 0)) since the last dose")
    }

    // MARK: Items

    /// The same wall-clock time as the last dose, on another day.
    private func clock(on day: Day) -> Instant {
        guard let last = state.lastDose else { return zone.instant(day) }
        return zone.instant(day, minuteOfDay: zone.local(last.at).minuteOfDay)
    }

    private mutating func append(
        dose position: Int, earliest: Instant?, due: Instant?, latest: Instant?, status: AgendaItem.Status, why: String
    ) {
        let dose = regimen.regimen.doses[position]
        agenda.append(
            AgendaItem(
                kind: .dose, what: "\(doseTitle(position)), \(dose.rule)", earliest: earliest, due: due, latest: latest,
                status: status, why: why, citation: dose.citation, dose: dose.name))
    }

    /// Premedication and the place to stay that belong to a dose not yet given.
    private mutating func support(position: Int, at due: Instant?) {
        let dose = regimen.regimen.doses[position]
        var rules = regimen.premedication[position]
        if rules.isEmpty, premedicateAfterReaction { rules = regimen.premedication.first { !$0.isEmpty } ?? [] }
        for rule in rules {
            let hours = rule.hoursBefore
            let given = state.premedicatedAt.map { $0 > state.lastDose?.at ?? Instant(milliseconds: .min) } ?? false
            agenda.append(
                AgendaItem(
                    kind: .premedication, what: rule.drugs.map(\.line).joined(separator: "; "),
                    earliest: due.flatMap { due in hours.map { due.adding(hours: -$0.upperBound) } }, due: nil,
                    latest: due.flatMap { due in hours.map { due.adding(hours: -$0.lowerBound) } },
                    status: given
                        ? .done : status(from: due.flatMap { due in hours.map { due.adding(hours: -$0.upperBound) } }),
                    why: "before \(doseTitle(position))", citation: rule.citation, dose: dose.name))
        }
        for rule in regimen.observation[position] where advisor.rules.applies(rule, in: therapy) {
            agenda.append(
                AgendaItem(
                    kind: .observation, what: rule.text, earliest: due, due: due,
                    latest: due?.adding(hours: rule.hours), status: .upcoming,
                    why: "after \(doseTitle(position))", citation: rule.citation, dose: dose.name))
        }
    }

    private func status(from earliest: Instant?) -> AgendaItem.Status {
        guard let earliest else { return .upcoming }
        return earliest <= now ? .due : .upcoming
    }

    /// The label asks for premedication again after a reaction to the dose before.
    private var premedicateAfterReaction: Bool {
        for scale in Grading.Scale.allCases {
            let track = state.track(scale)
            let grade = track.isOpen ? track.openWorst : track.lastWorst
            guard grade > 0, track.worstSinceDose > 0,
                let rules = ModificationRules(therapy, table: scale == .crs ? "crs" : "icans"),
                let (table, rows) = rules.rows(grade: Int(grade), recurrent: false, hours: nil)
            else { continue }
            if rows.contains(where: { table.rows[$0].outcome.nextDosePremedicate == true }) { return true }
        }
        return false
    }

    /// The rest of the step-up schedule and the first doses after it, each on its planned day.
    private mutating func planAhead(from position: Int, on day: Day) {
        guard let first = state.doses.first else { return }
        var last = position
        var date = day
        // The dose planned here is one more of its kind: a phase may end with it.
        let code = regimen.codeOfPosition[position]
        var given = state.doses.reversed().prefix { $0.code == code }.count + 1
        for _ in 0..<3 {
            let step = regimen.next(
                after: last, givenOfSame: given, on: date, start: zone.day(of: first.at),
                chosen: state.frequency == 255 ? nil : regimen.position(of: state.frequency))
            let previous = last
            last = step.position
            given = last == previous ? given + 1 : 1
            let earliest = step.window.earliest.map { zone.instant(date + $0) }
            let latest = step.window.latest.map { zone.instant(date + $0 + 1).adding(minutes: -1) }
            date = date + max(1, step.window.nominal)
            append(
                dose: last, earliest: earliest, due: clock(on: date), latest: latest, status: .upcoming,
                why: "if \(doseTitle(previous)) is given as planned")
            if regimen.regimen.doses[last].repeats { return }
        }
    }
}
