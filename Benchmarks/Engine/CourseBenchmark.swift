import Clinical
import Course
import JSONText

/// From stored bytes to advice, on the real content: what one patient page costs the engine.
struct CourseBenchmark {
    private static let events = 300
    private let reader: EventReader
    private let advisor: Advisor
    private let fever: BodyTemperature
    private let courses: [StoredCourse]
    private let charts: [Chart]
    private let states: [CourseState]

    init(_ protocols: Protocols) throws(BenchmarkError) {
        let zone = Zone.chicago
        reader = EventReader(protocols)
        advisor = Advisor(protocols, rules: SiteRules(zone: zone))
        fever = protocols.library.limits.fever
        var courses: [StoredCourse] = []
        for plan in protocols.protocols {
            for regimen in plan.regimens {
                for moment in Moment.allCases {
                    var writer = CourseWriter(plan: plan, regimen: regimen, zone: zone)
                    courses.append(writer.write(moment, count: Self.events))
                }
            }
        }
        self.courses = courses
        var charts: [Chart] = []
        for course in courses {
            let chart = Self.load(course, with: reader)
            guard chart.facts.count == Self.events else {
                throw BenchmarkError("\(course.name): \(chart.facts.count) facts; \(chart.unreadable.map(\.why))")
            }
            charts.append(chart)
        }
        self.charts = charts
        let fever = fever
        states = charts.map { $0.state(fever: fever) }
    }

    func run() {
        measure("advise", advise)
        measure("fold300+advise") { index in
            advise(charts[index], charts[index].state(fever: fever), courses[index].now)
        }
        measure("load300+fold") { index in Self.load(courses[index], with: reader).state(fever: fever).count }
        measure("load300+fold+advise") { index in
            let chart = Self.load(courses[index], with: reader)
            return advise(chart, chart.state(fever: fever), courses[index].now)
        }
    }

    private func advise(_ index: Int) -> Int { advise(charts[index], states[index], courses[index].now) }

    /// - Returns: How many lines were said, so that nothing can be left out.
    private func advise(_ chart: Chart, _ state: CourseState, _ now: Instant) -> Int {
        let said = advisor.advise(chart, state, now: now)
        return said.agenda.count + said.advice.count + said.alerts.count
    }

    /// Bytes to facts: the JSON of every event is parsed and read strictly, as when a patient's page is opened cold.
    private static func load(_ course: StoredCourse, with reader: EventReader) -> Chart {
        var events: [RecordedEvent] = []
        events.reserveCapacity(course.events.count)
        for (index, event) in course.events.enumerated() {
            guard let body = try? JSON.parse(event.body) else { continue }
            events.append(
                RecordedEvent(
                    version: index + 1, type: event.type, at: event.at, recordedAt: event.at, author: "nurse",
                    body: body))
        }
        return reader.chart(events)
    }

    /// One run goes over all courses; then each course alone, the best of three short runs, for the dearest one.
    private func measure(_ bench: String, _ work: (Int) -> Int) {
        let (seconds, sum) = Stopwatch.measure {
            var sum = 0
            for index in courses.indices { sum += work(index) }
            return sum
        }
        var dearest = 0.0
        for index in courses.indices {
            let best = (0..<3).map { _ in Stopwatch.measure(seconds: 0.002) { work(index) }.seconds }.min()
            dearest = max(dearest, best ?? 0)
        }
        let one = seconds / Double(courses.count)
        report("Stepwell", bench, [("us_per_history", one * 1e6), ("us_dearest", dearest * 1e6)], checksum: sum)
    }
}
