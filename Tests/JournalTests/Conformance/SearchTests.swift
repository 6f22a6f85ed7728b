import Journal
import Testing

/// Looking through bodies.
@Suite struct SearchTests {
    @Test(arguments: Implementation.allCases)
    func `events are found by bytes of their body, by kind and by when they were recorded`(
        implementation: Implementation
    ) async throws {
        try await withJournal(implementation) { journal in
            let bodies: [(stream: String, body: [UInt8], at: Int64)] = [
                ("patient/a", Array("one two".utf8), 10), ("site/x", Array("two".utf8), 11),
                ("patient/b", Array("TWO".utf8), 12), ("patient/c", Array("3%_two".utf8), 20),
                ("patient/d", [0, 0xFF, 0, 1], 21), ("patient/e", [], 22), ("patient/f", Array("two".utf8), 9),
            ]
            for (number, body) in bodies.enumerated() {
                var next = try append(to: StreamID(body.stream), number + 1)
                next.events[0].body = body.body
                next.recordedAt = body.at
                _ = try await journal.append(next)
            }
            func find(_ bytes: [UInt8], _ range: Range<Int64> = 0..<99, limit: Int = 99) async throws -> [String] {
                try await journal.search(
                    kind: "patient", holding: bytes, from: range.lowerBound, to: range.upperBound, limit: limit
                ).map(\.stream.id)
            }
            let two = Array("two".utf8)
            #expect(try await find(two) == ["a", "c", "f"])
            #expect(try await find(two, limit: 2) == ["a", "c"])
            #expect(try await find(two, limit: 0) == [])
            #expect(try await find(two, limit: -1) == [])
            // The first moment is included, the last is not.
            #expect(try await find(two, 10..<20) == ["a"])
            #expect(try await find(two, 9..<21) == ["a", "c", "f"])
            #expect(try await find(two, 10..<10) == [])
            #expect(try await find(Array("%".utf8)) == ["c"])
            #expect(try await find(Array("t_o".utf8)) == [])
            #expect(try await find([0xFF, 0]) == ["d"])
            #expect(try await find([]) == ["a", "b", "c", "d", "e", "f"])
            #expect(try await find(Array("nothing".utf8)) == [])
        }
    }

    @Test(arguments: Implementation.allCases)
    func `what is found is the event as it is read`(implementation: Implementation) async throws {
        try await withJournal(implementation) { journal in
            let stored = try await journal.append(append(to: patient("1"), 1, 2))
            let found = try await journal.search(
                kind: "patient", holding: Array("{".utf8), from: .min, to: .max, limit: 9)
            #expect(found == stored)
        }
    }
}
