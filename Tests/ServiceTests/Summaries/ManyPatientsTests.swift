import Clinical
import Journal
import Testing

@testable import Service

@Suite struct `A start with many patients` {
    @Test(arguments: [0, 999, 1_000, 2_000, 2_001])
    func `takes in every summary, however many parts it takes to read them`(count: Int) async throws {
        let journal = MemoryJournal()
        var sample = SummarySample(seed: UInt64(count))
        let at = Instant(milliseconds: 1_790_000_000_000)
        var expected: [String: PatientSummary] = [:]
        for number in 0..<count {
            let drawn = sample.summary(id: "patient-\(number)")
            var summary = try #require(drawn)
            summary.version = 1
            expected[summary.id] = summary
            let event = NewEvent(
                id: World.uuid7(at: at, high: UInt64(number), low: UInt64(number)), type: "registered",
                occurredAt: at.milliseconds, author: "test", site: "test", body: Array("{}".utf8))
            _ = try await journal.append(
                Append(
                    stream: try StreamID(kind: "patient", id: summary.id), expectedVersion: 0, events: [event],
                    summaryWakeAt: summary.wakeAt?.milliseconds, summaryBody: summary.body,
                    recordedAt: at.milliseconds))
        }
        let practice = try await TestPractice(journal: journal)
        #expect(practice.service.patientCount == count)
        let wrong = expected.filter { id, summary in practice.service.summary(id) != summary }.keys.sorted()
        #expect(wrong.isEmpty, "\(wrong.prefix(3)) of \(count)")
    }
}
