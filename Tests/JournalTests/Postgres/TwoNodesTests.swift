import Testing

@testable import Journal

/// Two nodes on one database: the same streams, the same work, nothing lost and nothing twice.
@Suite struct TwoNodesTests {
    @Test func `of two nodes that append to the same version exactly one wins`() async throws {
        try await withNodes { nodes in
            let stream = try patient("1")
            for round in 0..<40 {
                let refusals = await withTaskGroup(of: JournalError?.self) { group in
                    for (index, node) in nodes.enumerated() {
                        group.addTask {
                            await refusal { () async throws(JournalError) in
                                try await node.append(append(to: stream, after: round, 2 * round + index + 1))
                            }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(refusals.count { $0 == nil } == 1)
                let lost = JournalError.conflict(stream: "patient/1", expected: round, actual: round + 1)
                #expect(refusals.count { $0 == lost } == 1)
            }
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `racing appends are stored once each, and followers on both nodes miss none`() async throws {
        var generator = SeededGenerator()
        let streams = try (0..<12).map { try patient("\($0)") }
        let plans = (0..<24).map { _ in (0..<10).map { _ in streams.randomElement(using: &generator) ?? streams[0] } }
        let total = plans.joined().count
        try await withNodes { nodes in
            let ids = IDs()
            let answered = Answered()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for node in nodes {
                    group.addTask { try await followEvents(node, until: { answered.isComplete }, total) }
                    group.addTask { try await followChanges(node, until: { answered.isComplete }, streams) }
                }
                try await withThrowingTaskGroup(of: Void.self) { writers in
                    for (index, plan) in plans.enumerated() {
                        let node = nodes[index % nodes.count]
                        writers.addTask {
                            for stream in plan {
                                answered.add([try await appendOnce(to: stream, ids.next(), node)])
                            }
                        }
                    }
                    try await writers.waitForAll()
                }
                answered.complete()
                try await group.waitForAll()
            }
            let all = try await nodes[0].events(after: 0, limit: total + 1)
            #expect(all == (try await nodes[1].events(after: 0, limit: total + 1)))
            #expect(Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) }) == answered.events)
            #expect(all.map(\.sequence) == (1...Int64(total)).map { $0 })
            for stream in streams {
                let versions = all.filter { $0.stream == stream }.map(\.version)
                #expect(versions == Array(1..<(versions.count + 1)))
            }
            let report = try await nodes[1].verify()
            #expect(report.events == total)
            #expect(report.firstBroken == nil)
        }
    }

    @Test func `nodes that claim at once share all that is due, and a dead node's share comes back`() async throws {
        try await withNodes { nodes in
            for number in 1...80 {
                _ = try await nodes[0].append(append(to: patient("\(number)"), number, wakeAt: 10))
            }
            let claimed = try await withThrowingTaskGroup(of: [StreamID].self) { group in
                for worker in 0..<8 {
                    group.addTask {
                        var mine: [StreamID] = []
                        // Fewer than asked for may only mean that another is at it, so it ends with none at all.
                        while case let more = try await nodes[worker % 2].claimDue(
                            kind: "patient", at: 10, lease: 1000, limit: 3), !more.isEmpty
                        {
                            mine += more.map(\.stream)
                        }
                        return mine
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(Set(claimed).count == claimed.count)
            let rest = try await nodes[1].claimDue(kind: "patient", at: 1009, lease: 1000, limit: 100)
            #expect(claimed.count + rest.count == 80)

            await nodes[0].close()
            let again = try await nodes[1].claimDue(kind: "patient", at: 1010, lease: 1000, limit: 100)
            #expect(Set(again.map(\.stream)) == Set(claimed))
            #expect(again.map(\.stream) == again.map(\.stream).sorted())
        }
    }

    @Test func `a claim does not wait for a node that holds streams, and passes over them`() async throws {
        try await withSchema { schema in
            try await closing(try await schema.journal()) { (journal) async throws in
                for number in 1...3 {
                    _ = try await journal.append(append(to: patient("\(number)"), number, wakeAt: 10))
                }
                let other = try schema.raw()
                try other.execute("BEGIN; SELECT 1 FROM streams WHERE id = '2' FOR UPDATE")
                let claimed = try await journal.claimDue(kind: "patient", at: 10, lease: 5, limit: 9)
                #expect(claimed.map(\.stream.id) == ["1", "3"])
                try other.execute("ROLLBACK")
                #expect(
                    try await journal.claimDue(kind: "patient", at: 10, lease: 5, limit: 9).map(\.stream.id) == ["2"])
            }
        }
    }

    @Test func `what a node could not yet see is never passed over by a greater sequence`() async throws {
        try await withSchema { schema in
            try await closing(try await schema.journal()) { (journal) async throws in
                // Another node has the writers' lock and has written, but has not committed.
                let other = try schema.raw()
                try other.execute("BEGIN")
                try other.connection.run([PostgresHead.lock], for: "lock")
                try other.execute("UPDATE head SET sequence = sequence + 1, mark = mark + 1")
                let appending = Task { try await journal.append(append(to: patient("1"), 1)) }
                #expect(try await journal.events(after: 0, limit: 9) == [])
                #expect(try other.text("SELECT count(*)::text FROM events") == "0")
                try other.execute("COMMIT")
                #expect(try await appending.value.map(\.sequence) == [2])
            }
        }
    }

    @Test func `the shelf is shared: of two nodes one puts and one takes`() async throws {
        try await withNodes { nodes in
            for round in 0..<20 {
                let key = "token/\(round)"
                async let first = nodes[0].putNew(key, [1], until: 9, at: 0)
                async let second = nodes[1].putNew(key, [2], until: 9, at: 0)
                let put = try await [first, second]
                #expect(put.count { $0 } == 1)
                async let one = nodes[0].take(key, at: 0)
                async let other = nodes[1].take(key, at: 0)
                let taken = try await [one, other]
                #expect(taken.count { $0 != nil } == 1)
            }
        }
    }

    private func withNodes(_ body: ([PostgresJournal]) async throws -> Void) async throws {
        try await withSchema { schema in
            try await closing(try await schema.journal()) { (first) async throws in
                try await closing(try await schema.journal()) { (second) async throws in
                    try await body([first, second])
                }
            }
        }
    }
}

/// Goes on from the greatest sequence seen: each event must come once, in order, whoever commits at the same time.
private func followEvents(
    _ node: PostgresJournal, until isDone: @escaping @Sendable () -> Bool, _ total: Int
) async throws {
    var seen: [Int64] = []
    while true {
        let wasDone = isDone()
        let page = try await node.events(after: seen.last ?? 0, limit: 50)
        seen += page.map(\.sequence)
        if wasDone, page.isEmpty { break }
        if page.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
    }
    #expect(seen == (1...Int64(total)).map { $0 })
}

/// Goes on from the mark given: the last version of each stream must come in the end.
private func followChanges(
    _ node: PostgresJournal, until isDone: @escaping @Sendable () -> Bool, _ streams: [StreamID]
) async throws {
    var seen: [StreamID: Summary] = [:]
    var mark: Int64 = 0
    while true {
        let wasDone = isDone()
        let piece = try await node.changes(kind: "patient", after: mark, limit: 5)
        for summary in piece.summaries {
            #expect(summary.version > seen[summary.stream]?.version ?? 0)
            seen[summary.stream] = summary
        }
        mark = piece.mark
        if wasDone, piece.summaries.isEmpty { break }
        if piece.summaries.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
    }
    #expect(try await node.summaries(kind: "patient") == seen.values.sorted { $0.stream < $1.stream })
}

/// Decides again on what is there, as a caller does, until the append is taken.
private func appendOnce(to stream: StreamID, _ id: String, _ node: PostgresJournal) async throws -> StoredEvent {
    while true {
        var next = append(to: stream, after: try await node.version(of: stream), 1)
        next.events[0].id = id
        do throws(JournalError) {
            if let stored = try await node.append(next).first { return stored }
        } catch {
            guard case .conflict = error else { throw error }
        }
    }
}
