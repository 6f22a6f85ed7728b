import Clinical
import Course
import Service

/// What the timeline shows: the last two weeks, or less where the course is younger, and what comes next.
struct Timeline: Sendable {
    struct Dose: Sendable {
        let at: Instant
        let title: String
        /// 0 for the first step, 1 for a full dose.
        let size: Double
    }

    struct Reading: Sendable {
        let at: Instant
        let value: BodyTemperature
        let fahrenheit: Bool
    }

    struct Grade: Sendable {
        let at: Instant
        let scale: Grading.Scale
        let grade: Int
    }

    static let daysBack = 14
    static let daysAhead = 14

    let from: Instant
    let to: Instant
    let clock: SiteClock
    let fever: BodyTemperature
    private(set) var doses: [Dose] = []
    private(set) var readings: [Reading] = []
    private(set) var grades: [Grade] = []
    /// An open hold has no end.
    private(set) var holds: [(from: Instant, to: Instant?)] = []
    let window: (from: Instant, to: Instant)?
    let due: Dose?

    /// - Returns: `nil` before anything happened that could be drawn.
    init?(_ record: PatientRecord, advice: CourseAdvice, fever: BodyTemperature, clock: SiteClock) {
        guard let plan = record.chart.plan else { return nil }
        let now = clock.now
        let facts = record.chart.standing
        let first = record.state.doses.first?.at ?? facts.first { Self.isDrawn($0.fact) }?.at
        guard let first else { return nil }
        let steps = DoseSteps(plan, regimen: Int(record.state.regimen))
        let next = advice.agenda.first { $0.kind == .dose && $0.status != .done }
        due = next.flatMap { item in
            let end = now.adding(hours: 24 * Self.daysAhead)
            guard let at = item.due, let name = item.dose, at > now, at < end else { return nil }
            return Dose(at: at, title: TherapyProtocol.title(name), size: steps.size(name))
        }
        let last = record.state.lastDose?.at
        window = last.flatMap { last in advice.riskWindowEnd.map { (last, $0) } }
        from = max(now.adding(hours: -24 * Self.daysBack), first).adding(hours: -4)
        let end = max(now, max(due?.at ?? now, window?.to ?? now))
        to = end.adding(minutes: max(240, end.minutes(since: from) / 12))
        self.clock = clock
        self.fever = fever
        for fact in facts { add(fact, plan: plan, steps: steps) }
    }

    private static func isDrawn(_ fact: Fact) -> Bool {
        switch fact {
        case .vitals(let vitals): vitals.bodyTemperature != nil
        case .dose, .graded, .held: true
        default: false
        }
    }

    private mutating func add(_ fact: TimedFact, plan: TherapyProtocol, steps: DoseSteps) {
        let isShown = fact.at >= from && fact.at <= to
        switch fact.fact {
        case .dose(let code, _) where isShown && Int(code) < plan.doseNames.count:
            let name = plan.doseNames[Int(code)]
            doses.append(Dose(at: fact.at, title: TherapyProtocol.title(name), size: steps.size(name)))
        case .vitals(let vitals) where isShown:
            guard let value = vitals.bodyTemperature else { return }
            readings.append(Reading(at: fact.at, value: value, fahrenheit: vitals.enteredFahrenheit))
        case .graded(let grading) where isShown:
            grades.append(Grade(at: fact.at, scale: grading.scale, grade: Int(grading.grade)))
        case .held where holds.last.map({ $0.to != nil }) ?? true:
            holds.append((fact.at, nil))
        case .resumed:
            guard let open = holds.popLast() else { return }
            holds.append((open.from, open.to ?? fact.at))
        default: break
        }
    }

    /// Holds that reach into the time shown.
    var shownHolds: [(from: Instant, to: Instant?)] { holds.filter { ($0.to ?? clock.now) > from } }
}

/// How big a dose is drawn: by its place among the steps up to the full dose.
struct DoseSteps: Sendable {
    private let names: [String]

    init(_ plan: TherapyProtocol, regimen: Int) {
        guard plan.regimens.indices.contains(regimen) else {
            names = []
            return
        }
        let doses = plan.regimens[regimen].regimen.doses
        let steps = doses.firstIndex { !$0.stepUp } ?? doses.count - 1
        names = doses.prefix(max(1, steps)).map(\.name)
    }

    func size(_ name: String) -> Double {
        guard names.count > 1, let place = names.firstIndex(of: name) else { return 1 }
        return Double(place) / Double(names.count)
    }
}
