import Journal
import Testing

/// The clock of the machine may be set back while the journal is open.
@Suite struct ClockTests {
    @Test(arguments: Implementation.allCases)
    func `events recorded an hour before the last one are kept in the order they came`(
        implementation: Implementation
    ) async throws {
        try await withJournal(implementation) { journal in
            let hour: Int64 = 3_600_000
            let stream = try patient("1")
            for (index, moment) in [10 * hour, 9 * hour, 9 * hour, 11 * hour, 0].enumerated() {
                var next = append(to: stream, after: index, index + 1)
                next.recordedAt = moment
                _ = try await journal.append(next)
            }
            let read = try await journal.read(stream, after: 0)
            #expect(read.map(\.recordedAt) == [10 * hour, 9 * hour, 9 * hour, 11 * hour, 0])
            #expect(read.map(\.sequence) == read.map(\.sequence).sorted())
            #expect(try await journal.events(after: 0, limit: 9) == read)
            #expect(try await journal.verify() == ChainReport(streams: 1, events: 5, firstBroken: nil))
        }
    }
}
