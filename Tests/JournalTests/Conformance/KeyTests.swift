import Journal
import Testing

/// What every journal promises about the wrapped keys of streams.
@Suite struct KeyTests {
    @Test(arguments: Implementation.stores)
    func `a key is kept when the stream is made and never changed by an append`(
        implementation: Implementation
    ) async throws {
        try await withJournal(implementation) { journal in
            let stream = try patient("1")
            let longest = Array(repeating: UInt8(7), count: 256)
            _ = try await journal.append(sealed(to: stream, 1, key: longest))
            var later = append(to: stream, after: 1, 2, wakeAt: 3)
            later.key = [1, 2, 3]
            _ = try await journal.append(later)
            #expect(try await journal.summary(of: stream)?.key == longest)
            #expect(try await journal.summaries(kind: "patient").map(\.key) == [longest])
            #expect(try await journal.streamsDue(at: 3, limit: 1).map(\.key) == [longest])
            #expect(try await journal.changes(kind: "patient", after: 0, limit: 1).summaries.map(\.key) == [longest])
            #expect(try await journal.claimDue(kind: "patient", at: 3, lease: 1, limit: 1).map(\.key) == [longest])
        }
    }

    @Test(arguments: Implementation.stores, [[0], Array(repeating: 7, count: 257)] as [[UInt8]])
    func `a key that is too long or looks destroyed is refused`(
        implementation: Implementation, key: [UInt8]
    ) async throws {
        try await withJournal(implementation) { journal in
            let stream = try patient("1")
            let error = await refusal { () async throws(JournalError) in
                try await journal.append(sealed(to: stream, 1, key: key))
            }
            #expect(error?.code == "journal.invalid-event")
            #expect(error?.description.contains("key of the append") == true)
            #expect(try await journal.version(of: stream) == 0)
        }
    }

    @Test(arguments: Implementation.stores)
    func `a destroyed key takes summary and claim with it, and nothing more is appended`(
        implementation: Implementation
    ) async throws {
        try await withJournal(implementation) { journal in
            let stream = try patient("1")
            var first = sealed(to: stream, 1)
            first.summaryWakeAt = 5
            _ = try await journal.append(first)
            _ = try await journal.append(append(to: patient("plain"), 2))
            #expect(try await journal.destroyKey(of: stream))
            let erased = Summary(stream: stream, version: 1, wakeAt: nil, body: [], key: [0])
            #expect(try await journal.summary(of: stream) == erased)
            #expect(erased.isErased)
            #expect(try await journal.streamsDue(at: 9, limit: 9) == [])

            let late = await refusal { () async throws(JournalError) in
                try await journal.append(append(to: stream, after: 1, 3))
            }
            #expect(late == .erased(stream: "patient/1"))
            let conflict = await refusal { () async throws(JournalError) in
                try await journal.append(append(to: stream, after: 7, 3))
            }
            #expect(conflict == .conflict(stream: "patient/1", expected: 7, actual: 1))
            #expect(try await journal.resummarize(stream, at: 1, wakeAt: 3, body: [1]) == false)
            #expect(try await journal.summary(of: stream) == erased)

            #expect(try await journal.destroyKey(of: stream) == false)
            #expect(try await journal.destroyKey(of: patient("plain")) == false)
            #expect(try await journal.destroyKey(of: patient("nobody")) == false)
            #expect(try await journal.summary(of: patient("plain"))?.isErased == false)
            #expect(try await journal.read(stream, after: 0).map(\.event) == [event(1)])
            #expect(try await journal.verify() == ChainReport(streams: 2, events: 2, firstBroken: nil))
        }
    }

    @Test(arguments: Implementation.stores)
    func `all keys are replaced together, except none and destroyed ones`(
        implementation: Implementation
    ) async throws {
        try await withJournal(implementation) { journal in
            for number in 1...5 {
                _ = try await journal.append(sealed(to: patient("\(number)"), number, key: [1, UInt8(number)]))
            }
            _ = try await journal.append(append(to: patient("plain"), 6))
            #expect(try await journal.destroyKey(of: patient("3")))
            let mark = try await journal.changes(kind: "patient", after: 0, limit: 99).mark

            let count = try await journal.rewrapKeys { old throws(JournalError) in [2] + old.dropFirst() }
            #expect(count == 4)
            #expect(
                try await journal.summaries(kind: "patient").map(\.key) == [
                    [2, 1], [2, 2], [0], [2, 4], [2, 5], [],
                ])
            #expect(try await journal.changes(kind: "patient", after: mark, limit: 99).summaries == [])
        }
    }

    @Test(arguments: Implementation.stores)
    func `a rewrapping that fails half way changes nothing`(implementation: Implementation) async throws {
        try await withJournal(implementation) { journal in
            for number in 1...9 {
                _ = try await journal.append(sealed(to: patient("\(number)"), number, key: [1, UInt8(number)]))
            }
            let before = try await journal.summaries(kind: "patient")
            let refused = await refusal { () async throws(JournalError) in
                try await journal.rewrapKeys { old throws(JournalError) in
                    guard old != [1, 6] else { throw .storage(code: "test", message: "no") }
                    return [2] + old
                }
            }
            #expect(refused == .storage(code: "test", message: "no"))
            let empty = await refusal { () async throws(JournalError) in
                try await journal.rewrapKeys { old throws(JournalError) in old == [1, 6] ? [0] : [3] + old }
            }
            #expect(empty?.code == "journal.invalid-event")
            #expect(try await journal.summaries(kind: "patient") == before)
            _ = try await journal.append(append(to: patient("1"), after: 1, 100))
        }
    }
}
