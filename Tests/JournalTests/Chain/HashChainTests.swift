import Journal
import Testing

@Suite struct HashChainTests {
    /// Made by an independent program (Python's hashlib) from the description of the encoding.
    ///
    /// If this fails, every journal in the field would be reported as broken: the encoding must not change, add a new
    /// one instead.
    @Test func `the encoding is the one written down`() {
        let first = NewEvent(
            id: "0198c2f4-7a10-7d3e-8f00-1b2c3d4e5f60", type: "dose-given", occurredAt: 1_763_000_000_123,
            author: "staff/zoë", site: "", body: Array(#"{"dose":"step-up-1"}"#.utf8))
        let one = HashChain.hash(
            after: HashChain.start, stream: "patient/1", version: 1, event: first, recordedAt: 1_763_000_000_456)
        #expect(hex(one) == "787aa7182ca91c869ca71f5c2040efe1c465e577096ffa1ad0cecbf0301c0857")

        let second = NewEvent(
            id: "0198c2f4-7a10-7d3e-8f00-1b2c3d4e5f61", type: "x", occurredAt: -1, author: "", site: "site/1", body: [])
        let two = HashChain.hash(after: one, stream: "patient/1", version: 2, event: second, recordedAt: .min)
        #expect(hex(two) == "e0b369bcc577d8c702c3c4837ff36a8ff8b2d135a1d2e22c1503b9f793d22a2e")
    }

    @Test func `every field changes the hash, and so does moving a byte from one field to the next`() {
        let event = NewEvent(id: "i", type: "t", occurredAt: 1, author: "a", site: "s", body: [9])
        var hashes: Set<[UInt8]> = []
        func add(
            after previous: [UInt8] = HashChain.start, stream: String = "p/1", version: Int = 1, recordedAt: Int64 = 2,
            _ change: (inout NewEvent) -> Void = { _ in }
        ) {
            var changed = event
            change(&changed)
            hashes.insert(
                HashChain.hash(
                    after: previous, stream: stream, version: version, event: changed, recordedAt: recordedAt))
        }
        add()
        add(after: Array(repeating: 1, count: 32))
        add(stream: "p/2")
        add(version: 2)
        add(recordedAt: 3)
        add { $0.id = "j" }
        add { $0.type = "u" }
        add { $0.occurredAt = 2 }
        add { $0.author = "b" }
        add { $0.site = "r" }
        add { $0.body = [8] }
        add { ($0.author, $0.site) = ("", "as") }
        add { ($0.author, $0.site) = ("as", "") }
        add { ($0.id, $0.type) = ("it", "") }
        #expect(hashes.count == 14)
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
