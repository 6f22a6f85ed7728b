public import Clinical

/// One dose of a plan, by calendar day.
public struct PlannedDose: Sendable, Equatable {
    /// Position in the regimen.
    public let position: Int
    public let name: String
    /// Counted from the first dose, which is day 1.
    public let day: Int
    public let date: Day
    /// First day allowed; `nil` when not on file.
    public let earliest: Day?
    /// Last day of the usual window; `nil` when not on file.
    public let usualLatest: Day?
    /// Last day allowed before the restart table takes over; `nil` when not on file.
    public let latest: Day?
}

extension RegimenProtocol {
    /// The planned days of the first `count` doses when the first is given on `start` and every dose on its day.
    ///
    /// Each window is counted from the planned day of the dose before, so a window never begins on or before the
    /// dose it follows. `count` is clamped to `1...200`.
    public func plan(start: Day, count: Int) -> [PlannedDose] {
        var plan: [PlannedDose] = []
        var position = 0
        var date = start
        var given = 0
        for _ in 0..<min(max(count, 1), 200) {
            if let last = plan.last {
                let step = next(after: last.position, givenOfSame: given, on: last.date, start: start, chosen: nil)
                given = step.position == last.position ? given + 1 : 1
                position = step.position
                date = last.date + max(1, step.window.nominal)
                plan.append(planned(position, date: date, start: start, from: last, window: step.window))
            } else {
                given = 1
                plan.append(
                    PlannedDose(
                        position: 0, name: regimen.doses[0].name, day: 1, date: start, earliest: start,
                        usualLatest: start, latest: start))
            }
        }
        return plan
    }

    private func planned(
        _ position: Int, date: Day, start: Day, from last: PlannedDose, window: ScheduledDose.Window
    ) -> PlannedDose {
        let latest = window.latest ?? follow[last.position].latestOnTable
        return PlannedDose(
            position: position, name: regimen.doses[position].name, day: date - start + 1, date: date,
            earliest: window.earliest.map { last.date + $0 }, usualLatest: window.usualLatest.map { last.date + $0 },
            latest: latest.map { last.date + max($0, window.nominal) })
    }

    /// The dose that follows and its window, counted in days after the dose before.
    ///
    /// - Parameters:
    ///   - position: Position of the dose before.
    ///   - givenOfSame: How many doses of that position were given in a row.
    ///   - date: Day of the dose before.
    ///   - start: Day of the first dose, for phases that are counted in weeks of treatment.
    ///   - chosen: Position of a repeating dose the treating team chose, if any.
    func next(
        after position: Int, givenOfSame: Int, on date: Day, start: Day, chosen: Int?
    ) -> (position: Int, window: ScheduledDose.Window) {
        let usual = follow[position]
        guard regimen.doses[usual.next].repeats else { return (usual.next, usual.window) }
        if let chosen, regimen.doses.indices.contains(chosen), regimen.doses[chosen].repeats,
            let window = regimen.doses[chosen].window
        {
            return (chosen, window)
        }
        guard regimen.doses[position].repeats else { return (usual.next, usual.window) }
        // A phase that ends by week or by number of doses hands over to the next one; the first dose of the new
        // phase comes one old interval later, because that is when its first week begins.
        let week = (date - start + usual.window.nominal) / 7 + 1
        let dose = regimen.doses[position]
        let over = dose.weeks.map { week > $0.upperBound } ?? false
        if over, position + 1 < regimen.doses.count, regimen.doses[position + 1].weeks?.contains(week) ?? false,
            !needsDecision(from: dose.name)
        {
            return (position + 1, usual.window)
        }
        for rule in regimen.switches where rule.from == dose.name && !rule.optional {
            if let doses = rule.afterDoses, givenOfSame >= doses, let to = regimen.position(rule.to) {
                return (to, usual.window)
            }
        }
        return (usual.next, usual.window)
    }

    /// Whether leaving this dose depends on a response that a person must judge.
    private func needsDecision(from name: String) -> Bool {
        regimen.switches.contains { $0.from == name && ($0.optional || $0.afterDoses == nil) }
    }
}
