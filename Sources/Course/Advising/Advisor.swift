public import Clinical

/// Says what is due and what the content says about a course. Pure: the moment is an argument.
public struct Advisor: Sendable {
    public let protocols: Protocols
    public let rules: SiteRules

    public init(_ protocols: Protocols, rules: SiteRules) {
        self.protocols = protocols
        self.rules = rules
    }

    /// - Parameters:
    ///   - chart: The decoded record, for texts.
    ///   - state: The record folded up to `now`.
    ///   - now: The moment the answer is for.
    public func advise(_ chart: Chart, _ state: CourseState, now: Instant) -> CourseAdvice {
        guard let plan = chart.plan, state.startedAt != nil, plan.regimens.indices.contains(Int(state.regimen)) else {
            return withoutCourse(chart, state, now: now)
        }
        var work = AdviceWork(advisor: self, plan: plan, chart: chart, state: state, now: now)
        work.run()
        return work.finished()
    }

    private func withoutCourse(_ chart: Chart, _ state: CourseState, now: Instant) -> CourseAdvice {
        var alerts: [AdviceLine] = []
        let phrase = protocols.phrase(state.registeredAt == nil ? .notRegistered : .noCourse)
        alerts.append(Self.line(phrase, [], why: ""))
        return CourseAdvice(
            now: now, next: nil, agenda: [], advice: [], alerts: alerts, reactions: [], riskWindowEnd: nil, wakeAt: nil)
    }

    static func line(
        _ phrase: Phrase, _ values: [(String, String)], why: String, citation: Citation? = nil
    ) -> AdviceLine {
        AdviceLine(
            id: phrase.id, level: phrase.level, what: phrase.filled(values), why: why,
            citation: citation ?? phrase.citation,
            table: nil, row: nil)
    }
}

/// One run of the advisor: collects lines while the parts of the engine speak in turn.
struct AdviceWork {
    let advisor: Advisor
    let plan: TherapyProtocol
    let chart: Chart
    let state: CourseState
    let now: Instant
    let today: Day
    let regimen: RegimenProtocol
    let next: NextDose
    let riskWindowEnd: Instant?

    var agenda: [AgendaItem] = []
    var advice: [AdviceLine] = []
    var alerts: [AdviceLine] = []
    var reactions: [ManagementAnswer] = []
    /// Grades that ungraded signs leave possible.
    var possible: [Grading.Scale: Set<Int>] = [:]
    /// Moments other than those of the agenda at which something changes.
    var changes: [Instant] = []

    init(advisor: Advisor, plan: TherapyProtocol, chart: Chart, state: CourseState, now: Instant) {
        self.advisor = advisor
        self.plan = plan
        self.chart = chart
        self.state = state
        self.now = now
        let zone = advisor.rules.zone
        today = zone.day(of: now)
        regimen = plan.regimens[Int(state.regimen)]
        next = DoseCalendar(plan: plan, zone: zone).next(
            after: state.doses[...], regimen: state.regimen, frequency: state.frequency, today: today)
        riskWindowEnd = Self.riskWindow(state, regimen: regimen, therapy: plan.therapy, advisor: advisor)
        agenda.reserveCapacity(12)
        advice.reserveCapacity(8)
        alerts.reserveCapacity(8)
    }

    var therapy: Therapy { plan.therapy }
    var zone: Zone { advisor.rules.zone }
    var limits: Limits { advisor.protocols.library.limits }

    mutating func run() {
        reviewRecord()
        reviewSigns()
        reviewGrades()
        manageReactions()
        reviewHolds()
        reviewLastDose()
        planNextDose()
        reviewWeight()
        observe()
        noteContent()
    }

    func finished() -> CourseAdvice {
        CourseAdvice(
            now: now, next: next, agenda: agenda.sorted(by: Self.soonerFirst), advice: advice,
            alerts: alerts.enumerated().sorted {
                ($0.element.level, $0.offset) < ($1.element.level, $1.offset)
            }.map(\.element), reactions: reactions, riskWindowEnd: riskWindowEnd, wakeAt: wakeAt())
    }

    /// Undone before done, then by due time.
    private static func soonerFirst(_ left: AgendaItem, _ right: AgendaItem) -> Bool {
        func key(_ item: AgendaItem) -> (Int, Int64) {
            let done = item.status == .done || item.status == .missed
            return (done ? 1 : 0, (item.due ?? item.earliest ?? item.latest)?.milliseconds ?? .max)
        }
        return key(left) < key(right)
    }

    /// The next moment any boundary on the agenda is crossed.
    private func wakeAt() -> Instant? {
        var wake: Instant?
        func consider(_ moment: Instant?) {
            guard let moment, moment > now else { return }
            wake = wake.map { min($0, moment) } ?? moment
        }
        for item in agenda where item.status != .done && item.status != .missed {
            consider(item.earliest)
            consider(item.due)
            consider(item.latest)
        }
        consider(riskWindowEnd)
        for moment in changes { consider(moment) }
        // At midnight the days since the last dose change, with them the restart table's answer, and the weight is
        // a day older.
        if next.daysSinceLast != nil || state.weighedAt != nil { consider(zone.instant(today + 1)) }
        // A reaction that lasts crosses the durations at which the label's rows change.
        for scale in Grading.Scale.allCases {
            guard let opened = state.track(scale).openedAt,
                let rules = ModificationRules(therapy, table: scale == .crs ? "crs" : "icans"),
                let hours = rules.nextChange(after: now.hours(since: opened))
            else { continue }
            consider(opened.adding(hours: hours))
        }
        return wake
    }

    // MARK: Words

    /// - Parameter citation: What the line rests on, where that is more than the house's own wording.
    mutating func alert(
        _ id: PhraseID, _ values: [(String, String)] = [], why: String = "", citation: Citation? = nil
    ) {
        alerts.append(Advisor.line(advisor.protocols.phrase(id), values, why: why, citation: citation))
    }

    mutating func advise(_ id: PhraseID, _ values: [(String, String)] = [], why: String = "") {
        advice.append(Advisor.line(advisor.protocols.phrase(id), values, why: why))
    }

    /// A row of a table as a line of advice.
    mutating func advise(_ table: DecisionTable, row: Int, level: Phrase.Level, why: String) {
        let found = table.rows[row]
        guard let say = found.outcome.say ?? found.outcome.action else { return }
        advice.append(
            AdviceLine(
                id: "\(table.id)-\(found.id)", level: level, what: say, why: why, citation: found.citation,
                table: table.id, row: found.id))
    }

    func doseTitle(_ position: Int) -> String { TherapyProtocol.title(regimen.regimen.doses[position].name) }

    func doseTitle(code: UInt8) -> String {
        Int(code) < plan.doseNames.count ? TherapyProtocol.title(plan.doseNames[Int(code)]) : "dose"
    }

    func daysText(_ days: Int) -> String { days == 1 ? "1 day" : "\(days) days" }

    /// `31 h after step-up dose 2`.
    func elapsed(_ moment: Instant) -> String {
        guard let last = state.lastDose, moment >= last.at else { return "before the last dose" }
        let hours = moment.hours(since: last.at)
        let span = hours < 96 ? "\(hours) h" : daysText(zone.day(of: moment) - zone.day(of: last.at))
        return "\(span) after \(doseTitle(code: last.code))"
    }

    func temperature(_ hundredths: Int16, fahrenheit: Bool) -> String {
        let value = BodyTemperature(hundredthsCelsius: Int(hundredths))
        return fahrenheit ? "\(value.fahrenheitText) °F (\(value.celsiusText) °C)" : value.description
    }

    private static func riskWindow(
        _ state: CourseState, regimen: RegimenProtocol, therapy: Therapy, advisor: Advisor
    ) -> Instant? {
        guard let last = state.lastDose else { return nil }
        let position = regimen.position(of: last.code)
        guard position >= 0 else { return nil }
        var hours = regimen.regimen.doses[position].stepUp ? advisor.protocols.library.limits.riskWindowHours : 0
        for rule in regimen.observation[position] where advisor.rules.applies(rule, in: therapy) {
            hours = max(hours, rule.hours)
        }
        return hours > 0 ? last.at.adding(hours: hours) : nil
    }
}
