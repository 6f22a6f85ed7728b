import GRDB
import Journal
import Testing

/// Changes made behind the journal's back are found and named.
@Suite struct TamperingTests {
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
        Change("edited body", "UPDATE events SET body = x'00' WHERE stream_key = 2 AND version = 3", finds: 3),
        Change("edited type", "UPDATE events SET type = 'y' WHERE stream_key = 2 AND version = 1", finds: 1),
        Change("edited author", "UPDATE events SET author = 'y' WHERE stream_key = 2 AND version = 5", finds: 5),
        Change("edited site", "UPDATE events SET site = '' WHERE stream_key = 2 AND version = 2", finds: 2),
        Change("moved in time", "UPDATE events SET occurred_at = 1 WHERE stream_key = 2 AND version = 4", finds: 4),
        Change("recorded earlier", "UPDATE events SET recorded_at = 1 WHERE stream_key = 2 AND version = 4", finds: 4),
        Change(
            "other id", "UPDATE events SET event_id = randomblob(16) WHERE stream_key = 2 AND version = 4", finds: 4),
        Change("other hash", "UPDATE events SET hash = zeroblob(32) WHERE stream_key = 2 AND version = 2", finds: 2),
        Change(
            "replaced, which triggers do not see",
            """
            REPLACE INTO events SELECT sequence, stream_key, version, event_id, type, occurred_at, recorded_at, author,
            site, x'00', hash FROM events WHERE stream_key = 2 AND version = 4
            """, finds: 4),
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
    ]

    @Test(arguments: changes)
    func `a change of the past is found and named`(change: Change) async throws {
        try await withFolder { folder in
            let path = folder.file("journal.sqlite")
            try await fill(path)
            let raw = try RawFile(path)
            try raw.dropTriggers()
            try raw.execute(change.sql)
            try raw.close()

            let journal = try SQLiteJournal(path: path)
            let broken = try await journal.verify().firstBroken
            #expect(broken?.stream == change.stream)
            #expect(broken?.version == change.version)
            #expect(broken?.reason.isEmpty == false)
            await journal.close()
        }
    }

    @Test func `an event rewritten with a matching hash of its own breaks the next link`() async throws {
        try await withFolder { folder in
            let path = folder.file("journal.sqlite")
            let events = try await fill(path).filter { $0.stream.id == "b" }
            var forged = events[1].event
            forged.body = Array("forged".utf8)
            let hash = HashChain.hash(
                after: events[0].hash, stream: "patient/b", version: 2, event: forged, recordedAt: events[1].recordedAt)
            let hex = hash.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
            let raw = try RawFile(path)
            try raw.dropTriggers()
            try raw.execute(
                "UPDATE events SET body = CAST('forged' AS BLOB), hash = x'\(hex)' WHERE stream_key = 2 AND version = 2"
            )
            try raw.close()

            let journal = try SQLiteJournal(path: path)
            let broken = try await journal.verify().firstBroken
            #expect(broken?.stream == "patient/b")
            #expect(broken?.version == 3)
            await journal.close()
        }
    }

    @Test func `an untouched journal verifies`() async throws {
        try await withFolder { folder in
            let path = folder.file("journal.sqlite")
            try await fill(path)
            let journal = try SQLiteJournal(path: path)
            #expect(try await journal.verify() == ChainReport(streams: 3, events: 15, firstBroken: nil))
            await journal.close()
        }
    }

    @Test(arguments: ["UPDATE events SET body = x'00'", "DELETE FROM events"])
    func `the file itself refuses to change or delete events`(sql: String) async throws {
        try await withFolder { folder in
            let path = folder.file("journal.sqlite")
            try await fill(path)
            let raw = try RawFile(path)
            let error = #expect(throws: DatabaseError.self) { try raw.execute(sql) }
            #expect(error?.message?.hasPrefix("events are never") == true)
            #expect(try raw.text("SELECT count(*) FROM events") == "15")
            try raw.close()
        }
    }

    @Test func `a row of the wrong form is an error, not a crash`() async throws {
        try await withFolder { folder in
            let path = folder.file("journal.sqlite")
            try await fill(path)
            let raw = try RawFile(path)
            try raw.dropTriggers()
            try raw.execute(
                """
                PRAGMA ignore_check_constraints = ON;
                UPDATE events SET event_id = x'01' WHERE stream_key = 2 AND version = 2;
                UPDATE streams SET id = 'ö' WHERE stream_key = 3;
                """)
            try raw.close()

            let journal = try SQLiteJournal(path: path)
            let stream = try patient("b")
            let read = await refusal { () async throws(JournalError) in try await journal.read(stream, after: 0) }
            #expect(read == .storage(code: "damaged", message: "event 5 has an id that is not 16 bytes"))
            let list = await refusal { () async throws(JournalError) in try await journal.summaries(kind: "patient") }
            #expect(list == .storage(code: "damaged", message: "a stream has a malformed name"))
            await journal.close()
        }
    }

    @discardableResult
    private func fill(_ path: String) async throws -> [StoredEvent] {
        let journal = try SQLiteJournal(path: path)
        var stored: [StoredEvent] = []
        for version in 0..<5 {
            for (index, name) in ["a", "b", "c"].enumerated() {
                stored += try await journal.append(append(to: patient(name), after: version, version * 3 + index + 1))
            }
        }
        await journal.close()
        return stored
    }
}
