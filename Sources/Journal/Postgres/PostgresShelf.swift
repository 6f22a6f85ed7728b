/// The shelf as a table: each function is one statement, and so a transaction of its own.
enum PostgresShelf {
    static func put(
        _ key: String, _ value: [UInt8], until: Int64, _ connection: PostgresConnection
    ) throws(JournalError) {
        try connection.run(
            [
                PostgresStatement(
                    """
                    INSERT INTO shelf (key, value, until) VALUES ($1, $2, $3)
                    ON CONFLICT (key) DO UPDATE SET value = excluded.value, until = excluded.until
                    """, .text(key), .bytes(value), .int(until))
            ], for: "put a thing on the shelf")
    }

    static func putNew(
        _ key: String, _ value: [UInt8], until: Int64, at now: Int64, _ connection: PostgresConnection
    ) throws(JournalError) -> Bool {
        let rows = try PostgresQueries.one(
            PostgresStatement(
                """
                INSERT INTO shelf (key, value, until) VALUES ($1, $2, $3)
                ON CONFLICT (key) DO UPDATE SET value = excluded.value, until = excluded.until
                    WHERE shelf.until <= $4
                RETURNING until
                """, .text(key), .bytes(value), .int(until), .int(now)), "put a new thing on the shelf", connection)
        return rows.count == 1
    }

    static func get(
        _ key: String, at now: Int64, _ connection: PostgresConnection
    ) throws(JournalError) -> [UInt8]? {
        guard canBeStored(key) else { return nil }
        let rows = try PostgresQueries.one(
            PostgresStatement("SELECT value FROM shelf WHERE key = $1 AND until > $2", .text(key), .int(now)),
            "read the shelf", connection)
        return rows.count == 1 ? rows.bytes(0, 0) : nil
    }

    static func take(
        _ key: String, at now: Int64, _ connection: PostgresConnection
    ) throws(JournalError) -> [UInt8]? {
        guard canBeStored(key) else { return nil }
        let rows = try PostgresQueries.one(
            PostgresStatement(
                "DELETE FROM shelf WHERE key = $1 AND until > $2 RETURNING value", .text(key), .int(now)),
            "take a thing off the shelf", connection)
        return rows.count == 1 ? rows.bytes(0, 0) : nil
    }

    static func remove(_ key: String, _ connection: PostgresConnection) throws(JournalError) {
        guard canBeStored(key) else { return }
        try connection.run(
            [PostgresStatement("DELETE FROM shelf WHERE key = $1", .text(key))], for: "remove a thing from the shelf")
    }

    static func things(
        prefix: String, at now: Int64, limit: Int, _ connection: PostgresConnection
    ) throws(JournalError) -> [ShelfThing] {
        guard canBeStored(prefix) else { return [] }
        let rows = try PostgresQueries.one(
            PostgresStatement(
                """
                SELECT key, value, until FROM shelf WHERE key >= $1 AND starts_with(key, $1) AND until > $2
                ORDER BY key LIMIT $3
                """, .text(prefix), .int(now), .int(max(0, limit))), "list the shelf", connection)
        return try PostgresQueries.collect(rows) { row throws(JournalError) in
            ShelfThing(key: rows.text(row, 0), value: rows.bytes(row, 1), until: try rows.int(row, 2))
        }
    }

    static func removeAll(prefix: String, _ connection: PostgresConnection) throws(JournalError) {
        guard canBeStored(prefix) else { return }
        try connection.run(
            [PostgresStatement("DELETE FROM shelf WHERE key >= $1 AND starts_with(key, $1)", .text(prefix))],
            for: "remove things from the shelf")
    }

    static func sweep(at now: Int64, _ connection: PostgresConnection) throws(JournalError) -> Int {
        let rows = try PostgresQueries.one(
            PostgresStatement(
                """
                WITH gone AS (DELETE FROM shelf WHERE until <= $1 RETURNING 1)
                SELECT count(*) FROM gone
                """, .int(now)), "sweep the shelf", connection)
        return Int(try rows.int(0, 0))
    }

    /// PostgreSQL refuses a text with NUL, even to compare with; no key holds one.
    private static func canBeStored(_ text: String) -> Bool { !text.utf8.contains(0) }
}
