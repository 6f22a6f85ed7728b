import Journal
import Testing

/// What holds when many act at once.
@Suite struct ConcurrencyTests {
    @Test(arguments: Implementation.allCases)
    func `of two who append to the same version exactly one wins`(implementation: Implementation) async throws {
        try await withJournal(implementation) { journal in
            let stream = try patient("1")
            for round in 0..<100 {
                let refusals = await withTaskGroup(of: JournalError?.self) { group in
                    for racer in 1...2 {
                        group.addTask {
                            await refusal { () async throws(JournalError) in
                                try await journal.append(append(to: stream, after: round, 2 * round + racer))
                            }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(refusals.count { $0 == nil } == 1)
                let lost = JournalError.conflict(stream: "patient/1", expected: round, actual: round + 1)
                #expect(refusals.count { $0 == lost } == 1)
            }
            #expect(try await journal.read(stream, after: 0).map(\.version) == Array(1...100))
        }
    }

    @Test(arguments: Implementation.allCases)
    func `1000 appends over 50 streams leave no gap and the chains hold`(implementation: Implementation) async throws {
        var generator = SeededGenerator()
        let streams = try (0..<50).map { try patient("\($0)") }
        let plan = (0..<1000).map { index in streams[index % 50] }.shuffled(using: &generator)
        try await withJournal(implementation) { journal in
            let ids = IDs()
            try await withThrowingTaskGroup(of: StoredEvent?.self) { group in
                for stream in plan {
                    group.addTask { try await appendOnce(to: stream, ids: ids, journal) }
                }
                var stored: [String: StoredEvent] = [:]
                for try await event in group {
                    guard let event else { continue }
                    stored[event.id] = event
                }
                let inOrder = try await journal.events(after: 0, limit: 2000)
                #expect(inOrder.count == 1000)
                #expect(Dictionary(uniqueKeysWithValues: inOrder.map { ($0.id, $0) }) == stored)
            }
            for stream in streams {
                #expect(try await journal.read(stream, after: 0).map(\.version) == Array(1...20))
                #expect(try await journal.version(of: stream) == 20)
            }
            #expect(try await journal.verify() == ChainReport(streams: 50, events: 1000, firstBroken: nil))
        }
    }

    @Test(arguments: Implementation.allCases)
    func `closing answers what was accepted and refuses the rest`(implementation: Implementation) async throws {
        try await withJournal(implementation) { journal in
            let answers = try await withThrowingTaskGroup(of: JournalError?.self) { group in
                for number in 1...300 {
                    let stream = try patient("\(number)")
                    group.addTask {
                        await refusal { () async throws(JournalError) in
                            try await journal.append(append(to: stream, number))
                        }
                    }
                    if number == 150 { group.addTask { await close(journal) } }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0 == nil || $0 == .closed })
            await journal.close()

            let stream = try patient("1")
            let read = await refusal { () async throws(JournalError) in try await journal.read(stream, after: 0) }
            let verify = await refusal { () async throws(JournalError) in try await journal.verify() }
            let late = append(to: stream, 1000)
            let write = await refusal { () async throws(JournalError) in try await journal.append(late) }
            #expect([read, verify, write] == [.closed, .closed, .closed])
        }
    }

    @Test(arguments: Implementation.allCases)
    func `a cancelled caller still gets its answer`(implementation: Implementation) async throws {
        try await withJournal(implementation) { journal in
            let stream = try patient("1")
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                let stored = try await journal.append(append(to: stream, 1))
                return try await journal.read(stream, after: 0) == stored
            }
            #expect(try await task.value)
        }
    }

    /// Decides again on what is there, as a caller does, until the append is taken.
    private func appendOnce(to stream: StreamID, ids: IDs, _ journal: any Journal) async throws -> StoredEvent? {
        let event = event(id: ids.next())
        while true {
            let version = try await journal.version(of: stream)
            do throws(JournalError) {
                return try await journal.append(
                    Append(
                        stream: stream, expectedVersion: version, events: [event], summaryWakeAt: nil, summaryBody: [],
                        recordedAt: 1)
                ).first
            } catch {
                guard case .conflict = error else { throw error }
            }
        }
    }

    private func close(_ journal: any Journal) async -> JournalError? {
        await journal.close()
        return nil
    }
}
