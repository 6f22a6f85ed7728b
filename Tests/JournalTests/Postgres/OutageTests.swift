import Testing

@testable import Journal

/// PostgreSQL gone and back: clear refusals, nothing lost, and the journal goes on by itself.
@Suite(.serialized) struct OutageTests {
    @Test(.timeLimit(.minutes(2)), arguments: [false, true])
    func `calls fail at once while the server is gone, and succeed when it is back`(crash: Bool) async throws {
        try await withServer { server, journal in
            let stored = try await journal.append(append(to: patient("1"), 1, wakeAt: 1))
            try await journal.put("k", [1], until: 9)
            await server.stop(crash: crash, keep: true)
            for _ in 0..<3 {
                for error in await refusals(journal) { #expect(storageCode(error) == "connection") }
            }
            try await server.start()
            try await untilReached(journal)
            #expect(try await journal.read(patient("1"), after: 0) == stored)
            #expect(try await journal.get("k", at: 0) == [1])
            _ = try await journal.append(append(to: patient("1"), after: 1, 2))
            #expect(try await journal.verify() == ChainReport(streams: 1, events: 2, firstBroken: nil))
        }
    }

    @Test(.timeLimit(.minutes(3)))
    func `nothing answered is lost when the server crashes under load, and repeating is safe`() async throws {
        var generator = SeededGenerator()
        let rounds = 4
        let pauses = (0..<rounds).map { _ in Int.random(in: 20...300, using: &generator) }
        try await withServer { server, journal in
            let ids = IDs()
            let answered = Answered()
            for (round, pause) in pauses.enumerated() {
                let streams = try (0..<16).map { try patient("\(round)-\($0)") }
                let unknown = try await withThrowingTaskGroup(of: Append?.self) { group in
                    for stream in streams {
                        group.addTask { await appendUntilRefused(journal, stream, ids, answered) }
                    }
                    group.addTask {
                        // So many appends later, not so many milliseconds: a slow machine gets the same test.
                        let start = answered.count
                        while answered.count < start + pause { try await Task.sleep(for: .milliseconds(10)) }
                        await server.stop(crash: true, keep: true)
                        return nil
                    }
                    return try await group.reduce(into: []) { $0 += $1.map { [$0] } ?? [] }
                }
                try await server.start()
                try await untilReached(journal)
                for append in unknown {
                    let again = await refusal { () async throws(JournalError) in try await journal.append(append) }
                    switch again {
                    case nil, .conflict?: break
                    default: Issue.record("repeating gave \(String(describing: again))")
                    }
                    let ids = try await journal.read(append.stream, after: 0).map(\.id)
                    #expect(ids.count { $0 == append.events[0].id } == 1)
                }
                let all = Set(try await journal.events(after: 0, limit: 1_000_000).map(\.id))
                #expect(answered.ids.isSubset(of: all))
            }
            #expect(try await journal.verify().firstBroken == nil)
            print("outage: \(rounds) crashes under load, \(answered.count) answered appends kept")
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a server that is there and does not answer is given up, and used again when it goes on`() async throws {
        try await withServer(patience: .milliseconds(800)) { server, journal in
            _ = try await journal.append(append(to: patient("1"), 1))
            _ = try await journal.version(of: patient("1"))
            try server.freeze(true)
            let late = append(to: try patient("1"), after: 1, 2)
            let write = await refusal { () async throws(JournalError) in try await journal.append(late) }
            let stream = try patient("1")
            let read = await refusal { () async throws(JournalError) in try await journal.version(of: stream) }
            try server.freeze(false)
            #expect(storageCode(write) == "connection")
            #expect(storageCode(read) == "connection")
            try await untilReached(journal)
            // It was sent, and may or may not have been stored.
            let again = await refusal { () async throws(JournalError) in try await journal.append(late) }
            #expect(again == nil || again == .conflict(stream: "patient/1", expected: 1, actual: 2))
            #expect(try await journal.read(stream, after: 0).map(\.id) == [eventID(1), eventID(2)])
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a lost answer to a commit is reported as unknown, and repeating is safe`() async throws {
        try await withServer { server, journal in
            let raw = try RawDatabase(url: server.url, schema: "stepwell")
            // The commit itself takes long enough for the server to crash in it.
            try raw.execute(
                """
                CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    PERFORM pg_advisory_lock(1); RETURN NULL; END $$;
                CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON events DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION wait();
                SELECT pg_advisory_lock(1);
                """)
            let first = append(to: try patient("1"), 1)
            let appending = Task { await refusal { () async throws(JournalError) in try await journal.append(first) } }
            let waiting = "SELECT count(*)::text FROM pg_locks WHERE NOT granted AND locktype = 'advisory'"
            while try raw.text(waiting) == "0" { try await Task.sleep(for: .milliseconds(10)) }
            await server.stop(crash: true, keep: true)
            let error = await appending.value
            #expect(storageCode(error) == "connection")
            #expect(error?.description.contains("may or may not be stored") == true)

            try await server.start()
            try await untilReached(journal)
            try RawDatabase(url: server.url, schema: "stepwell").execute("DROP TRIGGER wait ON events")
            _ = try await journal.append(first)
            #expect(try await journal.verify().events == 1)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a node that stops in the middle of a write is not waited for long`() async throws {
        try await withServer(patience: .seconds(30)) { server, journal in
            let raw = try RawDatabase(url: server.url, schema: "stepwell")
            let session = PostgresSession(
                address: try PostgresAddress(url: server.url, schema: "stepwell"), patience: .seconds(12))
            try session.begin(raw.connection)
            try raw.execute("SET idle_in_transaction_session_timeout = 300; BEGIN")
            try raw.connection.run([PostgresHead.lock], for: "lock")
            // The server ends the transaction of the other node, and this append gets the lock.
            _ = try await journal.append(append(to: patient("1"), 1))
            #expect(throws: JournalError.self) { try raw.execute("COMMIT") }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a lock that is not given in time is answered as busy, and nothing is written`() async throws {
        try await withServer(patience: .milliseconds(800)) { server, journal in
            let raw = try RawDatabase(url: server.url, schema: "stepwell")
            try raw.execute("BEGIN")
            try raw.connection.run([PostgresHead.lock], for: "lock")
            let late = append(to: try patient("1"), 1)
            let error = await refusal { () async throws(JournalError) in try await journal.append(late) }
            #expect(error == .busy)
            try raw.execute("COMMIT")
            _ = try await journal.append(late)
        }
    }

    private func withServer(
        patience: Duration = .seconds(12), _ body: (PostgresServer, PostgresJournal) async throws -> Void
    ) async throws {
        let server = try await PostgresServer.make()
        try await closing(try await PostgresJournal(url: server.url, schema: "stepwell", patience: patience)) {
            (journal) async throws in try await body(server, journal)
        }
        await server.stop()
    }

    private func refusals(_ journal: PostgresJournal) async -> [JournalError?] {
        guard let stream = try? patient("1") else { return [nil] }
        let late = append(to: stream, after: 1, 9)
        return [
            await refusal { () async throws(JournalError) in try await journal.append(late) },
            await refusal { () async throws(JournalError) in try await journal.read(stream, after: 0) },
            await refusal { () async throws(JournalError) in try await journal.get("k", at: 0) },
            await refusal { () async throws(JournalError) in try await journal.verify() },
            await refusal { () async throws(JournalError) in
                try await journal.claimDue(kind: "patient", at: 1, lease: 1, limit: 1)
            },
        ]
    }

    /// Tries until the server takes reads and writes again.
    private func untilReached(_ journal: PostgresJournal) async throws {
        while true {
            let error = await refusal { () async throws(JournalError) in
                _ = try await journal.verify()
                _ = try await journal.version(of: StreamID("patient/1"))
                return try await journal.resummarize(StreamID("patient/none"), at: 1, wakeAt: nil, body: [])
            }
            guard let error else { return }
            try #require(storageCode(error) == "connection")
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}

/// Appends one event after the other; returns the append of which nobody knows whether it was stored.
private func appendUntilRefused(
    _ journal: PostgresJournal, _ stream: StreamID, _ ids: IDs, _ answered: Answered
) async -> Append {
    var version = 0
    while true {
        var next = append(to: stream, after: version, 1)
        next.events[0].id = ids.next()
        do throws(JournalError) {
            answered.add(try await journal.append(next))
            version += 1
        } catch {
            #expect(storageCode(error) == "connection")
            return next
        }
    }
}
