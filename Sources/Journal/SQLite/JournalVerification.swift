import GRDB

/// Walks all chains of the file, row by row, in constant memory.
enum JournalVerification {
    static func run(_ db: Database) throws -> ChainReport {
        var walk = ChainWalk()
        try followStreams(&walk, db)
        try findLostEvents(&walk, db)
        return walk.finish()
    }

    /// Stream by stream, version by version, by two indexes.
    ///
    /// The left join also shows a stream without any event.
    private static func followStreams(_ walk: inout ChainWalk, _ db: Database) throws {
        let statement = try db.makeStatement(
            sql: """
                SELECT \(StoredRow.columns), s.stream_key, s.kind, s.id, s.version, s.last_hash
                FROM streams s LEFT JOIN events e ON e.stream_key = s.stream_key
                ORDER BY s.kind, s.id, e.version
                """)
        let first = StoredRow.columnCount
        let rows = try Row.fetchCursor(statement)
        var current: Int64?
        while !walk.isBroken, let row = try rows.next() {
            let key = try row.decode(Int64.self, atIndex: first)
            if key != current {
                current = key
                let kind = try row.decode(String.self, atIndex: first + 1)
                let id = try row.decode(String.self, atIndex: first + 2)
                walk.begin(
                    stream: "\(kind)/\(id)",
                    summaryVersion: try row.decode(Int.self, atIndex: first + 3),
                    summaryHash: try StoredRow.bytes(row, first + 4))
            }
            guard !row.hasNull(atIndex: 0) else { continue }
            let stored = try StoredRow(row)
            walk.check(
                version: stored.version, event: stored.event, recordedAt: stored.recordedAt, hash: stored.hash)
        }
        walk.endStream()
    }

    /// SQLite gives sequences without gaps while nothing is deleted, so a gap is an event that was removed together
    /// with its stream; and an event without a stream shows that the stream alone was removed.
    private static func findLostEvents(_ walk: inout ChainWalk, _ db: Database) throws {
        guard !walk.isBroken else { return }
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT e.sequence, s.stream_key IS NOT NULL
                FROM events e LEFT JOIN streams s ON s.stream_key = e.stream_key
                ORDER BY e.sequence
                """)
        var next: Int64 = 1
        while let row = try rows.next() {
            let sequence = try row.decode(Int64.self, atIndex: 0)
            guard sequence == next else {
                return walk.breakOff(
                    stream: "*", at: Int(next), "sequence \(next) is missing: an event was removed with its stream")
            }
            guard try row.decode(Bool.self, atIndex: 1) else {
                return walk.breakOff(
                    stream: "*", at: Int(next), "the event with sequence \(next) has lost its stream")
            }
            next += 1
        }
    }
}
