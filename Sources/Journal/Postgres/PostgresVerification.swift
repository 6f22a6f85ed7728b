/// Walks all chains of the database, row by row, in constant memory, on one unchanging view of it.
enum PostgresVerification {
    /// How long the next row may take; PostgreSQL finds each by an index.
    private static let patience = Duration.seconds(120)

    /// Stream by stream, version by version.
    ///
    /// The session's settings make PostgreSQL walk the streams by their index and sort the events of one stream at a
    /// time; by itself it would sort the whole journal. The left join also shows a stream without any event.
    static let chains = """
        SELECT \(PostgresEvent.columns), s.stream_key, s.kind, s.id, s.version, s.last_hash
        FROM streams s LEFT JOIN events e ON e.stream_key = s.stream_key
        ORDER BY s.kind, s.id, e.version
        """

    static func run(_ connection: PostgresConnection) throws(JournalError) -> ChainReport {
        try begin(connection)
        var walk = ChainWalk()
        try followStreams(&walk, connection)
        if !walk.isBroken { try findLostEvents(&walk, connection) }
        return walk.finish()
    }

    static func begin(_ connection: PostgresConnection) throws(JournalError) {
        try connection.script(
            """
            BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
            SET LOCAL statement_timeout = 0;
            SET LOCAL idle_in_transaction_session_timeout = 0;
            SET LOCAL enable_sort = off;
            """, for: "verify")
    }

    private static func followStreams(
        _ walk: inout ChainWalk, _ connection: PostgresConnection
    ) throws(JournalError) {
        let first = PostgresEvent.columnCount
        var current: Int64?
        try connection.stream(
            PostgresStatement(chains), for: "verify", within: patience
        ) { rows throws(JournalError) in
            let key = try rows.int(0, first)
            if key != current {
                current = key
                walk.begin(
                    stream: "\(rows.text(0, first + 1))/\(rows.text(0, first + 2))",
                    summaryVersion: Int(try rows.int(0, first + 3)), summaryHash: rows.bytes(0, first + 4))
            }
            if !rows.isNull(0, 0) {
                let stored = try PostgresEvent(rows, 0)
                walk.check(
                    version: stored.version, event: stored.event, recordedAt: stored.recordedAt, hash: stored.hash)
            }
            return !walk.isBroken
        }
        walk.endStream()
    }

    /// Sequences have no gaps, so a gap is an event that was removed together with its stream; and an event without a
    /// stream shows that the stream alone was removed.
    private static func findLostEvents(
        _ walk: inout ChainWalk, _ connection: PostgresConnection
    ) throws(JournalError) {
        let statement = PostgresStatement(
            """
            SELECT e.sequence, s.stream_key IS NOT NULL
            FROM events e LEFT JOIN streams s ON s.stream_key = e.stream_key ORDER BY e.sequence
            """)
        var next: Int64 = 1
        try connection.stream(statement, for: "verify", within: patience) { rows throws(JournalError) in
            if try rows.int(0, 0) != next {
                breakOff(&walk, at: next)
            } else if try !rows.bool(0, 1) {
                walk.breakOff(stream: "*", at: Int(next), "the event with sequence \(next) has lost its stream")
            }
            next += 1
            return !walk.isBroken
        }
        guard !walk.isBroken else { return }
        let head = try PostgresHead(PostgresQueries.one(PostgresHead.query, "verify", connection))
        if head.sequence >= next { breakOff(&walk, at: next) }
    }

    private static func breakOff(_ walk: inout ChainWalk, at sequence: Int64) {
        walk.breakOff(
            stream: "*", at: Int(sequence), "sequence \(sequence) is missing: an event was removed with its stream")
    }
}
