public import Clinical

/// A regimen with everything the calendar needs found beforehand.
public struct RegimenProtocol: Sendable {
    public let regimen: Regimen
    public let index: Int
    /// Position in the regimen for each dose code of the therapy; -1 where the regimen has no such dose.
    let positionOfCode: [Int]
    /// Dose code of each position.
    let codeOfPosition: [UInt8]
    /// For each position: when the next dose may follow it.
    let follow: [Follow]
    let premedication: [[Premedication]]
    let observation: [[Observation]]
    /// For each position, first day of each answer of the restart table, ascending.
    let restartChanges: [[RestartChange]]

    struct RestartChange: Sendable {
        let day: Int
        let row: Int
    }

    /// From a dose to the next one on time.
    struct Follow: Sendable {
        let next: Int
        let window: ScheduledDose.Window
        /// Last day on which the restart table still lets the next dose be given as planned.
        let latestOnTable: Int?
    }

    init(_ regimen: Regimen, therapy: Therapy, names: [String], restart: RestartRules?, regimenIndex: Int) {
        self.regimen = regimen
        index = regimenIndex
        positionOfCode = names.map { regimen.position($0) ?? -1 }
        codeOfPosition = regimen.doses.map { dose in UInt8(truncatingIfNeeded: names.firstIndex(of: dose.name) ?? 0) }
        premedication = regimen.doses.map { dose in
            therapy.premedication.filter {
                $0.doses.contains(dose.name) && ($0.regimens.isEmpty || $0.regimens.contains(regimen.id))
            }
        }
        observation = regimen.doses.map { dose in
            therapy.observation.filter {
                $0.doses.contains(dose.name) && ($0.regimens.isEmpty || $0.regimens.contains(regimen.id))
            }
        }
        let changes = regimen.doses.map { dose in
            restart?.changes(regimen: regimen.id, last: dose.name).map { RestartChange(day: $0.day, row: $0.row) } ?? []
        }
        restartChanges = changes
        follow = regimen.doses.indices.map { position in
            let next = Self.next(after: position, in: regimen)
            let dose = regimen.doses[next]
            let window =
                dose.window
                ?? ScheduledDose.Window(nominal: 0, earliest: nil, usualLatest: nil, latest: nil, because: nil)
            let latest = restart.flatMap {
                Self.latestOnTime(changes[position], nominal: window.nominal, table: $0.table, maximum: $0.maximumDays)
            }
            return Follow(next: next, window: window, latestOnTable: latest)
        }
    }

    /// The dose that follows on schedule: the next one in the list, or the same one again when it repeats.
    private static func next(after position: Int, in regimen: Regimen) -> Int {
        if regimen.doses[position].repeats { return position }
        return min(position + 1, regimen.doses.count - 1)
    }

    /// Last day of the run of "give it" answers that holds the nominal day; `nil` without one or without an end.
    private static func latestOnTime(
        _ changes: [RestartChange], nominal: Int, table: DecisionTable, maximum: Int
    ) -> Int? {
        var latest: Int?
        for (index, change) in changes.enumerated() {
            let end = index + 1 < changes.count ? changes[index + 1].day - 1 : maximum
            let action = table.rows[change.row].outcome.action
            guard action == "give-next" || action == "continue" else {
                if latest != nil { break }
                continue
            }
            if end >= nominal { latest = end }
        }
        return latest
    }

    /// The restart row for whole days since the dose at `position`.
    func restartRow(position: Int, days: Int) -> Int? {
        let changes = restartChanges[position]
        var low = 0
        var high = changes.count
        guard let first = changes.first, first.day <= days else { return nil }
        while low + 1 < high {
            let middle = (low + high) / 2
            if changes[middle].day <= days { low = middle } else { high = middle }
        }
        return changes[low].row
    }
}

extension RegimenProtocol {
    /// Premedication rules of the dose at a position.
    public func premedication(at position: Int) -> [Premedication] {
        premedication.indices.contains(position) ? premedication[position] : []
    }

    /// Where the patient stays after the dose at a position, as the site's choices have it.
    public func observation(at position: Int, rules: SiteRules, therapy: Therapy) -> Observation? {
        guard observation.indices.contains(position) else { return nil }
        return observation[position].first { rules.applies($0, in: therapy) }
    }
}
