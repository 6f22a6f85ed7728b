import Testing

@testable import Journal

/// Changes made behind the journal's back in the database are found and named.
@Suite struct PostgresTamperingTests {
    struct Change: CustomTestStringConvertible {
        let name: String
        let sql: String
        let stream: String
        let version: Int

        var testDescription: String { name }

        init(_ name: String, _ sql: String, finds version: Int, of stream: String = "patient/b") {
            self.name = name
            self.sql = sql
            self.version = version
            self.stream = stream
        }
    }

    /// What was done, and the stream and version it must be found at.
    ///
    /// Streams patient/a, b, c have the keys 1, 2, 3 and five events each; sequences go round a, b, c, a, b, c.
    static let changes: [Change] = [
        Change("edited body", "UPDATE events SET body = '\\x00' WHERE stream_key = 2 AND version = 3", finds: 3),
        Change("edited type", "UPDATE events SET type = 'y' WHERE stream_key = 2 AND version = 1", finds: 1),
        Change("edited author", "UPDATE events SET author = 'y' WHERE stream_key = 2 AND version = 5", finds: 5),
        Change("edited site", "UPDATE events SET site = '' WHERE stream_key = 2 AND version = 2", finds: 2),
        Change("moved in time", "UPDATE events SET occurred_at = 1 WHERE stream_key = 2 AND version = 4", finds: 4),
        Change("recorded earlier", "UPDATE events SET recorded_at = 1 WHERE stream_key = 2 AND version = 4", finds: 4),
        Change(
            "other id", "UPDATE events SET event_id = gen_random_uuid() WHERE stream_key = 2 AND version = 4", finds: 4),
        Change(
            "other hash",
            "UPDATE events SET hash = decode(repeat('00', 32), 'hex') WHERE stream_key = 2 AND version = 2",
            finds: 2),
        Change("first removed", "DELETE FROM events WHERE stream_key = 2 AND version = 1", finds: 1),
        Change("middle removed", "DELETE FROM events WHERE stream_key = 2 AND version = 3", finds: 3),
        Change("tail cut", "DELETE FROM events WHERE stream_key = 2 AND version = 5", finds: 5),
        Change("long tail cut", "DELETE FROM events WHERE stream_key = 2 AND version > 2", finds: 3),
        Change("all events removed", "DELETE FROM events WHERE stream_key = 2", finds: 1),
        Change(
            "tail cut and summary set back, but for its hash",
            """
            DELETE FROM events WHERE stream_key = 2 AND version = 5;
            UPDATE streams SET version = 4 WHERE stream_key = 2;
            """, finds: 4),
        Change("summary set back", "UPDATE streams SET version = 4 WHERE stream_key = 2", finds: 5),
        Change("summary set ahead", "UPDATE streams SET version = 9 WHERE stream_key = 2", finds: 6),
        Change(
            "two swapped",
            """
            UPDATE events SET version = 100 WHERE stream_key = 2 AND version = 2;
            UPDATE events SET version = 2 WHERE stream_key = 2 AND version = 3;
            UPDATE events SET version = 3 WHERE stream_key = 2 AND version = 100;
            """, finds: 2),
        Change(
            "moved to another stream",
            """
            UPDATE events SET stream_key = 1, version = 6 WHERE stream_key = 2 AND version = 5;
            UPDATE streams SET version = 6 WHERE stream_key = 1;
            UPDATE streams SET version = 4 WHERE stream_key = 2;
            """, finds: 6, of: "patient/a"),
        Change("stream renamed", "UPDATE streams SET id = 'bb' WHERE stream_key = 2", finds: 1, of: "patient/bb"),
        Change(
            "stream given a name that is none", "UPDATE streams SET id = 'b b' WHERE stream_key = 2", finds: 1,
            of: "patient/b b"),
        Change("stream removed, events left", "DELETE FROM streams WHERE stream_key = 2", finds: 2, of: "*"),
        Change(
            "stream removed with its events",
            "DELETE FROM events WHERE stream_key = 2; DELETE FROM streams WHERE stream_key = 2", finds: 2, of: "*"),
        Change(
            "the newest stream removed with its events",
            "DELETE FROM events WHERE stream_key = 4; DELETE FROM streams WHERE stream_key = 4", finds: 16, of: "*"),
        Change("everything removed", "TRUNCATE events, streams, outbox", finds: 1, of: "*"),
    ]

    @Test(arguments: changes)
    func `a change of the past is found and named`(change: Change) async throws {
        try await withSchema { schema in
            try await closing(try await schema.journal()) { (journal) async throws in
                try await fill(journal)
                let raw = try schema.raw()
                try raw.dropTriggers()
                if change.sql.contains("TRUNCATE") { try raw.execute("ALTER TABLE events DISABLE TRIGGER USER") }
                try raw.execute(change.sql)
                let broken = try await journal.verify().firstBroken
                #expect(broken?.stream == change.stream)
                #expect(broken?.version == change.version)
                #expect(broken?.reason.isEmpty == false)
                // The connection whose rows were not read to the end is not used for anything else.
                #expect(try await journal.verify().firstBroken == broken)
            }
        }
    }

    @Test func `an untouched journal verifies, larger than what is read at once`() async throws {
        try await withSchema { schema in
            try await closing(try await schema.journal()) { (journal) async throws in
                try await fill(journal)
                let stream = try patient("large")
                for part in 0..<12 {
                    var large = append(to: stream, after: part, 100 + part)
                    large.events[0].body = Array(repeating: UInt8(part), count: 1 << 20)
                    _ = try await journal.append(large)
                }
                #expect(try await journal.verify() == ChainReport(streams: 5, events: 28, firstBroken: nil))
            }
        }
    }

    @Test func `verification reads one stream after the other, and never sorts the whole journal`() async throws {
        try await withSchema { schema in
            try await closing(try await schema.journal()) { (journal) async throws in
                try await fill(journal)
                let session = PostgresSession(
                    address: try PostgresAddress(url: schema.url, schema: schema.name), patience: .seconds(12))
                let connection = try PostgresConnection(session.address)
                try session.begin(connection)
                try PostgresVerification.begin(connection)
                let rows = try connection.run(
                    [PostgresStatement("EXPLAIN " + PostgresVerification.chains)], for: "explain")
                let plan = try #require(rows.first)
                let lines = (0..<plan.count).map { plan.text($0, 0) }.joined(separator: "\n")
                #expect(lines.contains("Incremental Sort"))
                #expect(!lines.contains("Hash") && !lines.contains("Merge Join"))
            }
        }
    }

    @Test(arguments: [
        "UPDATE events SET body = '\\x00'", "DELETE FROM events", "TRUNCATE events", "TRUNCATE events CASCADE",
    ])
    func `the database itself refuses to change or delete events`(sql: String) async throws {
        try await withSchema { schema in
            try await closing(try await schema.journal()) { (journal) async throws in
                try await fill(journal)
                let raw = try schema.raw()
                let error = #expect(throws: JournalError.self) { try raw.execute(sql) }
                #expect(error?.description.contains("events are never updated or deleted") == true)
                #expect(try raw.text("SELECT count(*)::text FROM events") == "16")
            }
        }
    }

    private func fill(_ journal: PostgresJournal) async throws {
        for version in 0..<5 {
            for (index, name) in ["a", "b", "c"].enumerated() {
                _ = try await journal.append(append(to: patient(name), after: version, version * 3 + index + 1))
            }
        }
        _ = try await journal.append(append(to: patient("d"), 16))
    }
}
