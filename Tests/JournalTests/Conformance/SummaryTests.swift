import Journal
import Testing

/// What lists and the waker read.
@Suite struct SummaryTests {
    @Test(arguments: Implementation.allCases)
    func `a summary is the newest one of its stream, listed by kind in order`(
        implementation: Implementation
    ) async throws {
        try await withJournal(implementation) { journal in
            for (number, name) in ["patient/b", "site/x", "patient/a", "patient/B"].enumerated() {
                _ = try await journal.append(append(to: StreamID(name), number + 1, wakeAt: 9))
            }
            var newer = try append(to: patient("b"), after: 1, 10, 11, wakeAt: nil)
            newer.summaryBody = [7]
            _ = try await journal.append(newer)

            let summaries = try await journal.summaries(kind: "patient")
            #expect(summaries.map(\.stream.id) == ["B", "a", "b"])
            #expect(summaries.last == Summary(stream: try patient("b"), version: 3, wakeAt: nil, body: [7]))
            #expect(summaries.first?.wakeAt == 9)
            #expect(try await journal.summaries(kind: "nothing") == [])
        }
    }

    @Test(arguments: Implementation.allCases)
    func `due streams come oldest first, equal ones by name, the moment itself included`(
        implementation: Implementation
    ) async throws {
        try await withJournal(implementation) { journal in
            let wakes: [(String, Int64?)] = [
                ("patient/c", 30), ("patient/a", 20), ("site/a", 10), ("patient/b", 10), ("patient/d", nil),
                ("patient/e", 31), ("patient/f", -5),
            ]
            for (number, wake) in wakes.enumerated() {
                _ = try await journal.append(append(to: StreamID(wake.0), number + 1, wakeAt: wake.1))
            }
            func due(_ now: Int64, _ limit: Int) async throws -> [String] {
                try await journal.streamsDue(at: now, limit: limit).map(\.stream.description)
            }
            #expect(try await due(30, 10) == ["patient/f", "patient/b", "site/a", "patient/a", "patient/c"])
            #expect(try await due(29, 10) == ["patient/f", "patient/b", "site/a", "patient/a"])
            #expect(try await due(30, 2) == ["patient/f", "patient/b"])
            #expect(try await due(30, 0) == [])
            #expect(try await due(30, -1) == [])
            #expect(try await due(-6, 10) == [])

            // A stream stays due until an append moves it.
            _ = try await journal.append(append(to: patient("f"), after: 1, 100, wakeAt: 40))
            _ = try await journal.append(append(to: patient("b"), after: 1, 101, wakeAt: nil))
            #expect(try await due(30, 10) == ["site/a", "patient/a", "patient/c"])
        }
    }
}
