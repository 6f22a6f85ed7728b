/// What goes through the writers' line.
enum PostgresWrite: Sendable {
    case append(Append)
    case resummarize(StreamID, version: Int, wakeAt: Int64?, body: [UInt8])
    case destroyKey(StreamID)

    var stream: StreamID {
        switch self {
        case .append(let append): append.stream
        case .resummarize(let stream, _, _, _), .destroyKey(let stream): stream
        }
    }

    /// About how large it is.
    var byteCount: Int {
        switch self {
        case .append(let append): append.byteCount
        case .resummarize(_, _, _, let body): body.count + 128
        case .destroyKey: 128
        }
    }
}

/// What a ``PostgresWrite`` came to.
enum PostgresWritten: Sendable {
    case stored([StoredEvent])
    case done(Bool)
}

/// The numbers that were given out last; see ``PostgresSchema``.
struct PostgresHead {
    var streamKey: Int64
    var sequence: Int64
    var mark: Int64
    var messageKey: Int64

    /// Taken until the end of the transaction by everybody who gives out numbers.
    ///
    /// PostgreSQL lets go of it after the commit can be seen. So numbers become visible in their order, from whatever
    /// node they come, and a reader who goes on from the greatest number seen never passes one over.
    static let lock = PostgresStatement("SELECT pg_advisory_xact_lock(1400139895, hashtext(current_schema()))")

    static let query = PostgresStatement("SELECT stream_key, sequence, mark, message_key FROM head")

    init(_ rows: PostgresRows) throws(JournalError) {
        guard rows.count == 1 else {
            throw .storage(code: "damaged", message: "table head has \(rows.count) rows; expected 1")
        }
        streamKey = try rows.int(0, 0)
        sequence = try rows.int(0, 1)
        mark = try rows.int(0, 2)
        messageKey = try rows.int(0, 3)
    }

    var update: PostgresStatement {
        PostgresStatement(
            "UPDATE head SET stream_key = $1, sequence = $2, mark = $3, message_key = $4",
            .int(streamKey), .int(sequence), .int(mark), .int(messageKey))
    }
}
