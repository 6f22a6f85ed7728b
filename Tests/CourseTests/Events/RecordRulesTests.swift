import Clinical
import Course
import JSONText
import Testing

@Suite struct `Joining a record` {
    private func check(_ story: Story, _ type: String, _ at: String, _ body: JSON, now: String = "2026-11-20 12:00")
        throws
    {
        let reader = EventReader(story.protocols)
        let chart = reader.chart(story.events)
        let event = RecordedEvent(
            version: story.events.count + 1, type: type, at: moment(at), recordedAt: moment(now), author: "nurse",
            body: body)
        try RecordRules(story.protocols).check(try reader.adding(event, to: chart).fact, on: chart, now: moment(now))
    }

    private var story: Story {
        get throws {
            try Story("teclistamab", from: "2026-11-01 08:00").weight("70", "2026-11-02 08:00").dose(
                "step-up-1", "2026-11-02 10:00")
        }
    }

    @Test func `what has happened after the registration may join`() throws {
        #expect(throws: Never.self) {
            try self.check(self.story, "dose-given", "2026-11-05 10:00", ["dose": "step-up-2"])
        }
        #expect(throws: Never.self) { try self.check(self.story, "vitals", "2026-11-20 12:00", ["temperatureC": 37]) }
        #expect(throws: Never.self) {
            try self.check(self.story, "corrected", "2026-11-05 10:00", ["version": 4, "why": "wrong patient"])
        }
    }

    @Test(
        arguments: [
            ("vitals", "2026-11-20 12:01", ["temperatureC": 37], "record.future"),
            ("dose-given", "2026-11-01 07:59", ["dose": "step-up-1"], "record.dose-before-registration"),
            ("dose-given", "2026-11-02 10:00", ["dose": "step-up-2"], "record.dose-twice"),
            ("course-started", "2026-11-03 10:00", ["therapy": "teclistamab"], "record.already-started"),
            ("resumed", "2026-11-03 10:00", ["reason": "well"], "record.not-held"),
            ("corrected", "2026-11-03 10:00", ["version": 9, "why": "x"], "record.no-such-entry"),
            ("corrected", "2026-11-03 10:00", ["version": 1, "why": "x"], "record.cannot-correct"),
        ] as [(String, String, JSON, String)])
    func `what cannot join is refused with its code`(type: String, at: String, body: JSON, code: String) throws {
        let error = #expect(throws: FieldError.self) { try self.check(self.story, type, at, body) }
        #expect(error?.code == code)
    }

    @Test func `nothing may join before a registration, nor before birth`() throws {
        let reader = EventReader(try House.protocols)
        let rules = RecordRules(try House.protocols)
        let note = TimedFact(at: moment("2026-11-02 10:00"), version: 1, fact: .note(text: -1))
        #expect(
            #expect(throws: FieldError.self) { try rules.check(note, on: .empty, now: moment("2026-11-03 10:00")) }?
                .code == "record.not-registered")
        let born = reader.chart([
            RecordedEvent(
                version: 1, type: "registered", at: moment("2026-11-02 08:00"), recordedAt: moment("2026-11-02 08:00"),
                author: "", body: ["born": "1950-05-05"])
        ])
        let early = TimedFact(at: moment("1950-05-01 10:00"), version: 2, fact: .note(text: -1))
        #expect(
            #expect(throws: FieldError.self) { try rules.check(early, on: born, now: moment("2026-11-03 10:00")) }?.code
                == "record.before-birth")
    }

    @Test func `an entry that cannot be read is corrected and then alarms no longer`() throws {
        let unreadable = try story.dose("step-up-22", "2026-11-05 10:00")
        #expect(throws: Never.self) {
            try self.check(unreadable, "corrected", "2026-11-05 11:00", ["version": 5, "why": "typing error"])
        }
        let corrected = unreadable.corrects(5, "2026-11-05 11:00")
        #expect(unreadable.chart.unreadable.map(\.version) == [5] && corrected.chart.unreadable.isEmpty)
        let again = #expect(throws: FieldError.self) {
            try self.check(corrected, "corrected", "2026-11-05 12:00", ["version": 5, "why": "x"])
        }
        #expect(again?.field == "version")
    }

    @Test func `an entry is corrected once, a correction never`() throws {
        let corrected = try story.corrects(4, "2026-11-03 10:00")
        for (version, code) in [(4, "record.corrected-before"), (5, "record.cannot-correct")] {
            let error = #expect(throws: FieldError.self) {
                try self.check(corrected, "corrected", "2026-11-04 10:00", ["version": .int(version), "why": "x"])
            }
            #expect(error?.code == code)
        }
    }

    @Test func `after a start was struck out a new one may join, and a dose at the struck dose's time`() throws {
        #expect(throws: Never.self) {
            try self.check(
                self.story.corrects(2, "2026-11-03 10:00"), "course-started", "2026-11-01 08:00",
                ["therapy": "elranatamab"])
        }
        #expect(throws: Never.self) {
            try self.check(
                self.story.corrects(4, "2026-11-03 10:00"), "dose-given", "2026-11-02 10:00", ["dose": "step-up-1"])
        }
    }
}
