/// The summaries of streams: lists, changes and the waker's claims.
enum PostgresSummaries {
    private static let columns = "kind, id, version, wake_at, body, key"

    static func all(kind: String, _ connection: PostgresConnection) throws(JournalError) -> [Summary] {
        try summaries(
            PostgresStatement("SELECT \(columns) FROM streams WHERE kind = $1 ORDER BY id", .text(kind)),
            "read summaries", connection)
    }

    static func one(_ stream: StreamID, _ connection: PostgresConnection) throws(JournalError) -> Summary? {
        try summaries(
            PostgresStatement(
                "SELECT \(columns) FROM streams WHERE kind = $1 AND id = $2", .text(stream.kind), .text(stream.id)),
            "read the summary of \(stream)", connection
        ).first
    }

    static func due(at now: Int64, limit: Int, _ connection: PostgresConnection) throws(JournalError) -> [Summary] {
        try summaries(
            PostgresStatement(
                "SELECT \(columns) FROM streams WHERE wake_at <= $1 ORDER BY wake_at, kind, id LIMIT $2",
                .int(now), .int(max(0, limit))), "read due streams", connection)
    }

    static func changes(
        kind: String, after mark: Int64, limit: Int, _ connection: PostgresConnection
    ) throws(JournalError) -> Changes {
        let rows = try PostgresQueries.one(
            PostgresStatement(
                "SELECT \(columns), mark FROM streams WHERE kind = $1 AND mark > $2 ORDER BY mark LIMIT $3",
                .text(kind), .int(mark), .int(max(0, limit))), "read changes", connection)
        let last = rows.count > 0 ? try rows.int(rows.count - 1, 6) : mark
        return Changes(
            summaries: try PostgresQueries.collect(rows) { row throws(JournalError) in try summary(rows, row) },
            mark: last)
    }

    /// Streams that another node is claiming or writing at the moment are passed over, not waited for.
    static func claim(
        kind: String, at now: Int64, until end: Int64, limit: Int, _ connection: PostgresConnection
    ) throws(JournalError) -> [Summary] {
        let claimed = try summaries(
            PostgresStatement(
                """
                WITH due AS (
                    SELECT stream_key FROM streams
                    WHERE kind = $1 AND wake_at <= $2 AND (leased_until IS NULL OR leased_until <= $2)
                    ORDER BY wake_at, id LIMIT $4 FOR UPDATE SKIP LOCKED)
                UPDATE streams SET leased_until = $3 WHERE stream_key IN (SELECT stream_key FROM due)
                RETURNING \(columns)
                """, .text(kind), .int(now), .int(end), .int(max(0, limit))),
            "claim due streams", connection)
        return claimed.sorted { ($0.wakeAt ?? .max, $0.stream) < ($1.wakeAt ?? .max, $1.stream) }
    }

    private static func summaries(
        _ statement: PostgresStatement, _ task: String, _ connection: PostgresConnection
    ) throws(JournalError) -> [Summary] {
        let rows = try PostgresQueries.one(statement, task, connection)
        return try PostgresQueries.collect(rows) { row throws(JournalError) in try summary(rows, row) }
    }

    private static func summary(_ rows: PostgresRows, _ row: Int) throws(JournalError) -> Summary {
        Summary(
            stream: try PostgresQueries.stream(rows, row, kind: 0, id: 1), version: Int(try rows.int(row, 2)),
            wakeAt: try rows.optionalInt(row, 3), body: rows.bytes(row, 4),
            key: rows.bytes(row, 5))
    }
}
