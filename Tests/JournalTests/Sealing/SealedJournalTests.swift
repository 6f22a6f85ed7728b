import Foundation
import Testing

@testable import Journal

/// What lies in the store, what opens it, and what does not.
@Suite struct SealedJournalTests {
    let store = MemoryJournal()
    let journal: SealedJournal

    init() throws {
        journal = SealedJournal(store, ring: try testRing(), sealing: ["patient"])
    }

    private func secretAppend(to stream: StreamID, after version: Int = 0, _ number: Int) -> Append {
        var next = append(to: stream, after: version, number, wakeAt: 5, outbox: [message("m\(number)", body: secret)])
        next.events[0].body = secret
        next.summaryBody = secret
        return next
    }

    private let secret = Array("{\"name\":\"Maria Oliveira\"}".utf8)

    @Test func `nothing that was given can be found in the store`() async throws {
        let stored = try await journal.append(secretAppend(to: patient("1"), 1))
        #expect(stored.map(\.body) == [secret])
        let raw = try #require(try await store.summary(of: patient("1")))
        let event = try #require(try await store.read(patient("1"), after: 0).first)
        let message = try #require(try await store.pendingOutbox(at: 0, limit: 1).first)
        for body in [raw.body, event.body, message.body] { #expect(!body.contains(Array("Maria".utf8))) }
        #expect(event.hash == stored.first?.hash)
        #expect(raw.key.count == 84)
        #expect(try await journal.pendingOutbox(at: 0, limit: 1).map(\.body) == [secret])
        #expect(try await journal.events(after: 0, limit: 1).map(\.body) == [secret])
        #expect(
            try await journal.search(kind: "patient", holding: Array("Maria".utf8), from: 0, to: .max, limit: 9).count
                == 1)
        #expect(
            try await store.search(kind: "patient", holding: Array("Maria".utf8), from: 0, to: .max, limit: 9) == [])
        #expect(try await store.verify().firstBroken == nil)
    }

    @Test func `equal bodies are sealed differently each time`() async throws {
        _ = try await journal.append(append(to: patient("1"), 1, 2))
        _ = try await journal.append(append(to: patient("2"), 3))
        let bodies = try await store.events(after: 0, limit: 9).map(\.body)
        #expect(Set(bodies).count == 3)
        let keys = try await store.summaries(kind: "patient").map(\.key)
        #expect(Set(keys).count == 2)
    }

    @Test func `other kinds pass through as they are`() async throws {
        _ = try await journal.append(append(to: StreamID("audit/1"), 1))
        #expect(try await store.read(StreamID("audit/1"), after: 0).map(\.body) == [Array("{}".utf8)])
        #expect(try await store.summary(of: StreamID("audit/1"))?.key == [])
    }

    @Test func `a stream that was made before sealing reads as it is and goes on plain`() async throws {
        _ = try await store.append(append(to: patient("old"), 1))
        _ = try await journal.append(append(to: patient("old"), after: 1, 2))
        #expect(try await journal.resummarize(patient("old"), at: 2, wakeAt: nil, body: [7]))
        #expect(try await journal.read(patient("old"), after: 0).map(\.event) == [event(1), event(2)])
        #expect(try await store.read(patient("old"), after: 0).map(\.event) == [event(1), event(2)])
        #expect(try await journal.summary(of: patient("old"))?.body == [7])
        #expect(try await journal.erase(patient("old")) == false)
    }

    @Test func `an erased stream cannot be read or appended to, and lists tell it`() async throws {
        for number in 1...2 { _ = try await journal.append(secretAppend(to: patient("\(number)"), number)) }
        let gone = try patient("1")
        // Another node, which keeps the key in memory from its own appends.
        let other = SealedJournal(store, ring: try testRing(), sealing: ["patient"])
        _ = try await other.append(secretAppend(to: gone, after: 1, 10))
        #expect(try await journal.erase(gone))
        #expect(try await journal.erase(gone) == false)

        for journal in [journal, other] {
            let read = await refusal { () async throws(JournalError) in try await journal.read(gone, after: 0) }
            #expect(read == .erased(stream: "patient/1"))
            let late = secretAppend(to: gone, after: 2, 11)
            let append = await refusal { () async throws(JournalError) in try await journal.append(late) }
            #expect(append == .erased(stream: "patient/1"))
            let old = secretAppend(to: gone, after: 1, 12)
            let conflict = await refusal { () async throws(JournalError) in try await journal.append(old) }
            #expect(conflict == .conflict(stream: "patient/1", expected: 1, actual: 2))
            #expect(try await journal.resummarize(gone, at: 2, wakeAt: 1, body: secret) == false)
            let summaries = try await journal.summaries(kind: "patient")
            #expect(summaries.map(\.isErased) == [true, false])
            #expect(summaries.map(\.body) == [[], secret])
            #expect(try await journal.changes(kind: "patient", after: 0, limit: 9).summaries.count == 2)
            #expect(try await journal.events(after: 0, limit: 9).map(\.body) == [[], secret, []])
            #expect(try await journal.pendingOutbox(at: 0, limit: 9).map(\.body) == [[], secret, []])
            let found = try await journal.search(kind: "patient", holding: [], from: 0, to: .max, limit: 9)
            #expect(found.map(\.stream.id) == ["2"])
            #expect(try await journal.streamsDue(at: 9, limit: 9).map(\.stream.id) == ["2"])
        }
        #expect(try await journal.verify() == ChainReport(streams: 2, events: 3, firstBroken: nil))
    }

    @Test func `what was refused leaves no key behind`() async throws {
        let stream = try patient("1")
        let first = append(to: stream, 1)
        _ = try await journal.append(first)
        // Another node makes a key of its own for a stream that exists by now.
        let other = SealedJournal(store, ring: try testRing(), sealing: ["patient"])
        let error = await refusal { () async throws(JournalError) in try await other.append(append(to: stream, 2)) }
        #expect(error == .conflict(stream: "patient/1", expected: 0, actual: 1))
        _ = try await other.append(append(to: stream, after: 1, 3))
        #expect(try await journal.read(stream, after: 0).map(\.event) == [event(1), event(3)])
        let again = await refusal { () async throws(JournalError) in
            try await journal.append(append(to: stream, after: 2, 1))
        }
        #expect(again == .duplicateEvent(id: eventID(1)))
        let missing = append(to: try patient("2"), after: 3, 9)
        let nobody = await refusal { () async throws(JournalError) in try await journal.append(missing) }
        #expect(nobody == .conflict(stream: "patient/2", expected: 3, actual: 0))
    }

    @Test func `a body under a master key that is missing or another one says so`() async throws {
        _ = try await journal.append(secretAppend(to: patient("1"), 1))
        let missing = SealedJournal(store, ring: try testRing("ffffffff"), sealing: ["patient"])
        let other = try MasterKeyRing(
            text: "0a1b2c3d \(Data(repeating: 1, count: 32).base64EncodedString())", named: "x")
        let wrong = SealedJournal(store, ring: other, sealing: ["patient"])
        let stream = try patient("1")
        let first = await refusal { () async throws(JournalError) in try await missing.read(stream, after: 0) }
        #expect(first == .masterKeyMissing(id: "0a1b2c3d"))
        let second = await refusal { () async throws(JournalError) in try await wrong.read(stream, after: 0) }
        #expect(second == .sealBroken(stream: "patient/1", version: 1))
        // Without any sample yet, the key of a sealed stream tells.
        let check = await refusal { () async throws(JournalError) in try await missing.check() }
        #expect(check == .masterKeyMissing(id: "0a1b2c3d"))
        let checkWrong = await refusal { () async throws(JournalError) in try await wrong.check() }
        #expect(checkWrong == .masterKeyWrong(id: "0a1b2c3d"))
        try await journal.check()
    }

    @Test func `the wrong key ring is refused at once, even by an empty journal`() async throws {
        try await journal.check()
        try await journal.check()
        let missing = SealedJournal(store, ring: try testRing("ffffffff"), sealing: ["patient"])
        let error = await refusal { () async throws(JournalError) in try await missing.check() }
        #expect(error == .masterKeyMissing(id: "0a1b2c3d"))
        _ = try await store.sweep(at: .max - 1)
        let again = await refusal { () async throws(JournalError) in try await missing.check() }
        #expect(again == .masterKeyMissing(id: "0a1b2c3d"))
    }

    @Test func `a full cache forgets and goes on`() async throws {
        let small = SealedJournal(store, ring: try testRing(), sealing: ["patient"], cacheCapacity: 3)
        for number in 1...20 { _ = try await small.append(append(to: patient("\(number)"), number)) }
        #expect(small.cache.count <= 3)
        for number in 1...20 { _ = try await small.append(append(to: patient("\(number)"), after: 1, 100 + number)) }
        for number in 1...20 {
            #expect(
                try await small.read(patient("\(number)"), after: 0).map(\.event) == [
                    event(number), event(100 + number),
                ])
        }
    }
}
