import Clinical
import Course
import Foundation
import JSONText
import Journal
import Service
import Testing

@Suite struct RestartOfServiceTests {
    @Test func `a practice on disk comes back as it was`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("stepwell-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = try PracticeFolder.make(folder.path)
        let first = try await TestPractice(journal: try SQLiteJournal(path: path))
        let id = try await first.patient()
        _ = try await first.service.record(
            [Draft(.doseGiven, at: first.now, ["dose": "step-up-1"])], patient: id, author: "nurse")
        let before = first.service.board(now: first.now).rows.map(\.patient)
        await first.service.close()

        let second = try await TestPractice(journal: try SQLiteJournal(path: path))
        #expect(second.service.board(now: second.now).rows.map(\.patient) == before)
        #expect(try await second.service.record(id).state.doses.count == 1)
        let report = try await second.journal.verify()
        #expect(report.firstBroken == nil)
        #expect(report.events == 3)
        await second.service.close()
    }

    @Test func `waking moves a patient from due to overdue without anybody recording anything`() async throws {
        let practice = try await TestPractice()
        let id = try await practice.patient()
        _ = try await practice.service.record(
            [Draft(.weighed, at: practice.now, ["weightKg": 70])], patient: id, author: "nurse")
        for (dose, hours) in [("step-up-1", 72), ("step-up-2", 24 * 12)] {
            _ = try await practice.service.record(
                [Draft(.doseGiven, at: practice.now, ["dose": .string(dose)])], patient: id, author: "nurse")
            practice.forward(hours: hours)
        }
        #expect(try await practice.service.wake(now: practice.now) == 1)
        let summary = try #require(practice.service.summary(id))
        #expect(summary.alert.contains("12 days"))
        #expect(summary.nextDose == "step-up-2")
        #expect(try await practice.service.wake(now: practice.now) == 0)
    }

    @Test func `the demo practice has twelve synthetic patients at different places of the board`() async throws {
        let practice = try await TestPractice()
        try await DemoPractice.load(into: practice.service)
        let board = practice.service.board(now: practice.now)
        #expect(board.rows.count == 12)
        #expect(board.rows.allSatisfy { $0.patient.synthetic })
        #expect(Set(board.rows.map(\.place)).count >= 5)
        let report = try await practice.journal.verify()
        #expect(report.firstBroken == nil)
    }

    @Test func `a demo never removes a journal that is no demo`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("stepwell-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = try PracticeFolder.make(folder)
        try Data("real".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: FolderError.self) { try PracticeFolder.clear(folder) }
        #expect(FileManager.default.contents(atPath: path) == Data("real".utf8))
    }
}
