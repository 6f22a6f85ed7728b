import Journal
import Testing

/// What every journal refuses before it writes, and the largest it takes.
@Suite struct LimitTests {
    typealias Change = @Sendable (inout Append) -> Void

    static let malformed: [(String, Change)] = [
        ("no events", { $0.events = [] }),
        ("expects version", { $0.expectedVersion = .max }),
        ("id of event 1", { $0.events[0].id = "" }),
        ("id of event 1", { $0.events[0].id = "0198C2F4-7A10-7000-8000-000000000001" }),
        ("id of event 1", { $0.events[0].id = "0198c2f4-7a10-4000-8000-000000000001" }),
        ("id of event 1", { $0.events[0].id = "0198c2f4-7a10-7000-c000-000000000001" }),
        ("id of event 1", { $0.events[0].id = "0198c2f4x7a10-7000-8000-000000000001" }),
        ("id of event 1", { $0.events[0].id = "0198c2f4-7a10-7000-8000-00000000000g" }),
        ("type of event 1", { $0.events[0].type = "" }),
        ("type of event 1", { $0.events[0].type = String(repeating: "x", count: 257) }),
        ("author of event 1", { $0.events[0].author = "a\u{0}b" }),
        ("site of event 1", { $0.events[0].site = "a\nb" }),
        ("body of event 1", { $0.events[0].body = Array(repeating: 32, count: 1 << 20 + 1) }),
        ("summary", { $0.summaryBody = Array(repeating: 32, count: 1 << 20 + 1) }),
        ("id of message 1", { $0.outbox = [message("")] }),
        ("id of message 1", { $0.outbox = [message("é")] }),
        ("body of message 1", { $0.outbox = [message("m", body: Array(repeating: 0, count: 1 << 20 + 1))] }),
        ("settled message id", { $0.settles = [""] }),
        (
            "at most 16777216",
            { append in
                append.events = (1...17).map { number in
                    var large = event(number)
                    large.body = Array(repeating: 32, count: 1 << 20)
                    return large
                }
            }
        ),
    ]

    @Test(arguments: Implementation.allCases, malformed)
    func `a malformed append is refused with the place named`(
        implementation: Implementation, change: (place: String, make: Change)
    ) async throws {
        try await withJournal(implementation) { journal in
            var malformed = try append(to: patient("1"), 1)
            change.make(&malformed)
            let error = await refusal { () async throws(JournalError) in try await journal.append(malformed) }
            guard case .invalidEvent(let text)? = error else {
                Issue.record("expected invalidEvent, got \(String(describing: error))")
                return
            }
            #expect(text.contains(change.place))
            #expect(try await journal.version(of: patient("1")) == 0)
        }
    }

    @Test(arguments: Implementation.allCases)
    func `the largest body and the longest texts are kept whole`(implementation: Implementation) async throws {
        try await withJournal(implementation) { journal in
            var generator = SeededGenerator()
            var largest = try append(to: patient("1"), 1)
            largest.events[0].body = (0..<implementation.largestBody).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            largest.events[0].type = String(repeating: "t", count: 256)
            largest.events[0].author = ""
            largest.summaryBody = Array(largest.events[0].body.reversed())
            largest.outbox = [message(String(repeating: "m", count: 256), body: largest.events[0].body)]
            _ = try await journal.append(largest)
            #expect(try await journal.read(patient("1"), after: 0).map(\.event) == largest.events)
            #expect(try await journal.summaries(kind: "patient").map(\.body) == [largest.summaryBody])
            #expect(try await journal.pendingOutbox(at: 0, limit: 1) == largest.outbox)
            #expect(try await journal.verify().firstBroken == nil)
        }
    }

    @Test(arguments: Implementation.allCases)
    func `texts of any script come back byte for byte`(implementation: Implementation) async throws {
        try await withJournal(implementation) { journal in
            // Composed and decomposed letters are equal as texts, and must still not be exchanged: bytes are hashed.
            let texts = [
                "Zoë", "Zoe\u{308}", "山田 太郎", "أمل", "👩🏽‍⚕️", "'; DROP TABLE events; --", "\u{FEFF}x", "\u{10FFFF}",
            ]
            for (index, text) in texts.enumerated() {
                var odd = try append(to: patient("\(index)"), index + 1)
                odd.events[0].type = text
                odd.events[0].author = text
                odd.events[0].body = Array(text.utf8) + [0, 0xFF, 0]
                _ = try await journal.append(odd)
                let read = try await journal.read(patient("\(index)"), after: 0)
                #expect(read.map { Array($0.type.utf8) } == [Array(text.utf8)])
                #expect(read.map { Array($0.author.utf8) } == [Array(text.utf8)])
                #expect(read.map(\.body) == [odd.events[0].body])
            }
            #expect(try await journal.verify().firstBroken == nil)
        }
    }

    @Test(arguments: Implementation.allCases)
    func `the earliest and the latest moments and an empty body are kept`(implementation: Implementation) async throws {
        try await withJournal(implementation) { journal in
            var odd = try append(to: patient("1"), 1, 2, wakeAt: .min)
            odd.events[0].occurredAt = .min
            odd.events[1].occurredAt = .max
            odd.events[0].body = []
            odd.summaryBody = []
            odd.recordedAt = -1
            _ = try await journal.append(odd)
            let read = try await journal.read(patient("1"), after: 0)
            #expect(read.map(\.event) == odd.events)
            #expect(read.map(\.recordedAt) == [-1, -1])
            #expect(try await journal.streamsDue(at: .min, limit: 1).map(\.body) == [[]])
            #expect(try await journal.verify().firstBroken == nil)
        }
    }
}
