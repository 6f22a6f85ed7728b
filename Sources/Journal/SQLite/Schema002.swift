import GRDB

/// What sealing, several nodes and sessions need of the file.
enum Schema002 {
    /// Adds to the stream its wrapped key, the mark of its last change, and until when the waker's work on it is claimed;
    /// adds the shelf.
    ///
    /// Marks grow within a kind: the next one is found at the end of that kind's part of the index, without a counter
    /// that every commit would have to write, too.
    @Sendable
    static func shareAndSeal(in db: Database) throws {
        try db.execute(
            sql: """
                ALTER TABLE streams ADD COLUMN key BLOB NOT NULL DEFAULT x'';
                ALTER TABLE streams ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE streams ADD COLUMN claimed_until INTEGER;
                UPDATE streams SET changed = stream_key;
                CREATE INDEX streams_by_change ON streams (kind, changed);

                CREATE TABLE shelf (
                    key TEXT PRIMARY KEY,
                    value BLOB NOT NULL,
                    until INTEGER NOT NULL
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX shelf_by_until ON shelf (until);
                """)
    }
}
