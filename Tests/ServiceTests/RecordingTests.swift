import Clinical
import Course
import JSONText
import Journal
import Service
import Testing

@Suite struct RecordingTests {
    @Test func `what was recorded can be read back and shows on the board`() async throws {
        let practice = try await TestPractice()
        let id = try await practice.patient()
        practice.forward(hours: 1)
        _ = try await practice.service.record(
            [Draft(.weighed, at: practice.now, ["weightKg": .number("71.4")])], patient: id, author: "nurse")
        let record = try await practice.service.record(id)
        #expect(record.version == 3)
        #expect(record.state.weight?.grams == 71_400)
        #expect(practice.service.board(now: practice.now).rows.map(\.patient.id) == [id])
    }

    @Test(arguments: [
        (EventType.weighed, #"{"weightKg":0}"#, "weightKg"),
        (.weighed, #"{"weightKg":-3}"#, "weightKg"),
        (.weighed, #"{"weightKg":400.1}"#, "weightKg"),
        (.vitals, #"{"temperatureC":101}"#, "temperatureC"),
        (.vitals, #"{"temperatureC":29.9}"#, "temperatureC"),
        (.vitals, #"{"temperatureF":38}"#, "temperatureF"),
        (.neuroExam, #"{"ice":11}"#, "ice"),
        (.neuroExam, #"{"ice":-1}"#, "ice"),
        (.doseGiven, #"{"dose":"step-up-9"}"#, "dose"),
        (.graded, #"{"scale":"crs","grade":6}"#, "grade"),
        (.held, #"{"reason":"  "}"#, "reason"),
        (.corrected, #"{"version":99,"why":"typing error"}"#, "version"),
        (.note, #"{"text":"x","colour":"red"}"#, "colour"),
        (.resumed, #"{"reason":"well"}"#, "type"),
    ])
    func `bad input is refused by field and leaves the record alone`(
        type: EventType, body: String, field: String
    ) async throws {
        let practice = try await TestPractice()
        let id = try await practice.patient()
        let before = try await practice.service.record(id).version
        let draft = Draft(type, at: practice.now, try JSON.parse(body))
        do {
            _ = try await practice.service.record([draft], patient: id, author: "nurse")
            Issue.record("\(type) with \(body) was recorded")
        } catch {
            guard case .field(let wrong) = error else { throw error }
            #expect(wrong.field == field)
        }
        #expect(try await practice.service.record(id).version == before)
        #expect(try await practice.journal.verify().events == before)
    }

    @Test func `sixty people writing to one patient at once are all recorded`() async throws {
        let practice = try await TestPractice()
        let id = try await practice.patient()
        let before = try await practice.service.record(id).version
        let at = practice.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<60 {
                group.addTask {
                    _ = try await practice.service.record(
                        [Draft(.note, at: at, ["text": .string("note \(number)")])], patient: id, author: "nurse")
                }
            }
            try await group.waitForAll()
        }
        let record = try await practice.service.record(id)
        #expect(record.version == before + 60)
        #expect(Set(record.entries.compactMap { $0.body["text"]?.string }).count == 60)
        #expect(try await practice.journal.verify().firstBroken == nil)
    }

    @Test func `a time that has not come is refused`() async throws {
        let practice = try await TestPractice()
        let id = try await practice.patient()
        let draft = Draft(.note, at: practice.now.adding(minutes: 1), ["text": "later"])
        await #expect(throws: RecordError.self) {
            try await practice.service.record([draft], patient: id, author: "nurse")
        }
    }

    @Test func `a dose before registration is refused`() async throws {
        let practice = try await TestPractice()
        let id = try await practice.patient()
        let draft = Draft(.doseGiven, at: practice.now.adding(hours: -2), ["dose": "step-up-1"])
        do {
            _ = try await practice.service.record([draft], patient: id, author: "nurse")
            Issue.record("recorded")
        } catch {
            #expect(error.code == "record.dose-before-registration")
        }
    }

    @Test func `several drafts are recorded together or not at all`() async throws {
        let practice = try await TestPractice()
        let id = try await practice.patient()
        let good = Draft(.note, at: practice.now, ["text": "first"])
        let bad = Draft(.weighed, at: practice.now, ["weightKg": 0])
        await #expect(throws: RecordError.self) {
            try await practice.service.record([good, bad], patient: id, author: "nurse")
        }
        #expect(try await practice.service.record(id).version == 2)
    }

    @Test func `who comes second is shown what changed`() async throws {
        let practice = try await TestPractice()
        let id = try await practice.patient()
        _ = try await practice.service.record(
            [Draft(.note, at: practice.now, ["text": "first"])], patient: id, expecting: 2, author: "a")
        do {
            _ = try await practice.service.record(
                [Draft(.note, at: practice.now, ["text": "second"])], patient: id, expecting: 2, author: "b")
            Issue.record("the second one did not notice the first")
        } catch {
            guard case .changed(let since, let entries) = error else { throw error }
            #expect(since == 2)
            #expect(entries.map(\.type) == ["note"])
        }
    }

    @Test func `the same dose recorded twice at once is kept once`() async throws {
        let practice = try await TestPractice()
        let id = try await practice.patient()
        let draft = Draft(.doseGiven, at: practice.now, ["dose": "step-up-1"])
        let kept = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    (try? await practice.service.record([draft], patient: id, author: "nurse")) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(kept == 1)
        #expect(try await practice.service.record(id).state.doses.count == 1)
    }

    @Test func `a correction strikes the wrong entry and keeps it visible`() async throws {
        let practice = try await TestPractice()
        let id = try await practice.patient()
        practice.forward(hours: 1)
        _ = try await practice.service.record(
            [Draft(.weighed, at: practice.now, ["weightKg": .number("17.4")])], patient: id, author: "nurse")
        let record = try await practice.service.record(
            [
                Draft(.corrected, at: practice.now, ["version": 3, "why": "digits swapped"]),
                Draft(.weighed, at: practice.now, ["weightKg": .number("71.4")]),
            ], patient: id, author: "nurse")
        #expect(record.state.weight?.grams == 71_400)
        #expect(record.chart.struck == [3])
        #expect(record.entries.count == 5)
    }
}
