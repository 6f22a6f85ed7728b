/// What a batch asks the database first, and what it writes in the end: a fixed number of statements for any number of
/// writes, each with one array per column.
extension PostgresBatch {
    /// Takes the writers' lock, then looks up what the writes are about.
    ///
    /// Under `READ COMMITTED` each statement sees what was committed when it starts, so those after the lock see all
    /// that was written before it was given to us.
    static func questions(about writes: [PostgresWrite]) -> [PostgresStatement] {
        let streams = Set(writes.map(\.stream))
        let appends = writes.compactMap { write in
            if case .append(let append) = write { append } else { nil }
        }
        let events = appends.flatMap(\.events).compactMap { EventID($0.id)?.bytes }
        let messages = appends.flatMap(\.outbox).map(\.id)
        return [
            PostgresStatement("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"),
            PostgresHead.lock,
            PostgresHead.query,
            PostgresStatement(
                """
                SELECT s.kind, s.id, s.stream_key, s.version, s.last_hash, s.key
                FROM unnest($1::text[], $2::text[]) AS u (kind, id) JOIN streams s ON s.kind = u.kind AND s.id = u.id
                """, .texts(streams.map(\.kind)), .texts(streams.map(\.id))),
            PostgresStatement("SELECT event_id FROM events WHERE event_id = ANY ($1)", .uuids(events)),
            PostgresStatement("SELECT id FROM outbox WHERE id = ANY ($1)", .texts(messages)),
        ]
    }

    /// - Parameter answers: To ``questions(about:)``.
    init(_ answers: [PostgresRows]) throws(JournalError) {
        guard answers.count == 6 else { throw .connection("\(answers.count) answers to 6 questions") }
        let found = answers[3]
        var streams: [StreamID: Stream] = [:]
        for row in 0..<found.count {
            let id = try StreamID(kind: found.text(row, 0), id: found.text(row, 1))
            streams[id] = Stream(
                key: try found.int(row, 2), version: Int(try found.int(row, 3)), hash: found.bytes(row, 4),
                wrappedKey: found.bytes(row, 5))
        }
        var eventIDs: Set<String> = []
        for row in 0..<answers[4].count { eventIDs.insert(try answers[4].uuid(row, 0)) }
        let messageIDs = (0..<answers[5].count).map { answers[5].text($0, 0) }
        self.init(
            head: try PostgresHead(answers[2]), streams: streams, eventIDs: eventIDs, messageIDs: Set(messageIDs))
    }

    /// Writes all that was decided; empty when everything was refused.
    var statements: [PostgresStatement] {
        guard !changed.isEmpty else { return [] }
        var statements = [streamStatement]
        if !events.isEmpty { statements.append(eventStatement) }
        if !settled.isEmpty { statements.append(settleStatement) }
        if !messages.isEmpty { statements.append(messageStatement) }
        return statements + [head.update]
    }

    private var streamStatement: PostgresStatement {
        let ids = Array(changed)
        let rows = ids.compactMap { streams[$0] }
        return PostgresStatement(
            """
            INSERT INTO streams (stream_key, kind, id, version, last_hash, wake_at, body, key, mark)
            SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::bytea[], $6::bigint[],
                $7::bytea[], $8::bytea[], $9::bigint[])
            ON CONFLICT (stream_key) DO UPDATE SET version = excluded.version, last_hash = excluded.last_hash,
                wake_at = excluded.wake_at, leased_until = NULL, body = excluded.body, key = excluded.key,
                mark = excluded.mark
            """,
            .ints(rows.map(\.key)), .texts(ids.map(\.kind)), .texts(ids.map(\.id)),
            .ints(rows.map { Int64($0.version) }),
            .blobs(rows.map(\.hash)), .ints(rows.map(\.wakeAt)), .blobs(rows.map(\.body)),
            .blobs(rows.map(\.wrappedKey)), .ints(rows.map(\.mark)))
    }

    private var eventStatement: PostgresStatement {
        let rows = events.map(\.event)
        return PostgresStatement(
            """
            INSERT INTO events (sequence, stream_key, version, event_id, type, occurred_at, recorded_at, author, site,
                body, hash)
            SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::uuid[], $5::text[], $6::bigint[],
                $7::bigint[], $8::text[], $9::text[], $10::bytea[], $11::bytea[])
            """,
            .ints(rows.map(\.sequence)), .ints(events.map(\.streamKey)), .ints(rows.map { Int64($0.version) }),
            .uuids(rows.map { EventID($0.id)?.bytes ?? [] }), .texts(rows.map(\.type)), .ints(rows.map(\.occurredAt)),
            .ints(rows.map(\.recordedAt)), .texts(rows.map(\.author)), .texts(rows.map(\.site)),
            .blobs(rows.map(\.body)), .blobs(rows.map(\.hash)))
    }

    private var settleStatement: PostgresStatement {
        PostgresStatement(
            """
            UPDATE outbox SET settled_at = u.at FROM unnest($1::text[], $2::bigint[]) AS u (id, at)
            WHERE outbox.id = u.id AND settled_at IS NULL
            """, .texts(settled.map(\.id)), .ints(settled.map(\.at)))
    }

    private var messageStatement: PostgresStatement {
        PostgresStatement(
            """
            INSERT INTO outbox (message_key, id, channel, not_before, body, settled_at)
            SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::bytea[], $6::bigint[])
            """,
            .ints(messages.map(\.key)), .texts(messages.map(\.message.id)), .texts(messages.map(\.message.channel)),
            .ints(messages.map(\.message.notBefore)), .blobs(messages.map(\.message.body)),
            .ints(messages.map(\.settledAt)))
    }
}
