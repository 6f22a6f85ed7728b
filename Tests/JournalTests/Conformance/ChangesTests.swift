import Journal
import Testing

/// What another node reads to keep up.
@Suite struct ChangesTests {
    @Test(arguments: Implementation.allCases)
    func `changes come once each, oldest first, as they are now`(implementation: Implementation) async throws {
        try await withJournal(implementation) { journal in
            for (number, name) in ["patient/a", "patient/b", "site/x", "patient/c"].enumerated() {
                _ = try await journal.append(append(to: StreamID(name), number + 1))
            }
            let all = try await journal.changes(kind: "patient", after: 0, limit: 10)
            #expect(all.summaries.map(\.stream.id) == ["a", "b", "c"])

            _ = try await journal.append(append(to: patient("a"), after: 1, 10, wakeAt: 4))
            _ = try await journal.append(append(to: patient("b"), after: 1, 11))
            _ = try await journal.append(append(to: patient("a"), after: 2, 12, wakeAt: 5))
            let later = try await journal.changes(kind: "patient", after: all.mark, limit: 10)
            #expect(later.summaries.map(\.stream.id) == ["b", "a"])
            #expect(later.summaries.map(\.version) == [2, 3])
            #expect(later.summaries.last?.wakeAt == 5)
            #expect(later.mark > all.mark)
            #expect(
                try await journal.changes(kind: "patient", after: later.mark, limit: 10)
                    == Changes(summaries: [], mark: later.mark))
            #expect(try await journal.changes(kind: "none", after: 0, limit: 10) == Changes(summaries: [], mark: 0))
        }
    }

    @Test(arguments: Implementation.allCases)
    func `changes can be read in pieces without missing any`(implementation: Implementation) async throws {
        try await withJournal(implementation) { journal in
            for number in 1...25 { _ = try await journal.append(append(to: patient("\(number)"), number)) }
            var seen: [String] = []
            var mark: Int64 = 0
            while true {
                let piece = try await journal.changes(kind: "patient", after: mark, limit: 4)
                guard !piece.summaries.isEmpty else { break }
                #expect(piece.summaries.count <= 4)
                seen += piece.summaries.map(\.stream.id)
                mark = piece.mark
            }
            #expect(seen == (1...25).map(String.init))
            #expect(try await journal.changes(kind: "patient", after: 3, limit: 0) == Changes(summaries: [], mark: 3))
            #expect(try await journal.changes(kind: "patient", after: 0, limit: -1).summaries.isEmpty)
        }
    }

    @Test(arguments: Implementation.allCases)
    func `a new summary and a destroyed key are changes, a refused append is none`(
        implementation: Implementation
    ) async throws {
        try await withJournal(implementation) { journal in
            for number in 1...2 { _ = try await journal.append(sealed(to: patient("\(number)"), number)) }
            let start = try await journal.changes(kind: "patient", after: 0, limit: 9).mark

            _ = await refusal { () async throws(JournalError) in
                try await journal.append(append(to: (try StreamID("patient/1")), after: 7, 100))
            }
            #expect(try await journal.changes(kind: "patient", after: start, limit: 9).summaries == [])
            #expect(try await journal.resummarize(patient("2"), at: 1, wakeAt: 3, body: [9]))
            let second = try await journal.changes(kind: "patient", after: start, limit: 9)
            #expect(second.summaries.map(\.body) == [[9]])
            #expect(try await journal.destroyKey(of: patient("1")))
            let third = try await journal.changes(kind: "patient", after: second.mark, limit: 9)
            #expect(third.summaries.map(\.isErased) == [true])
        }
    }

    @Test(.timeLimit(.minutes(2)), arguments: Implementation.allCases)
    func `whoever follows the marks sees every stream's last version, whatever commits at once`(
        implementation: Implementation
    ) async throws {
        let streams = try (0..<20).map { try patient("\($0)") }
        try await withJournal(implementation) { journal in
            let ids = IDs()
            let seen = try await withThrowingTaskGroup(of: Void.self) { group in
                for stream in streams {
                    group.addTask {
                        for version in 0..<15 {
                            var next = append(to: stream, after: version, 1)
                            next.events[0].id = ids.next()
                            _ = try await journal.append(next)
                        }
                    }
                }
                var seen: [StreamID: Int] = [:]
                var mark: Int64 = 0
                while seen.values.reduce(0, +) < 20 * 15 {
                    // A journal in memory never waits, and this loop must not keep the writers from a thread.
                    await Task.yield()
                    let piece = try await journal.changes(kind: "patient", after: mark, limit: 7)
                    for summary in piece.summaries {
                        #expect(summary.version > seen[summary.stream] ?? 0)
                        seen[summary.stream] = summary.version
                    }
                    #expect(piece.mark >= mark)
                    // Nothing new and all written: what is missing now was passed over.
                    if piece.summaries.isEmpty, try await versions(of: streams, journal) == 20 * 15,
                        try await journal.changes(kind: "patient", after: mark, limit: 1).summaries.isEmpty
                    {
                        break
                    }
                    mark = piece.mark
                }
                try await group.waitForAll()
                return seen
            }
            #expect(streams.map { seen[$0] } == Array(repeating: 15, count: 20))
        }
    }

    private func versions(of streams: [StreamID], _ journal: any Journal) async throws -> Int {
        var sum = 0
        for stream in streams { sum += try await journal.version(of: stream) }
        return sum
    }
}
