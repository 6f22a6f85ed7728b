public import Clinical
public import Course
public import JSONText

extension Calculators {
    /// What is due and what the content says about a course, at one moment.
    ///
    /// - Parameter course: `{"events":[…]}`; events after `now` are left out, so a story can be replayed to any moment.
    public func advise(course: JSON, at now: Instant, rules: SiteRules) throws(FieldError) -> Answer {
        let events = try RecordedEvent.read(course: course)
        let chart = try EventReader(protocols).strictChart(events.filter { $0.at <= now })
        let state = chart.state(fever: library.limits.fever)
        let advice = Advisor(protocols, rules: rules).advise(chart, state, now: now)
        return Answer(json: advice.json(chart: chart, state: state), text: advice.text(rules: rules))
    }
}

extension CourseAdvice {
    /// The keys of the contract.
    public func json(chart: Chart, state: CourseState) -> JSON {
        .object([
            JSON.Member("course", courseJSON(chart: chart, state: state)),
            JSON.Member("agenda", .array(agenda.map(Self.item))),
            JSON.Member("advice", .array(advice.map(Self.line))),
            JSON.Member("alerts", .array(alerts.map(Self.line))), JSON.Member("wakeAt", .instant(wakeAt)),
        ])
    }

    private func courseJSON(chart: Chart, state: CourseState) -> JSON {
        let plan = chart.plan
        let last = state.lastDose
        let name = last.flatMap { dose in
            plan.flatMap { Int(dose.code) < $0.doseNames.count ? $0.doseNames[Int(dose.code)] : nil }
        }
        let regimen = plan.flatMap {
            $0.regimens.indices.contains(Int(state.regimen)) ? $0.regimens[Int(state.regimen)].regimen.id : nil
        }
        return .object([
            JSON.Member("therapy", .optional(plan?.therapy.id)), JSON.Member("regimen", .optional(regimen)),
            JSON.Member("doses", .int(state.doses.count)), JSON.Member("lastDose", .optional(name)),
            JSON.Member("lastDoseAt", .instant(last?.at)),
            JSON.Member("hoursSinceLastDose", .optional(last.map { now.hours(since: $0.at) })),
            JSON.Member("daysSinceLastDose", .optional(next?.daysSinceLast)),
            JSON.Member("riskWindowEnd", .instant(riskWindowEnd)), JSON.Member("held", .bool(state.isHeld)),
            JSON.Member("weightKg", state.weight.map { .number($0.kilogramsText) } ?? .null),
            JSON.Member("crsGrade", .optional(state.crs.grade.map { Int($0) })),
            JSON.Member("icansGrade", .optional(state.icans.grade.map { Int($0) })),
        ])
    }

    private static func item(_ item: AgendaItem) -> JSON {
        .object([
            JSON.Member("kind", .string(item.kind.rawValue)), JSON.Member("what", .string(item.what)),
            JSON.Member("dose", .optional(item.dose)), JSON.Member("earliest", .instant(item.earliest)),
            JSON.Member("due", .instant(item.due)), JSON.Member("latest", .instant(item.latest)),
            JSON.Member("status", .string(item.status.rawValue)), JSON.Member("why", .string(item.why)),
            JSON.Member("source", item.citation.map { .source($0) } ?? .null),
        ])
    }

    private static func line(_ line: AdviceLine) -> JSON {
        .object([
            JSON.Member("id", .string(line.id)), JSON.Member("level", .string(line.level.rawValue)),
            JSON.Member("what", .string(line.what)), JSON.Member("why", .string(line.why)),
            JSON.Member("table", .optional(line.table)), JSON.Member("row", .optional(line.row)),
            JSON.Member("source", .source(line.citation)), JSON.Member("citation", .citation(line.citation)),
        ])
    }

    public func text(rules: SiteRules) -> String {
        var lines: [String] = []
        for alert in alerts {
            lines.append("\(alert.level.rawValue.uppercased())  \(alert.what)  [\(alert.citation.mark)]")
        }
        if !advice.isEmpty { lines.append("") }
        for line in advice {
            lines.append("- \(line.what)" + (line.why.isEmpty ? "" : " (\(line.why))") + "  [\(line.citation.mark)]")
        }
        if !agenda.isEmpty { lines.append("") }
        for item in agenda {
            let moment = item.due ?? item.earliest ?? item.latest
            let when = moment.map { LocalTime.text($0, zone: rules.zone) } ?? "no time set"
            lines.append("\(item.status.rawValue)  \(when)  \(item.kind.rawValue): \(item.what)")
        }
        return lines.joined(separator: "\n")
    }
}

/// Moments as the site's clock shows them.
public enum LocalTime {
    /// `22 Nov 2026 02:14 CST`.
    public static func text(_ instant: Instant, zone: Zone) -> String {
        let (day, minute) = zone.local(instant)
        return "\(day) \(clock(minute)) \(zone.change(at: instant).name)"
    }

    /// `02:14`.
    public static func clock(_ minuteOfDay: Int) -> String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
        return "\(two(minuteOfDay / 60)):\(two(minuteOfDay % 60))"
    }
}
