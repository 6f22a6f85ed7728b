import Journal
import Testing

/// What every journal promises about appends that depend on a leading one.
@Suite struct TogetherTests {
    private let audit: StreamID

    init() throws { audit = try StreamID(kind: "audit", id: "today") }

    private func submit(
        _ journal: any Journal, lead: Append, _ appends: [Append]
    ) async throws -> TogetherAnswer {
        let lead = try #require(try journal.ready(lead))
        let ready = try appends.map { try #require(try journal.ready($0)) }
        return await withCheckedContinuation { reply in
            journal.submit(lead: lead, ready) { reply.resume(returning: $0) }
        }
    }

    @Test(arguments: Implementation.allCases)
    func `the lead is written first, then the others, and all of it is chained`(
        implementation: Implementation
    ) async throws {
        try await withJournal(implementation) { journal in
            for number in 1...3 { _ = try await journal.append(append(to: patient("\(number)"), number)) }
            let answer = try await submit(
                journal, lead: append(to: audit, 10, 11),
                [
                    append(to: patient("1"), after: 1, 21, 31, wakeAt: 7), append(to: patient("2"), after: 1, 22),
                    append(to: patient("3"), after: 1, 23),
                ])
            #expect(answer.lead == nil)
            #expect(answer.others == [nil, nil, nil])
            #expect(try await journal.read(patient("1"), after: 1).map(\.event) == [event(21), event(31)])
            #expect(try await journal.summary(of: patient("1"))?.wakeAt == 7)
            let last = try #require(try await journal.read(audit, after: 0).last)
            for number in 1...3 {
                let first = try #require(try await journal.read(patient("\(number)"), after: 1).first)
                #expect(first.sequence > last.sequence)
            }
            // Each has a mark of its own, so that another node passes none over.
            let changes = try await journal.changes(kind: "patient", after: 0, limit: 2)
            let rest = try await journal.changes(kind: "patient", after: changes.mark, limit: 2)
            #expect(Set((changes.summaries + rest.summaries).map(\.stream)).count == 3)
            #expect(try await journal.verify() == ChainReport(streams: 4, events: 9, firstBroken: nil))
        }
    }

    @Test(arguments: Implementation.allCases)
    func `without its lead nothing is written`(implementation: Implementation) async throws {
        try await withJournal(implementation) { journal in
            _ = try await journal.append(append(to: patient("1"), 1))
            let answer = try await submit(
                journal, lead: append(to: audit, after: 5, 10), [append(to: patient("1"), after: 1, 2)])
            let refusal = JournalError.conflict(stream: "audit/today", expected: 5, actual: 0)
            #expect(answer.lead == refusal)
            #expect(answer.others == [refusal])
            #expect(try await journal.version(of: patient("1")) == 1)
            #expect(try await journal.verify() == ChainReport(streams: 1, events: 1, firstBroken: nil))
        }
    }

    @Test(arguments: Implementation.allCases)
    func `one that is refused leaves the lead and its neighbours alone`(implementation: Implementation) async throws {
        try await withJournal(implementation) { journal in
            for number in 1...3 { _ = try await journal.append(append(to: patient("\(number)"), number)) }
            let answer = try await submit(
                journal, lead: append(to: audit, 10),
                [
                    append(to: patient("1"), after: 1, 21), append(to: patient("2"), after: 4, 22),
                    append(to: patient("3"), after: 1, 23),
                ])
            #expect(answer.lead == nil)
            #expect(answer.others == [nil, .conflict(stream: "patient/2", expected: 4, actual: 1), nil])
            #expect(try await journal.verify() == ChainReport(streams: 4, events: 6, firstBroken: nil))
        }
    }

    @Test(arguments: [Implementation.sqlite, .sealedSQLite])
    func `an id that is there already takes back all of it and nothing of others`(
        implementation: Implementation
    ) async throws {
        try await withJournal(implementation) { journal in
            _ = try await journal.append(append(to: patient("1"), 1))
            let answer = try await submit(
                journal, lead: append(to: audit, 10), [append(to: patient("1"), after: 1, 2, 1)])
            #expect(answer.lead == .duplicateEvent(id: eventID(1)))
            #expect(try await journal.version(of: patient("1")) == 1)
            #expect(try await journal.version(of: audit) == 0)
            #expect(try await journal.verify() == ChainReport(streams: 1, events: 1, firstBroken: nil))
        }
    }

    @Test func `a closed journal answers, and a stream without a key in memory is not ready`() async throws {
        try await withFolder { folder in
            let path = folder.file("journal.sqlite")
            let file = try SQLiteJournal(path: path)
            let journal = SealedJournal(file, ring: try testRing(), sealing: ["patient"])
            #expect(try journal.ready(append(to: patient("1"), 1)).map { _ in true } == nil)
            _ = try await journal.append(append(to: patient("1"), 1))
            let other = SealedJournal(file, ring: try testRing(), sealing: ["patient"])
            #expect(try other.ready(append(to: patient("1"), after: 1, 2)).map { _ in true } == nil)
            let lead = try #require(try journal.ready(append(to: audit, 10)))
            await journal.close()
            let answer = await withCheckedContinuation { reply in
                journal.submit(lead: lead, [lead]) { reply.resume(returning: $0) }
            }
            #expect(answer.lead == .closed)
            #expect(answer.others == [.closed])
        }
    }
}
