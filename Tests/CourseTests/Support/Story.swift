import Clinical
import Course
import JSONText

/// A patient's story as a nurse would tell it: this happened, then that; what now?
///
/// Times are on the wall in Chicago. Registration and start of the course are told by the first line.
struct Story {
    private(set) var events: [RecordedEvent] = []
    var choices: [String: String] = [:]
    let protocols: Protocols

    init(_ therapy: String, regimen: String? = nil, from start: String = "2026-10-01 08:00") throws {
        protocols = try House.protocols
        tell("registered", start, ["name": "Test Patient", "synthetic": true])
        tell("course-started", start, ["therapy": .string(therapy), "regimen": .optional(regimen)])
    }

    mutating func tell(_ type: String, _ at: String, _ body: JSON) {
        tell(type, at: moment(at), body)
    }

    mutating func tell(_ type: String, at: Instant, _ body: JSON) {
        events.append(
            RecordedEvent(version: events.count + 1, type: type, at: at, recordedAt: at, author: "nurse", body: body))
    }

    // MARK: Sentences

    func weight(_ kilograms: String, _ at: String) -> Story { adding("weighed", at, ["weightKg": .number(kilograms)]) }
    func dose(_ name: String, _ at: String) -> Story { adding("dose-given", at, ["dose": .string(name)]) }
    func temperature(_ celsius: String, _ at: String) -> Story {
        adding("vitals", at, ["temperatureC": .number(celsius)])
    }
    func vitals(_ at: String, _ body: JSON) -> Story { adding("vitals", at, body) }
    func exam(_ at: String, _ body: JSON) -> Story { adding("neuro-exam", at, body) }
    func grade(_ scale: String, _ grade: Int, _ at: String) -> Story {
        adding("graded", at, ["scale": .string(scale), "grade": .int(grade)])
    }
    func held(_ reason: String, _ at: String) -> Story { adding("held", at, ["reason": .string(reason)]) }
    func resumed(_ reason: String, _ at: String) -> Story { adding("resumed", at, ["reason": .string(reason)]) }
    func infection(_ what: String, _ at: String) -> Story { adding("infection-found", at, ["what": .string(what)]) }
    func infectionOver(_ at: String) -> Story { adding("infection-resolved", at, [:]) }
    func frequency(_ dose: String, _ at: String) -> Story { adding("frequency-changed", at, ["dose": .string(dose)]) }
    func medicine(_ kind: String, _ at: String) -> Story { adding("medicine-given", at, ["kind": .string(kind)]) }
    func premedicated(_ at: String) -> Story { adding("premedication-given", at, [:]) }
    func corrects(_ version: Int, _ at: String) -> Story {
        adding("corrected", at, ["version": .int(version), "why": "wrong patient"])
    }
    func signed(_ choice: String, _ option: String) -> Story {
        var next = self
        next.choices[choice] = option
        return next
    }

    func adding(_ type: String, _ at: String, _ body: JSON) -> Story {
        var next = self
        next.tell(type, at, body)
        return next
    }

    // MARK: Questions

    var fever: BodyTemperature { protocols.library.limits.fever }
    var chart: Chart { EventReader(protocols).chart(events) }
    var state: CourseState { chart.state(fever: fever) }

    func advice(_ now: String) -> CourseAdvice { advice(at: moment(now)) }

    func advice(at now: Instant) -> CourseAdvice {
        let chart = EventReader(protocols).chart(events.filter { $0.at <= now })
        return Advisor(protocols, rules: SiteRules(zone: .chicago, choices: choices))
            .advise(chart, chart.state(fever: fever), now: now)
    }

    /// What is wrong with the last dose, as the review names it.
    var contradictions: [Contradiction] {
        let state = state
        guard let plan = chart.plan else { return [] }
        return DoseReview(plan: plan, zone: .chicago, limits: protocols.library.limits)
            .contradictions(state.doses.count - 1, in: state)
    }
}

extension CourseAdvice {
    var alertIDs: [String] { alerts.map(\.id) }

    func alert(_ id: String) -> AdviceLine? { alerts.first { $0.id == id } }

    /// Rows of a table that the advice lights, in order.
    func rows(_ table: String) -> [String] { advice.filter { $0.table == table }.compactMap(\.row) }

    /// The dose that comes next.
    var nextDose: AgendaItem? { agenda.first { $0.kind == .dose && $0.status != .done } }

    func items(_ kind: AgendaItem.Kind) -> [AgendaItem] { agenda.filter { $0.kind == kind } }

    /// Everything that must not change by itself before `wakeAt`.
    var standing: [String] {
        let next = next.map { "\($0.basis) \($0.position ?? -1) row \($0.row ?? -1)" } ?? "none"
        return [next] + alerts.map { "alert \($0.id)" } + advice.map { "advice \($0.id)" }
            + agenda.map { "\($0.kind) \($0.dose ?? "") \($0.status)" }.sorted()
            + ["risk \(riskWindowEnd.map { $0 > now } ?? false)"]
    }
}
