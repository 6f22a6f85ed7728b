import Journal
import Testing

/// Small things with an end.
@Suite struct ShelfTests {
    @Test(arguments: Implementation.allCases)
    func `a thing lasts until its end, that moment not included`(implementation: Implementation) async throws {
        try await withJournal(implementation) { (journal) async throws in
            try await journal.put("session/1", [1, 0, 2], until: 100)
            #expect(try await journal.get("session/1", at: 99) == [1, 0, 2])
            #expect(try await journal.get("session/1", at: 100) == nil)
            #expect(try await journal.get("session/2", at: 0) == nil)
            try await journal.put("session/1", [], until: 200)
            #expect(try await journal.get("session/1", at: 100) == [])
            try await journal.remove("session/1")
            try await journal.remove("session/1")
            #expect(try await journal.get("session/1", at: 0) == nil)
        }
    }

    @Test(arguments: Implementation.allCases)
    func `a new thing takes the place of one that has ended only`(implementation: Implementation) async throws {
        try await withJournal(implementation) { (journal) async throws in
            #expect(try await journal.putNew("k", [1], until: 100, at: 0))
            #expect(try await journal.putNew("k", [2], until: 300, at: 99) == false)
            #expect(try await journal.get("k", at: 99) == [1])
            #expect(try await journal.putNew("k", [3], until: 300, at: 100))
            #expect(try await journal.get("k", at: 100) == [3])
        }
    }

    @Test(arguments: Implementation.allCases)
    func `a thing is taken once, and not after its end`(implementation: Implementation) async throws {
        try await withJournal(implementation) { (journal) async throws in
            try await journal.put("k", [5], until: 100)
            #expect(try await journal.take("k", at: 99) == [5])
            #expect(try await journal.take("k", at: 99) == nil)
            try await journal.put("k", [5], until: 100)
            #expect(try await journal.take("k", at: 100) == nil)
        }
    }

    @Test(arguments: Implementation.allCases)
    func `of many at once exactly one puts and exactly one takes`(implementation: Implementation) async throws {
        try await withJournal(implementation) { (journal) async throws in
            for round in 0..<20 {
                let key = "token/\(round)"
                let put = try await counting { try await journal.putNew(key, [1], until: 9, at: 0) }
                let took = try await counting { try await journal.take(key, at: 0) != nil }
                #expect(put == 1)
                #expect(took == 1)
            }
        }
    }

    @Test(arguments: Implementation.allCases)
    func `prefixes are taken by the letter`(implementation: Implementation) async throws {
        try await withJournal(implementation) { (journal) async throws in
            let keys = ["a%b", "a%c", "a_b", "axb", "a", "A%b", "a~", "a~~", "b\\", "b'", "b\"", " ", "~"]
            for (index, key) in keys.enumerated() { try await journal.put(key, [UInt8(index)], until: 10) }
            try await journal.put("a%ended", [1], until: 5)
            func things(_ prefix: String, _ limit: Int = 99) async throws -> [String] {
                try await journal.things(prefix: prefix, at: 5, limit: limit).map(\.key)
            }
            #expect(try await things("a%") == ["a%b", "a%c"])
            #expect(try await things("a_") == ["a_b"])
            #expect(try await things("a") == ["a", "a%b", "a%c", "a_b", "axb", "a~", "a~~"])
            #expect(try await things("a", 2) == ["a", "a%b"])
            #expect(try await things("a", 0) == [])
            #expect(try await things("a", -1) == [])
            #expect(try await things("a~") == ["a~", "a~~"])
            #expect(try await things("b") == ["b\"", "b'", "b\\"])
            #expect(try await things("é") == [])
            #expect(try await things("").count == keys.count)
            #expect(
                try await journal.things(prefix: "b\\", at: 5, limit: 9)
                    == [ShelfThing(key: "b\\", value: [8], until: 10)])

            try await journal.removeAll(prefix: "a%")
            #expect(try await things("a") == ["a", "a_b", "axb", "a~", "a~~"])
            try await journal.removeAll(prefix: "a_")
            #expect(try await things("a") == ["a", "axb", "a~", "a~~"])
            try await journal.removeAll(prefix: "")
            #expect(try await things("") == [])
        }
    }

    @Test(arguments: Implementation.allCases)
    func `sweeping removes what has ended and counts it`(implementation: Implementation) async throws {
        try await withJournal(implementation) { (journal) async throws in
            for until in 1...10 { try await journal.put("k\(until)", [], until: Int64(until)) }
            #expect(try await journal.sweep(at: 0) == 0)
            #expect(try await journal.sweep(at: 4) == 4)
            #expect(try await journal.sweep(at: 4) == 0)
            #expect(
                try await journal.things(prefix: "k", at: 0, limit: 99).map(\.until).sorted() == [5, 6, 7, 8, 9, 10])
        }
    }

    @Test(
        arguments: Implementation.allCases,
        [("", 0), (String(repeating: "k", count: 201), 0), ("é", 0), ("a\nb", 0), ("a\u{0}", 0), ("k", 65_537)])
    func `a malformed thing is refused without showing it`(
        implementation: Implementation, thing: (key: String, bytes: Int)
    ) async throws {
        try await withJournal(implementation) { (journal) async throws in
            let value = Array(repeating: UInt8(1), count: thing.bytes)
            let put = await refusal { () async throws(JournalError) in
                try await journal.put(thing.key, value, until: 9)
            }
            let putNew = await refusal { () async throws(JournalError) in
                try await journal.putNew(thing.key, value, until: 9, at: 0)
            }
            #expect([put?.code, putNew?.code] == ["journal.invalid-thing", "journal.invalid-thing"])
            #expect(try await journal.get(thing.key, at: 0) == nil)
            #expect(try await journal.things(prefix: "", at: 0, limit: 9) == [])
        }
    }

    @Test(arguments: Implementation.allCases)
    func `the longest key and the largest value are kept, and a closed shelf says so`(
        implementation: Implementation
    ) async throws {
        try await withJournal(implementation) { (journal) async throws in
            let key = String(repeating: "~", count: 200)
            let value = (0..<65_536).map { UInt8(truncatingIfNeeded: $0) }
            try await journal.put(key, value, until: .max)
            #expect(try await journal.get(key, at: .max - 1) == value)
            await journal.close()
            let put = await refusal { () async throws(JournalError) in try await journal.put("k", [], until: 1) }
            let get = await refusal { () async throws(JournalError) in try await journal.get("k", at: 1) }
            #expect([put, get] == [.closed, .closed])
        }
    }

    /// How many of eight who try at once succeed.
    private func counting(_ operation: @escaping @Sendable () async throws -> Bool) async throws -> Int {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 { group.addTask { try await operation() } }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
    }
}
