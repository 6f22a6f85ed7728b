import GRDB

/// The tables of the journal's file.
///
/// Migrations are never edited: a change is a new one.
enum Schema {
    /// Written into the header of the file ("Stpw"), so that the journal never adds its tables to somebody else's.
    static let applicationID: Int32 = 0x5374_7077

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("001-create-events", migrate: createEvents)
        migrator.registerMigration("002-share-and-seal", migrate: Schema002.shareAndSeal)
        return migrator
    }

    /// Streams have a small whole number as key, so that an event row and its index entry stay small and the entries of
    /// one stream lie together.
    ///
    /// The stream's row carries its summary: an append reads and writes one row for both.
    ///
    /// Event ids grow with time (UUID version 7), so their index is written at its end only.
    ///
    /// The triggers stop a program that means well. One that does not, or `REPLACE`, which SQLite does not show to
    /// delete triggers, gets past them; the hash chain tells.
    @Sendable
    private static func createEvents(in db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE streams (
                    stream_key INTEGER PRIMARY KEY,
                    kind TEXT NOT NULL,
                    id TEXT NOT NULL,
                    version INTEGER NOT NULL CHECK (version >= 1),
                    last_hash BLOB NOT NULL CHECK (length(last_hash) = 32),
                    wake_at INTEGER,
                    body BLOB NOT NULL,
                    UNIQUE (kind, id)
                ) STRICT;
                CREATE INDEX streams_by_wake_at ON streams (wake_at) WHERE wake_at IS NOT NULL;

                CREATE TABLE events (
                    sequence INTEGER PRIMARY KEY,
                    stream_key INTEGER NOT NULL REFERENCES streams (stream_key),
                    version INTEGER NOT NULL CHECK (version >= 1),
                    event_id BLOB NOT NULL CHECK (length(event_id) = 16),
                    type TEXT NOT NULL,
                    occurred_at INTEGER NOT NULL,
                    recorded_at INTEGER NOT NULL,
                    author TEXT NOT NULL,
                    site TEXT NOT NULL,
                    body BLOB NOT NULL,
                    hash BLOB NOT NULL CHECK (length(hash) = 32)
                ) STRICT;
                CREATE UNIQUE INDEX events_by_stream ON events (stream_key, version);
                CREATE UNIQUE INDEX events_by_id ON events (event_id);
                CREATE TRIGGER events_refuse_update BEFORE UPDATE ON events
                BEGIN SELECT RAISE(ABORT, 'events are never updated'); END;
                CREATE TRIGGER events_refuse_delete BEFORE DELETE ON events
                BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;

                CREATE TABLE outbox (
                    message_key INTEGER PRIMARY KEY,
                    id TEXT NOT NULL UNIQUE,
                    channel TEXT NOT NULL,
                    not_before INTEGER NOT NULL,
                    body BLOB NOT NULL,
                    settled_at INTEGER
                ) STRICT;
                CREATE INDEX outbox_pending ON outbox (not_before) WHERE settled_at IS NULL;
                """)
    }
}
