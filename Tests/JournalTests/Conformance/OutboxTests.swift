import Journal
import Testing

/// What is to be sent because of events.
@Suite struct OutboxTests {
    @Test(arguments: Implementation.allCases)
    func `messages are pending from their moment on, earliest first`(implementation: Implementation) async throws {
        try await withJournal(implementation) { journal in
            let later = message("later", notBefore: 20)
            let first = message("first", notBefore: 10)
            let second = message("second", notBefore: 10)
            _ = try await journal.append(append(to: patient("1"), 1, outbox: [later, first]))
            _ = try await journal.append(append(to: patient("2"), 2, outbox: [second]))
            #expect(try await journal.pendingOutbox(at: 9, limit: 10) == [])
            #expect(try await journal.pendingOutbox(at: 10, limit: 10) == [first, second])
            #expect(try await journal.pendingOutbox(at: 20, limit: 10) == [first, second, later])
            #expect(try await journal.pendingOutbox(at: 20, limit: 1) == [first])
            #expect(try await journal.pendingOutbox(at: 20, limit: -1) == [])
        }
    }

    @Test(arguments: Implementation.allCases)
    func `a message is pending until an append settles it, and may be settled twice`(
        implementation: Implementation
    ) async throws {
        try await withJournal(implementation) { journal in
            _ = try await journal.append(append(to: patient("1"), 1, outbox: [message("a"), message("b")]))
            _ = try await journal.append(append(to: patient("1"), after: 1, 2, settles: ["a", "unknown"]))
            #expect(try await journal.pendingOutbox(at: 0, limit: 10).map(\.id) == ["b"])
            _ = try await journal.append(append(to: patient("1"), after: 2, 3, settles: ["a", "b"]))
            #expect(try await journal.pendingOutbox(at: 0, limit: 10) == [])
        }
    }

    @Test(arguments: Implementation.allCases)
    func `an append that is refused neither sends nor settles`(implementation: Implementation) async throws {
        try await withJournal(implementation) { journal in
            _ = try await journal.append(append(to: patient("1"), 1, outbox: [message("a")]))
            let late = try append(to: patient("1"), 2, outbox: [message("b")], settles: ["a"])
            let conflict = await refusal { () async throws(JournalError) in try await journal.append(late) }
            #expect(conflict == .conflict(stream: "patient/1", expected: 0, actual: 1))
            let twice = try append(to: patient("2"), 3, outbox: [message("c"), message("a")], settles: ["a"])
            let duplicate = await refusal { () async throws(JournalError) in try await journal.append(twice) }
            #expect(duplicate == .duplicateEvent(id: "a"))

            #expect(try await journal.pendingOutbox(at: 0, limit: 10).map(\.id) == ["a"])
            #expect(try await journal.version(of: patient("2")) == 0)
            #expect(try await journal.events(after: 0, limit: 10).count == 1)
        }
    }
}
