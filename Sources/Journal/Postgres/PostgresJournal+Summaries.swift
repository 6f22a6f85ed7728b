/// Summaries, claims and keys.
extension PostgresJournal {
    /// Reads the rows of all streams of the kind.
    public func summaries(kind: String) async throws(JournalError) -> [Summary] {
        try await read { db throws(JournalError) in try PostgresSummaries.all(kind: kind, db) }
    }

    /// Reads the stream's row.
    public func summary(of stream: StreamID) async throws(JournalError) -> Summary? {
        try await read { db throws(JournalError) in try PostgresSummaries.one(stream, db) }
    }

    /// Reads by the index over `wakeAt`.
    public func streamsDue(at now: Int64, limit: Int) async throws(JournalError) -> [Summary] {
        try await read { db throws(JournalError) in try PostgresSummaries.due(at: now, limit: limit, db) }
    }

    /// Reads by the index over marks.
    public func changes(kind: String, after mark: Int64, limit: Int) async throws(JournalError) -> Changes {
        try await read { db throws(JournalError) in
            try PostgresSummaries.changes(kind: kind, after: mark, limit: limit, db)
        }
    }

    /// Written in a commit shared with appends that wait.
    @discardableResult
    public func resummarize(
        _ stream: StreamID, at version: Int, wakeAt: Int64?, body: [UInt8]
    ) async throws(JournalError) -> Bool {
        try Append.check(body: body, "summary of \(stream)")
        guard
            case .done(let isWritten) = try await write(
                .resummarize(stream, version: version, wakeAt: wakeAt, body: body))
        else { return false }
        return isWritten
    }

    /// Passes over what another node is claiming at the moment.
    public func claimDue(
        kind: String, at now: Int64, lease: Int64, limit: Int
    ) async throws(JournalError) -> [Summary] {
        let end = Append.end(of: lease, from: now)
        return try await read { db throws(JournalError) in
            try PostgresSummaries.claim(kind: kind, at: now, until: end, limit: limit, db)
        }
    }

    /// The database's own files may hold the old key until they are vacuumed, and its backups as long as they are kept.
    public func destroyKey(of stream: StreamID) async throws(JournalError) -> Bool {
        guard case .done(let isDestroyed) = try await write(.destroyKey(stream)) else { return false }
        return isDestroyed
    }
}
