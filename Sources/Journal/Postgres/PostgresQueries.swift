/// The reading side of the PostgreSQL journal: each function is one statement on one of the indexes.
enum PostgresQueries {
    static func read(
        _ stream: StreamID, after version: Int, _ connection: PostgresConnection
    ) throws(JournalError) -> [StoredEvent] {
        let rows = try one(
            PostgresStatement(
                """
                SELECT \(PostgresEvent.columns) FROM events e JOIN streams s ON s.stream_key = e.stream_key
                WHERE s.kind = $1 AND s.id = $2 AND e.version > $3 ORDER BY e.version
                """, .text(stream.kind), .text(stream.id), .int(version)), "read \(stream)", connection)
        return try collect(rows) { row throws(JournalError) in try PostgresEvent(rows, row).stored(in: stream) }
    }

    static func events(
        after sequence: Int64, limit: Int, _ connection: PostgresConnection
    ) throws(JournalError) -> [StoredEvent] {
        let rows = try one(
            PostgresStatement(
                """
                SELECT \(PostgresEvent.columns), s.kind, s.id FROM events e JOIN streams s ON s.stream_key = e.stream_key
                WHERE e.sequence > $1 ORDER BY e.sequence LIMIT $2
                """, .int(sequence), .int(max(0, limit))), "read events", connection)
        return try collect(rows) { row throws(JournalError) in try stored(rows, row) }
    }

    static func search(
        kind: String, holding bytes: [UInt8], from: Int64, to: Int64, limit: Int, _ connection: PostgresConnection
    ) throws(JournalError) -> [StoredEvent] {
        let rows = try one(
            PostgresStatement(
                """
                SELECT \(PostgresEvent.columns), s.kind, s.id FROM events e JOIN streams s ON s.stream_key = e.stream_key
                WHERE s.kind = $1 AND e.recorded_at >= $2 AND e.recorded_at < $3 AND position($4 in e.body) > 0
                ORDER BY e.sequence LIMIT $5
                """, .text(kind), .int(from), .int(to), .bytes(bytes), .int(max(0, limit))), "search", connection,
            within: .seconds(600))
        return try collect(rows) { row throws(JournalError) in try stored(rows, row) }
    }

    static func version(of stream: StreamID, _ connection: PostgresConnection) throws(JournalError) -> Int {
        let rows = try one(
            PostgresStatement(
                "SELECT version FROM streams WHERE kind = $1 AND id = $2", .text(stream.kind), .text(stream.id)),
            "read the version of \(stream)", connection)
        return rows.count == 0 ? 0 : Int(try rows.int(0, 0))
    }

    static func pendingOutbox(
        at now: Int64, limit: Int, _ connection: PostgresConnection
    ) throws(JournalError) -> [OutboxMessage] {
        let rows = try one(
            PostgresStatement(
                """
                SELECT id, channel, not_before, body FROM outbox WHERE settled_at IS NULL AND not_before <= $1
                ORDER BY not_before, message_key LIMIT $2
                """, .int(now), .int(max(0, limit))), "read the outbox", connection)
        return try collect(rows) { row throws(JournalError) in
            OutboxMessage(
                id: rows.text(row, 0), channel: rows.text(row, 1), notBefore: try rows.int(row, 2),
                body: rows.bytes(row, 3))
        }
    }

    static func one(
        _ statement: PostgresStatement, _ task: String, _ connection: PostgresConnection,
        within limit: Duration? = nil
    ) throws(JournalError) -> PostgresRows {
        guard let rows = try connection.run([statement], for: task, within: limit).first else {
            throw .connection("tried to \(task): no answer")
        }
        return rows
    }

    static func collect<Item>(
        _ rows: PostgresRows, _ make: (Int) throws(JournalError) -> Item
    ) throws(JournalError) -> [Item] {
        var items: [Item] = []
        items.reserveCapacity(rows.count)
        for row in 0..<rows.count { items.append(try make(row)) }
        return items
    }

    static func stream(_ rows: PostgresRows, _ row: Int, kind: Int, id: Int) throws(JournalError) -> StreamID {
        do throws(JournalError) {
            return try StreamID(kind: rows.text(row, kind), id: rows.text(row, id))
        } catch {
            throw .storage(code: "damaged", message: "a stream has a malformed name")
        }
    }

    private static func stored(_ rows: PostgresRows, _ row: Int) throws(JournalError) -> StoredEvent {
        let name = try stream(rows, row, kind: PostgresEvent.columnCount, id: PostgresEvent.columnCount + 1)
        return try PostgresEvent(rows, row).stored(in: name)
    }
}

/// One event out of a row.
struct PostgresEvent {
    /// What ``init(_:_:)`` expects, in its order, of a table named `e`; nothing may stand before them.
    static let columns = """
        e.sequence, e.version, e.event_id, e.type, e.occurred_at, e.recorded_at, e.author, e.site, e.body, e.hash
        """

    /// How many ``columns`` there are: the index of the first column after them.
    static let columnCount = 10

    let sequence: Int64
    let version: Int
    let recordedAt: Int64
    let hash: [UInt8]
    let event: NewEvent

    init(_ rows: PostgresRows, _ row: Int) throws(JournalError) {
        sequence = try rows.int(row, 0)
        version = Int(try rows.int(row, 1))
        recordedAt = try rows.int(row, 5)
        hash = rows.bytes(row, 9)
        event = NewEvent(
            id: try rows.uuid(row, 2), type: rows.text(row, 3), occurredAt: try rows.int(row, 4),
            author: rows.text(row, 6), site: rows.text(row, 7), body: rows.bytes(row, 8))
    }

    func stored(in stream: StreamID) -> StoredEvent {
        StoredEvent(
            stream: stream, version: version, event: event, recordedAt: recordedAt, hash: hash, sequence: sequence)
    }
}
