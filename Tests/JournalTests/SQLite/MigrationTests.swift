import Foundation
import Journal
import Testing

/// Files of earlier versions are changed without loss.
@Suite struct MigrationTests {
    @Test func `a journal of the first version is opened with everything it holds`() async throws {
        try await withFolder { folder in
            let path = folder.file("journal.sqlite")
            try makeFirstVersion(path, streams: 30)
            let journal = try SQLiteJournal(path: path)
            #expect(try await journal.verify() == ChainReport(streams: 30, events: 30, firstBroken: nil))
            let summaries = try await journal.summaries(kind: "patient")
            #expect(summaries.count == 30)
            #expect(summaries.allSatisfy { $0.key.isEmpty && $0.body == [7] && $0.wakeAt == 9 && !$0.isErased })
            #expect(try await journal.pendingOutbox(at: 9, limit: 9).map(\.id) == ["m"])
            #expect(try await journal.claimDue(kind: "patient", at: 9, lease: 1, limit: 99).count == 30)
            #expect(try await journal.streamsDue(at: 9, limit: 99).count == 30)

            // Streams that were there have marks, each its own, and new changes come after them.
            let first = try await journal.changes(kind: "patient", after: 0, limit: 7)
            let rest = try await journal.changes(kind: "patient", after: first.mark, limit: 99)
            #expect(Set((first.summaries + rest.summaries).map(\.stream)).count == 30)
            #expect(first.summaries.count == 7 && rest.summaries.count == 23)
            _ = try await journal.append(append(to: patient("3"), after: 1, 1000))
            let next = try await journal.changes(kind: "patient", after: rest.mark, limit: 99)
            #expect(next.summaries.map(\.stream.id) == ["3"])
            #expect(try await journal.get("k", at: 0) == nil)
            #expect(try await journal.verify() == ChainReport(streams: 30, events: 31, firstBroken: nil))
            await journal.close()
        }
    }

    /// The tables as the first version made them; written out here, because its code is never to be changed with ours.
    private func makeFirstVersion(_ path: String, streams: Int) throws {
        let raw = try RawFile(path)
        try raw.execute(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA application_id = \(0x5374_7077);
            CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
            INSERT INTO grdb_migrations VALUES ('001-create-events');
            CREATE TABLE streams (
                stream_key INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL,
                version INTEGER NOT NULL CHECK (version >= 1),
                last_hash BLOB NOT NULL CHECK (length(last_hash) = 32),
                wake_at INTEGER, body BLOB NOT NULL, UNIQUE (kind, id)
            ) STRICT;
            CREATE INDEX streams_by_wake_at ON streams (wake_at) WHERE wake_at IS NOT NULL;
            CREATE TABLE events (
                sequence INTEGER PRIMARY KEY,
                stream_key INTEGER NOT NULL REFERENCES streams (stream_key),
                version INTEGER NOT NULL CHECK (version >= 1),
                event_id BLOB NOT NULL CHECK (length(event_id) = 16),
                type TEXT NOT NULL, occurred_at INTEGER NOT NULL, recorded_at INTEGER NOT NULL,
                author TEXT NOT NULL, site TEXT NOT NULL, body BLOB NOT NULL,
                hash BLOB NOT NULL CHECK (length(hash) = 32)
            ) STRICT;
            CREATE UNIQUE INDEX events_by_stream ON events (stream_key, version);
            CREATE UNIQUE INDEX events_by_id ON events (event_id);
            CREATE TRIGGER events_refuse_update BEFORE UPDATE ON events
            BEGIN SELECT RAISE(ABORT, 'events are never updated'); END;
            CREATE TRIGGER events_refuse_delete BEFORE DELETE ON events
            BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
            CREATE TABLE outbox (
                message_key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, channel TEXT NOT NULL,
                not_before INTEGER NOT NULL, body BLOB NOT NULL, settled_at INTEGER
            ) STRICT;
            CREATE INDEX outbox_pending ON outbox (not_before) WHERE settled_at IS NULL;
            INSERT INTO outbox (id, channel, not_before, body) VALUES ('m', 'smtp', 1, x'01');
            """)
        for number in 1...streams {
            let event = event(number)
            let hash = HashChain.hash(
                after: HashChain.start, stream: "patient/\(number)", version: 1, event: event, recordedAt: 5)
            try raw.execute(
                """
                INSERT INTO streams VALUES
                    (\(number), 'patient', '\(number)', 1, x'\(hex(hash))', 9, x'07');
                INSERT INTO events VALUES (\(number), \(number), 1, x'\(event.id.filter { $0 != "-" })',
                    '\(event.type)', \(event.occurredAt), 5, '\(event.author)', '\(event.site)',
                    x'\(hex(event.body))', x'\(hex(hash))');
                """)
        }
        try raw.close()
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
