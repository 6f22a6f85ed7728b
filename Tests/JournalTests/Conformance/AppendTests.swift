import Journal
import Testing

/// What every journal promises about writing and reading back.
@Suite struct AppendTests {
    @Test(arguments: Implementation.allCases)
    func `events come back as they were written, in order`(implementation: Implementation) async throws {
        try await withJournal(implementation) { journal in
            let stream = try patient("1")
            let first = try await journal.append(append(to: stream, 1, 2))
            let second = try await journal.append(append(to: stream, after: 2, 3))

            let all = try await journal.read(stream, after: 0)
            #expect(all == first + second)
            #expect(all.map(\.version) == [1, 2, 3])
            #expect(all.map(\.event) == [event(1), event(2), event(3)])
            #expect(all.allSatisfy { $0.recordedAt == 1_763_000_000_500 && $0.hash.count == 32 })
            #expect(all.map(\.sequence) == all.map(\.sequence).sorted() && Set(all.map(\.sequence)).count == 3)
            #expect(try await journal.read(stream, after: 1) == Array(all.dropFirst()))
            #expect(try await journal.read(stream, after: 3) == [])
            #expect(try await journal.version(of: stream) == 3)
        }
    }

    @Test(arguments: Implementation.allCases)
    func `a stream nobody wrote is empty`(implementation: Implementation) async throws {
        try await withJournal(implementation) { journal in
            let nobody = try patient("nobody")
            #expect(try await journal.read(nobody, after: 0) == [])
            #expect(try await journal.version(of: nobody) == 0)
            #expect(try await journal.events(after: 0, limit: 10) == [])
            #expect(try await journal.verify() == ChainReport(streams: 0, events: 0, firstBroken: nil))
        }
    }

    @Test(arguments: Implementation.allCases, [0, 1, 3, -1])
    func `an append decided on another version is refused`(implementation: Implementation, expected: Int) async throws {
        try await withJournal(implementation) { journal in
            let stream = try patient("1")
            _ = try await journal.append(append(to: stream, 1, 2))
            let error = await refusal { () async throws(JournalError) in
                try await journal.append(append(to: stream, after: expected, 3))
            }
            #expect(error == .conflict(stream: "patient/1", expected: expected, actual: 2))
            #expect(try await journal.version(of: stream) == 2)
        }
    }

    @Test(arguments: Implementation.allCases)
    func `a stream that must exist is not made`(implementation: Implementation) async throws {
        try await withJournal(implementation) { journal in
            let stream = try patient("1")
            let error = await refusal { () async throws(JournalError) in
                try await journal.append(append(to: stream, after: 1, 1))
            }
            #expect(error == .conflict(stream: "patient/1", expected: 1, actual: 0))
            #expect(try await journal.summaries(kind: "patient") == [])
        }
    }

    @Test(arguments: Implementation.allCases)
    func `an id is stored once in the whole journal, and its append leaves nothing`(
        implementation: Implementation
    ) async throws {
        try await withJournal(implementation) { journal in
            _ = try await journal.append(append(to: patient("1"), 1))
            let elsewhere = try append(to: patient("2"), 2, 1, wakeAt: 5, outbox: [message("m")])
            let again = await refusal { () async throws(JournalError) in try await journal.append(elsewhere) }
            #expect(again == .duplicateEvent(id: eventID(1)))
            let twice = try append(to: patient("3"), 4, 4)
            let inOne = await refusal { () async throws(JournalError) in try await journal.append(twice) }
            #expect(inOne == .duplicateEvent(id: eventID(4)))

            #expect(try await journal.events(after: 0, limit: 10).map(\.id) == [eventID(1)])
            #expect(try await journal.summaries(kind: "patient").count == 1)
            #expect(try await journal.streamsDue(at: 5, limit: 10) == [])
            #expect(try await journal.pendingOutbox(at: 5, limit: 10) == [])
            _ = try await journal.append(append(to: patient("2"), 2))
        }
    }

    @Test(arguments: Implementation.allCases)
    func `the journal is read across streams in the order of writing`(implementation: Implementation) async throws {
        try await withJournal(implementation) { journal in
            for number in 1...7 {
                let stream = try patient("\(number % 3)")
                let version = try await journal.version(of: stream)
                _ = try await journal.append(append(to: stream, after: version, number))
            }
            var seen: [StoredEvent] = []
            while case let page = try await journal.events(after: seen.last?.sequence ?? 0, limit: 3), !page.isEmpty {
                #expect(page.count <= 3)
                seen += page
            }
            #expect(seen.map(\.id) == (1...7).map(eventID))
            #expect(seen.filter { $0.stream.id == "1" } == (try await journal.read(patient("1"), after: 0)))
            #expect(try await journal.events(after: 0, limit: 0) == [])
            #expect(try await journal.events(after: 0, limit: -1) == [])
            #expect(try await journal.events(after: -5, limit: 1).map(\.id) == [eventID(1)])
        }
    }
}
