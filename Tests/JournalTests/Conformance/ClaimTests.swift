import Journal
import Testing

/// How the waker's work is shared.
@Suite struct ClaimTests {
    @Test(arguments: Implementation.allCases)
    func `a claimed stream is given to nobody else until the lease ends`(implementation: Implementation) async throws {
        try await withJournal(implementation) { journal in
            for (number, wake) in [("patient/a", 20), ("patient/b", 10), ("site/x", 5), ("patient/c", 31)].enumerated()
            {
                _ = try await journal.append(append(to: StreamID(wake.0), number + 1, wakeAt: Int64(wake.1)))
            }
            func claim(_ now: Int64, _ limit: Int = 9) async throws -> [String] {
                try await journal.claimDue(kind: "patient", at: now, lease: 100, limit: limit).map(\.stream.id)
            }
            #expect(try await claim(30, 0) == [])
            #expect(try await claim(30, -1) == [])
            #expect(try await claim(30, 1) == ["b"])
            #expect(try await claim(30) == ["a"])
            #expect(try await claim(30) == [])
            #expect(try await claim(31) == ["c"])
            #expect(try await journal.streamsDue(at: 30, limit: 9).map(\.stream.id) == ["x", "b", "a"])
            // The lease of a and b ends at 130, that moment included; c's at 131.
            #expect(try await claim(129) == [])
            #expect(try await claim(130) == ["b", "a"])
            #expect(try await claim(131) == ["c"])
        }
    }

    @Test(arguments: Implementation.allCases)
    func `an append or a new summary ends the claim`(implementation: Implementation) async throws {
        try await withJournal(implementation) { journal in
            for number in 1...2 {
                _ = try await journal.append(append(to: patient("\(number)"), number, wakeAt: 10))
            }
            let claimed = try await journal.claimDue(kind: "patient", at: 10, lease: 1000, limit: 9)
            #expect(claimed == (try await journal.summaries(kind: "patient")))
            _ = try await journal.append(append(to: patient("1"), after: 1, 3, wakeAt: 11))
            #expect(try await journal.resummarize(patient("2"), at: 1, wakeAt: 12, body: []))
            func claim(_ now: Int64) async throws -> [String] {
                try await journal.claimDue(kind: "patient", at: now, lease: 1000, limit: 9).map(\.stream.id)
            }
            #expect(try await claim(11) == ["1"])
            #expect(try await claim(12) == ["2"])
        }
    }

    @Test(arguments: Implementation.allCases)
    func `a lease beyond the end of time does not end`(implementation: Implementation) async throws {
        try await withJournal(implementation) { journal in
            _ = try await journal.append(append(to: patient("1"), 1, wakeAt: .min))
            #expect(try await journal.claimDue(kind: "patient", at: 5, lease: .max, limit: 9).count == 1)
            #expect(try await journal.claimDue(kind: "patient", at: .max - 1, lease: 1, limit: 9) == [])
        }
    }

    @Test(arguments: Implementation.allCases)
    func `claimers who ask at once share all that is due and nothing twice`(
        implementation: Implementation
    ) async throws {
        try await withJournal(implementation) { journal in
            for number in 1...60 { _ = try await journal.append(append(to: patient("\(number)"), number, wakeAt: 1)) }
            let claimed = try await withThrowingTaskGroup(of: [StreamID].self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        var mine: [StreamID] = []
                        while true {
                            let more = try await journal.claimDue(kind: "patient", at: 1, lease: 100, limit: 3)
                            guard !more.isEmpty else { return mine }
                            mine += more.map(\.stream)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(claimed.count == 60)
            #expect(Set(claimed).count == 60)
        }
    }

    @Test(arguments: Implementation.allCases)
    func `a new summary is refused unless the stream is at that version`(
        implementation: Implementation
    ) async throws {
        try await withJournal(implementation) { journal in
            let stream = try patient("1")
            _ = try await journal.append(append(to: stream, 1, 2, wakeAt: 7))
            for version in [0, 1, 3] {
                #expect(try await journal.resummarize(stream, at: version, wakeAt: 1, body: [1]) == false)
            }
            #expect(try await journal.resummarize(patient("2"), at: 0, wakeAt: 1, body: [1]) == false)
            #expect(try await journal.summary(of: patient("2")) == nil)
            #expect(try await journal.summary(of: stream)?.wakeAt == 7)
            #expect(try await journal.resummarize(stream, at: 2, wakeAt: nil, body: [8]))
            #expect(
                try await journal.summary(of: stream) == Summary(stream: stream, version: 2, wakeAt: nil, body: [8]))
            #expect(try await journal.verify().firstBroken == nil)

            let error = await refusal { () async throws(JournalError) in
                try await journal.resummarize(stream, at: 2, wakeAt: nil, body: Array(repeating: 0, count: 1 << 20 + 1))
            }
            #expect(error?.code == "journal.invalid-event")
        }
    }
}
