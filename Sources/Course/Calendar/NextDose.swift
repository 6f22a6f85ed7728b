public import Clinical

/// What the schedule and the restart table say about the next dose, on a given day.
public struct NextDose: Sendable {
    public enum Basis: Sendable, Equatable {
        /// No dose was given yet.
        case first
        /// On schedule.
        case schedule
        /// The restart table sends the course back to an earlier dose or repeats one.
        case restart
        /// The content has no answer for this delay.
        case notOnFile(open: String?)
        /// The table says to stop.
        case discontinue
        /// The last dose does not belong to the regimen in force.
        case outsideRegimen
    }

    public let basis: Basis
    /// Position in the regimen; `nil` when no dose may be named.
    public let position: Int?
    /// Whole calendar days since the last dose, in the site's zone.
    public let daysSinceLast: Int?
    public let lastDay: Day?
    public let earliest: Day?
    public let due: Day?
    public let usualLatest: Day?
    public let latest: Day?
    /// Row of the restart table that answered.
    public let row: Int?
    public let window: ScheduledDose.Window?
}

/// Works out the next dose of a course from the doses given.
public struct DoseCalendar: Sendable {
    let plan: TherapyProtocol
    let zone: Zone

    public init(plan: TherapyProtocol, zone: Zone) {
        self.plan = plan
        self.zone = zone
    }

    /// - Parameters:
    ///   - doses: Doses given, oldest first.
    ///   - regimen: Index of the regimen in force.
    ///   - frequency: Code of the repeating dose the treating team chose, or 255.
    ///   - today: The day asked about, in the site's zone.
    public func next(
        after doses: ArraySlice<GivenDose>, regimen index: UInt8, frequency: UInt8, today: Day
    ) -> NextDose {
        guard plan.regimens.indices.contains(Int(index)) else { return outside() }
        let regimen = plan.regimens[Int(index)]
        guard let last = doses.last, let first = doses.first else {
            return NextDose(
                basis: .first, position: 0, daysSinceLast: nil, lastDay: nil, earliest: nil, due: nil,
                usualLatest: nil, latest: nil, row: nil, window: nil)
        }
        let lastDay = zone.day(of: last.at)
        let days = max(0, today - lastDay)
        let position = regimen.position(of: last.code)
        guard position >= 0 else { return outside(days, lastDay) }
        let chosen = frequency == 255 ? nil : regimen.position(of: frequency)
        var step = regimen.next(
            after: position, givenOfSame: runLength(doses), on: lastDay, start: zone.day(of: first.at),
            chosen: chosen.flatMap { $0 >= 0 ? $0 : nil })
        if let special = followUp(doses, regimen: regimen, position: position) { step = special }
        let row = regimen.restartRow(position: position, days: days)
        let outcome = row.flatMap { plan.restart?.table.rows[$0].outcome }
        switch outcome?.action {
        case "repeat", "restart":
            let target = outcome?.dose.flatMap { regimen.regimen.position($0) }
            return NextDose(
                basis: .restart, position: target, daysSinceLast: days, lastDay: lastDay, earliest: today, due: today,
                usualLatest: nil, latest: nil, row: row, window: nil)
        case "discontinue":
            return NextDose(
                basis: .discontinue, position: nil, daysSinceLast: days, lastDay: lastDay, earliest: nil, due: nil,
                usualLatest: nil, latest: nil, row: row, window: nil)
        default: break
        }
        // Before its nominal day a dose is simply not due: an open row below the minimum interval is no gap yet.
        if days >= step.window.nominal, outcome == nil || outcome?.open != nil {
            return NextDose(
                basis: .notOnFile(open: outcome?.open), position: step.position, daysSinceLast: days, lastDay: lastDay,
                earliest: nil, due: lastDay + step.window.nominal, usualLatest: nil, latest: nil, row: row,
                window: step.window)
        }
        let latest = step.window.latest ?? regimen.follow[position].latestOnTable
        return NextDose(
            basis: .schedule, position: step.position, daysSinceLast: days, lastDay: lastDay,
            earliest: step.window.earliest.map { lastDay + $0 }, due: lastDay + step.window.nominal,
            usualLatest: step.window.usualLatest.map { lastDay + $0 },
            latest: latest.map { lastDay + max($0, step.window.nominal) }, row: row, window: step.window)
    }

    private func outside(_ days: Int? = nil, _ lastDay: Day? = nil) -> NextDose {
        NextDose(
            basis: .outsideRegimen, position: nil, daysSinceLast: days, lastDay: lastDay, earliest: nil, due: nil,
            usualLatest: nil, latest: nil, row: nil, window: nil)
    }

    /// How many doses of the same name stand at the end.
    private func runLength(_ doses: ArraySlice<GivenDose>) -> Int {
        guard let code = doses.last?.code else { return 0 }
        var count = 0
        for dose in doses.reversed() {
            guard dose.code == code else { break }
            count += 1
        }
        return count
    }

    /// After a repeated dose some tables give the next dose their own interval.
    private func followUp(
        _ doses: ArraySlice<GivenDose>, regimen: RegimenProtocol, position: Int
    ) -> (position: Int, window: ScheduledDose.Window)? {
        guard doses.count >= 2, let last = doses.last, let table = plan.restart?.table else { return nil }
        let before = doses[doses.index(doses.endIndex, offsetBy: -2)]
        let beforePosition = regimen.position(of: before.code)
        guard beforePosition >= 0,
            let row = regimen.restartRow(
                position: beforePosition, days: max(0, zone.day(of: last.at) - zone.day(of: before.at)))
        else { return nil }
        let outcome = table.rows[row].outcome
        guard let follow = outcome.followedBy, outcome.dose == regimen.regimen.doses[position].name,
            let target = regimen.regimen.position(follow.dose)
        else { return nil }
        // The schedule's own interval brings the schedule's own window with it, its earliest day included.
        let usual = regimen.follow[position]
        guard target != usual.next || follow.afterDays != usual.window.nominal else { return nil }
        let window = ScheduledDose.Window(
            nominal: follow.afterDays, earliest: follow.afterDays, usualLatest: nil, latest: nil,
            because: follow.condition)
        return (target, window)
    }
}

extension RegimenProtocol {
    /// Position of a dose code, or -1 when the regimen has no such dose.
    func position(of code: UInt8) -> Int {
        Int(code) < positionOfCode.count ? positionOfCode[Int(code)] : -1
    }
}
