import Clinical
import Course

/// One dose of a planned schedule in days, for the drawing and for the table beside it.
struct ScheduleRow: Sendable {
    let dose: ScheduledDose
    /// Counted from the first dose, which is day 1.
    let day: Int
    let earliest: Int?
    let usualLatest: Int?
    let latest: Int?
    /// Calendar day, where a start is known.
    let date: Day
    let earliestDate: Day?
    let usualLatestDate: Day?
    let latestDate: Day?
    /// Where the patient stays after it, as it answers until a site has signed otherwise.
    let stays: [Observation]

    var title: String { Wording.dose(dose.name) }

    /// The plan of a regimen, `count` doses or up to the first repeating one.
    static func plan(_ regimen: RegimenProtocol, of therapy: Therapy, start: Day, count: Int? = nil) -> [ScheduleRow] {
        let wanted = count ?? (regimen.regimen.doses.firstIndex { $0.repeats } ?? regimen.regimen.doses.count - 1) + 1
        return regimen.plan(start: start, count: wanted).map { planned in
            let dose = regimen.regimen.doses[planned.position]
            func number(_ date: Day?) -> Int? { date.map { $0 - start + 1 } }
            return ScheduleRow(
                dose: dose, day: planned.day, earliest: number(planned.earliest),
                usualLatest: number(planned.usualLatest), latest: number(planned.latest), date: planned.date,
                earliestDate: planned.earliest, usualLatestDate: planned.usualLatest, latestDate: planned.latest,
                stays: stays(after: dose.name, regimen: regimen.regimen.id, of: therapy))
        }
    }

    private static func stays(after dose: String, regimen: String, of therapy: Therapy) -> [Observation] {
        therapy.observation.filter { rule in
            rule.doses.contains(dose) && (rule.regimens.isEmpty || rule.regimens.contains(regimen))
                && rule.answersUntilSigned(in: therapy)
        }
    }

    /// `day 3 to 5, up to day 8`; what is not on file is said.
    var window: String {
        if case .first = dose.timing { return "the start" }
        return Self.window(
            earliest: earliest.map { "day \($0)" }, usual: usualLatest.map { "day \($0)" },
            latest: latest.map { "day \($0)" })
    }

    /// The same in calendar days.
    var dateWindow: String {
        if case .first = dose.timing { return "the start" }
        return Self.window(earliest: earliestDate?.short, usual: usualLatestDate?.short, latest: latestDate?.short)
    }

    private static func window(earliest: String?, usual: String?, latest: String?) -> String {
        if earliest == nil, usual == nil, latest == nil { return "not on file" }
        let from = earliest.map { "from \($0)" } ?? "earliest not on file"
        switch (usual, latest) {
        case (let usual?, let latest?) where usual != latest:
            return "\(from), usually to \(usual), at most to \(latest)"
        case (_, let latest?): return "\(from), at most to \(latest)"
        case (let usual?, nil): return "\(from), usually to \(usual); latest not on file"
        case (nil, nil): return "\(from); latest not on file"
        }
    }
}

extension Observation {
    /// Whether this rule answers while no site has signed the choice it belongs to.
    func answersUntilSigned(in therapy: Therapy) -> Bool {
        guard let option, let choice = therapy.choices.first(where: { $0.id == option.choice }) else { return true }
        return choice.untilSigned == option.option
    }

    /// `hospital 48 h`
    var short: String { (setting == .hospital ? "hospital" : "near a healthcare facility") + " \(hours) h" }
}
