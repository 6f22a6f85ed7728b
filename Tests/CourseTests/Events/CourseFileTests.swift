import Clinical
import Course
import JSONText
import Testing

@Suite struct `Course files` {
    @Test func `events stand with their fields beside type and time`() throws {
        let events = try RecordedEvent.read(
            course: JSON.parse(
                """
                {"events":[{"type":"registered","at":"2026-11-02T08:00:00-06:00","name":"A"},
                 {"type":"weighed","at":"2026-11-02T14:05:00Z","recordedAt":"2026-11-02T15:00:00Z","author":"nurse","weightKg":70}]}
                """))
        #expect(events.map(\.version) == [1, 2] && events.map(\.type) == ["registered", "weighed"])
        #expect(
            events[0].at == moment("2026-11-02 08:00") && events[0].recordedAt == events[0].at
                && events[1].recordedAt > events[1].at)
        #expect(events[1].body == ["weightKg": 70] && events[1].author == "nurse")
    }

    @Test(arguments: [
        ("{}", "events", "field.kind"), (#"{"events":{}}"#, "events", "field.kind"), ("[]", "events", "field.kind"),
        (#"{"events":[1]}"#, "events[0]", "field.kind"),
        (#"{"events":[{"at":"2026-11-02T08:00:00Z"}]}"#, "events[0]", "field.kind"),
        (#"{"events":[{"type":"vitals"}]}"#, "events[0].at", "field.instant"),
        (#"{"events":[{"type":"vitals","at":"2026-02-30T08:00:00Z"}]}"#, "events[0].at", "field.instant"),
        (#"{"events":[{"type":"vitals","at":"2026-11-02T08:00:00"}]}"#, "events[0].at", "field.instant"),
        (
            #"{"events":[{"type":"vitals","at":"2026-11-02T08:00:00Z","recordedAt":7}]}"#, "events[0].recordedAt",
            "field.instant"
        ),
    ])
    func `a file in another form is refused at the entry`(text: String, field: String, code: String) throws {
        let error = #expect(throws: FieldError.self) { try RecordedEvent.read(course: JSON.parse(text)) }
        #expect(error?.field == field && error?.code == code)
    }

    @Test func `read strictly, the first wrong entry is the error; read leniently, it is kept aside`() throws {
        let events = try RecordedEvent.read(
            course: JSON.parse(
                """
                {"events":[{"type":"registered","at":"2026-11-02T08:00:00Z"},{"type":"course-started","at":"2026-11-02T08:01:00Z","therapy":"teclistamab"},
                 {"type":"weighed","at":"2026-11-02T08:02:00Z","weightKg":4000},{"type":"dose-given","at":"2026-11-02T09:00:00Z","dose":"step-up-1"}]}
                """))
        let reader = EventReader(try House.protocols)
        let error = #expect(throws: FieldError.self) { try reader.strictChart(events) }
        #expect(error?.field == "events[2].weightKg" && error?.code == "field.out-of-range")
        let chart = reader.chart(events)
        #expect(chart.unreadable.map(\.version) == [3] && chart.facts.count == 3)
        #expect(chart.unreadable[0].why.contains("weightKg"))
    }

    @Test func `adding events one by one gives the same chart as reading them all`() throws {
        let seed = Seed.value()
        var histories = RandomHistory(seed: seed)
        let reader = EventReader(try House.protocols)
        for round in 0..<60 {
            let story = try histories.story(10)
            // A second start may give earlier doses another meaning; that has its own tests.
            guard story.events.count(where: { $0.type == "course-started" }) == 1 else { continue }
            let versions = Set(story.chart.facts.map { Int($0.version) })
            let readable = story.events.filter { versions.contains($0.version) }
            var chart = Chart.empty
            for event in readable { chart = try reader.adding(event, to: chart).chart }
            let whole = reader.chart(readable)
            #expect(chart.facts.map(\.version) == whole.facts.map(\.version), "round \(round), seed \(seed)")
            #expect(
                "\(chart.state(fever: story.fever))" == "\(whole.state(fever: story.fever))",
                "round \(round), seed \(seed)")
            #expect(chart.texts == whole.texts && chart.patient == whole.patient)
        }
    }
}
