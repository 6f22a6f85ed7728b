/// Replaces the wrapped keys of all streams in one transaction.
enum PostgresKeys {
    /// So many keys go through memory at once.
    private static let pageSize = 2_000

    /// Holds the writers' lock until it is done: appends wait, or are refused as busy when it takes long.
    static func rewrap(
        _ change: ([UInt8]) throws(JournalError) -> [UInt8], _ connection: PostgresConnection
    ) throws(JournalError) -> Int {
        let task = "replace keys"
        try connection.run(
            [
                PostgresStatement("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"),
                PostgresStatement("SET LOCAL idle_in_transaction_session_timeout = 60000"),
                PostgresHead.lock,
            ], for: task)
        var count = 0
        var last: Int64 = 0
        while true {
            let page = try PostgresQueries.one(
                PostgresStatement(
                    """
                    SELECT stream_key, key FROM streams WHERE stream_key > $1 AND key <> '' AND key <> '\\x00'
                    ORDER BY stream_key LIMIT $2
                    """, .int(last), .int(pageSize)), task, connection, within: .seconds(600))
            guard page.count > 0 else { break }
            var streams: [Int64] = []
            var keys: [[UInt8]] = []
            for row in 0..<page.count {
                streams.append(try page.int(row, 0))
                let key = try change(page.bytes(row, 1))
                try Append.check(key: key, "new key")
                keys.append(key)
            }
            count += page.count
            last = streams.last ?? last
            let update = PostgresStatement(
                """
                UPDATE streams SET key = u.key FROM unnest($1::bigint[], $2::bytea[]) AS u (stream_key, key)
                WHERE streams.stream_key = u.stream_key
                """, .ints(streams), .blobs(keys))
            try connection.run([update], for: task, within: .seconds(600))
        }
        try connection.run([PostgresStatement("COMMIT")], for: task)
        return count
    }
}
