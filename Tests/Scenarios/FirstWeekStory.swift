import Clinical
import Course
import Foundation
import JSONText
import Journal
import Practice
import Service
import Synchronization
import Testing

/// Whole stories through the running practice, as a nurse would tell them.
@Suite struct FirstWeekStory {
    final class Night: Sendable {
        private let clock: Mutex<Instant>
        init(_ start: Instant) { clock = Mutex(start) }
        var now: Instant { clock.withLock { $0 } }
        func forward(hours: Int) { clock.withLock { $0 = $0.adding(hours: hours) } }
    }

    static func practice(_ night: Night) async throws -> PracticeService {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Content").path
        let protocols = Protocols(try ContentLibrary.load(try ContentFolder.read(folder)))
        let counter = Mutex<UInt64>(0)
        let world = World(
            now: { night.now },
            newID: {
                let next = counter.withLock { value in
                    value += 1
                    return value
                }
                return World.uuid7(at: night.now, high: next, low: next)
            })
        return try await PracticeService(
            protocols: protocols, site: DemoPractice.site, journal: MemoryJournal(), world: world)
    }

    @Test func `a first week with a fever after the second dose`() async throws {
        let night = Night(try #require(Instant(iso: "2026-03-05T09:00:00-06:00")))
        let practice = try await Self.practice(night)
        let id = try await practice.register(
            ["name": "Story Sample", "born": "1958-02-03", "synthetic": true], at: night.now, author: "nurse"
        ).id
        func tell(_ type: EventType, _ body: JSON) async throws -> CourseAdvice {
            let record = try await practice.record(
                [Draft(type, at: night.now, body)], patient: id, author: "nurse")
            return practice.advice(record, now: night.now)
        }
        func look() async throws -> CourseAdvice {
            practice.advice(try await practice.record(id), now: night.now)
        }

        // Nothing is planned without a weight.
        var said = try await tell(.courseStarted, ["therapy": "teclistamab", "regimen": "monotherapy"])
        #expect(said.alerts.contains { $0.id == "weight-missing" })
        said = try await tell(.weighed, ["weightKg": .number("71.4")])
        #expect(!said.alerts.contains { $0.id == "weight-missing" })

        // Step-up dose 1 on Thursday; three days later, over the change to summer time, dose 2 is due.
        said = try await tell(.doseGiven, ["dose": "step-up-1"])
        #expect(said.agenda.contains { $0.kind == .observation && $0.status == .due })
        night.forward(hours: 71)
        said = try await look()
        let next = try #require(said.agenda.first { $0.kind == .dose && $0.status != .done })
        #expect(next.dose == "step-up-2")
        #expect(next.status == .due)

        // A fever 31 h after dose 2: red, and grading is asked for.
        _ = try await tell(.doseGiven, ["dose": "step-up-2"])
        night.forward(hours: 31)
        said = try await tell(
            .vitals, ["temperatureC": .number("38.6"), "hypotension": true, "oxygenDevice": "none", "vasopressors": []])
        #expect(said.alerts.first?.id == "fever-ungraded")
        #expect(said.alerts.first?.level == .red)
        #expect(said.alerts.first?.what.contains("grade 2") == true)

        // Graded and held; a dose now would be against the hold.
        _ = try await tell(.graded, ["scale": "crs", "grade": 2])
        said = try await tell(.held, ["reason": "CRS grade 2"])
        #expect(!said.alerts.contains { $0.id == "fever-ungraded" })
        #expect(said.alerts.contains { $0.id == "toxicity-open-severe" })
        #expect(said.alerts.contains { $0.id == "held" })

        // Resolved: the conditions for the next dose stand in the advice, with their source.
        night.forward(hours: 20)
        _ = try await tell(
            .vitals,
            ["temperatureC": .number("36.8"), "hypotension": false, "oxygenDevice": "none", "vasopressors": []])
        _ = try await tell(.graded, ["scale": "crs", "grade": 0])
        said = try await tell(.resumed, ["reason": "CRS resolved, physician agrees"])
        #expect(said.advice.contains { $0.table == "crs" })
        #expect(!said.alerts.contains { $0.id == "held" })

        // Nobody comes: on day 8 the plan is over and the restart table speaks.
        night.forward(hours: 24 * 6)
        said = try await look()
        #expect(said.next?.basis == .restart)
        #expect(said.alerts.contains { $0.id == "restart-due" && $0.what.contains("Repeat step-up dose 2") })
    }

    @Test func `a late entry takes its place in the story`() async throws {
        let night = Night(try #require(Instant(iso: "2026-06-01T09:00:00-05:00")))
        let practice = try await Self.practice(night)
        let id = try await practice.register(
            ["name": "Late Sample", "born": "1950-05-05"], at: night.now, author: "nurse"
        ).id
        let start = night.now
        _ = try await practice.record(
            [Draft(.courseStarted, at: start, ["therapy": "elranatamab"])], patient: id, author: "nurse")
        night.forward(hours: 100)
        _ = try await practice.record(
            [Draft(.doseGiven, at: start.adding(hours: 74), ["dose": "step-up-2"])], patient: id, author: "nurse")
        let record = try await practice.record(
            [Draft(.doseGiven, at: start.adding(hours: 1), ["dose": "step-up-1"])], patient: id, author: "nurse")
        let advice = practice.advice(record, now: night.now)
        #expect(record.state.doses.map(\.version) == [4, 3])
        #expect(!advice.alerts.contains { $0.id == "dose-unexpected" })
    }
}
