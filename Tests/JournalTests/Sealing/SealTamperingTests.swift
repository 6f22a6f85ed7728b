import Foundation
import Testing

@testable import Journal

/// Ciphertext cannot be changed or moved to another place.
@Suite struct SealTamperingTests {
    @Test func `a body opens only in its own place`() throws {
        let one = try patient("1")
        let two = try patient("2")
        let key = StreamKey.random(for: one)
        let seal = Seal(key: key, stream: one)
        let sealed = try seal.seal(append(to: one, 1, 2), wrapped: [])
        func stored(_ event: NewEvent, in stream: StreamID = one) -> StoredEvent {
            StoredEvent(stream: stream, version: 1, event: event, recordedAt: 1, hash: [], sequence: 1)
        }
        #expect(try seal.open(stored(sealed.events[0])).event == event(1))

        var swapped = sealed.events[0]
        swapped.body = sealed.events[1].body
        var retyped = sealed.events[0]
        retyped.type = "other"
        var fromSummary = sealed.events[0]
        fromSummary.body = sealed.summaryBody
        var short = sealed.events[0]
        short.body = Array(short.body.prefix(27))
        var empty = sealed.events[0]
        empty.body = []
        for event in [swapped, retyped, fromSummary, short, empty] {
            #expect(throws: JournalError.sealBroken(stream: "patient/1", version: 1)) { try seal.open(stored(event)) }
        }
        let moved = Seal(key: key, stream: two)
        #expect(throws: JournalError.sealBroken(stream: "patient/2", version: 1)) {
            try moved.open(stored(sealed.events[0], in: two))
        }
    }

    @Test func `any changed bit of a sealed body is noticed`() throws {
        let one = try patient("1")
        let key = StreamKey.random(for: one)
        let sealed = try key.seal([1, 2, 3], for: ["a", "b"])
        #expect(sealed.count == 3 + StreamKey.overhead)
        #expect(key.open(sealed, for: ["a", "b"]) == [1, 2, 3])
        #expect(key.open(sealed, for: ["a"]) == nil)
        #expect(key.open(sealed, for: ["ab", ""]) == nil)
        for bit in 0..<(sealed.count * 8) {
            var changed = sealed
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(key.open(changed, for: ["a", "b"]) == nil)
        }
    }

    @Test func `a wrapped key opens for its own stream only, and not when changed`() throws {
        let keys = try MasterKeys(text: "0a1b2c3d \(Data(repeating: 9, count: 32).base64EncodedString())", named: "x")
        let one = try patient("1")
        let key = StreamKey.random(for: one)
        let wrapped = try key.wrapped(under: #require(keys.keys.first))
        #expect(try StreamKey(unwrapping: wrapped, for: one, by: keys)?.secret == key.secret)
        #expect(try StreamKey(unwrapping: wrapped, for: patient("2"), by: keys) == nil)
        #expect(try StreamKey(unwrapping: [], for: one, by: keys) == nil)
        #expect(try StreamKey(unwrapping: Array(wrapped.dropLast()), for: one, by: keys) == nil)
        for index in 8..<wrapped.count {
            var changed = wrapped
            changed[index] ^= 1
            #expect(try StreamKey(unwrapping: changed, for: one, by: keys) == nil)
        }
        var renamed = wrapped
        renamed[0] = UInt8(ascii: "f")
        #expect(throws: JournalError.masterKeyMissing(id: "fa1b2c3d")) {
            try StreamKey(unwrapping: renamed, for: one, by: keys)
        }
    }

    @Test(
        arguments: [
            [0, 0x53, 0x77, 1], [0, 0x53, 0x77, 1, 200], [0, 0x53, 0x77, 1, 3, 0xFF, 0xFE, 0x41],
            [0, 0x53, 0x77, 1, 3, 0x41, 0x41, 0x41], [], [0],
        ] as [[UInt8]])
    func `a message that only looks sealed is given as it is`(body: [UInt8]) async throws {
        let journal = SealedJournal(MemoryJournal(), ring: try testRing(), sealing: ["patient"])
        _ = try await journal.append(append(to: StreamID("audit/1"), 1, outbox: [message("m", body: body)]))
        #expect(try await journal.pendingOutbox(at: 0, limit: 1).map(\.body) == [body])
    }
}
