/// What is asked and changed about streams beside their events.
extension SQLiteJournal {
    /// Writes all of them in one transaction.
    public func load(_ appends: [Append]) async throws(JournalError) {
        for append in appends { try append.check() }
        try await change(bytes: appends.reduce(0) { $0 + $1.byteCount }) { db in
            var writer = try AppendWriter(db: db)
            for append in appends { _ = try writer.write(append) }
        }
    }

    /// Reads the stream's row.
    public func summary(of stream: StreamID) async throws(JournalError) -> Summary? {
        try await use("read the summary of \(stream)") { try JournalQueries.summary(of: stream, $0) }
    }

    /// Reads by the index over marks.
    public func changes(kind: String, after mark: Int64, limit: Int) async throws(JournalError) -> Changes {
        try await use("read changes") { try JournalQueries.changes(kind: kind, after: mark, limit: limit, $0) }
    }

    /// Reads every event of the kind.
    public func search(
        kind: String, holding bytes: [UInt8], from: Int64, to: Int64, limit: Int
    ) async throws(JournalError) -> [StoredEvent] {
        try await use("search events") { db in
            try JournalQueries.search(kind: kind, holding: bytes, from: from, to: to, limit: limit, db)
        }
    }

    /// Writes the stream's row.
    @discardableResult
    public func resummarize(
        _ stream: StreamID, at version: Int, wakeAt: Int64?, body: [UInt8]
    ) async throws(JournalError) -> Bool {
        try Append.check(body: body, "summary of \(stream)")
        return try await change(bytes: body.count) { db in
            try StreamWriter(db: db).resummarize(stream, at: version, wakeAt: wakeAt, body: body)
        }
    }

    /// Marks the rows of due streams in one statement.
    public func claimDue(
        kind: String, at now: Int64, lease: Int64, limit: Int
    ) async throws(JournalError) -> [Summary] {
        let end = Append.end(of: lease, from: now)
        return try await change { db in
            try StreamWriter(db: db).claimDue(kind: kind, at: now, until: end, limit: limit)
        }
    }

    /// Overwrites the key in the file, then empties the write-ahead log, which may hold it, too.
    ///
    /// A long reader, for example a verification, may keep the log as it is for a while; it is then emptied later.
    public func destroyKey(of stream: StreamID) async throws(JournalError) -> Bool {
        let wasDestroyed = try await change { db in try StreamWriter(db: db).destroyKey(of: stream) }
        if wasDestroyed { await checkpoints.empty() }
        return wasDestroyed
    }

    /// Appends wait until all keys are replaced.
    public func rewrapKeys(
        _ change: @escaping @Sendable ([UInt8]) throws(JournalError) -> [UInt8]
    ) async throws(JournalError) -> Int {
        let count = try await self.change { db in try StreamWriter(db: db).rewrapKeys(change) }
        await checkpoints.empty()
        return count
    }
}
