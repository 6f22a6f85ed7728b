import Foundation
import GRDB

/// Changes of a stream's row without an event; each inside a transaction.
struct StreamWriter {
    let db: Database

    /// The mark of a change that is being made; has one argument, the kind.
    static let nextMark = "(SELECT coalesce(max(changed), 0) + 1 FROM streams WHERE kind = ?)"

    func resummarize(_ stream: StreamID, at version: Int, wakeAt: Int64?, body: [UInt8]) throws -> Bool {
        try db.run(
            """
            UPDATE streams SET wake_at = ?, body = ?, claimed_until = NULL, changed = \(Self.nextMark)
            WHERE kind = ? AND id = ? AND version = ? AND key <> x'00'
            """,
            [wakeAt, Data(body), stream.kind, stream.kind, stream.id, version])
        return db.changesCount > 0
    }

    func claimDue(kind: String, at now: Int64, until end: Int64, limit: Int) throws -> [Summary] {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE streams SET claimed_until = ?
                WHERE stream_key IN (
                    SELECT stream_key FROM streams
                    WHERE wake_at IS NOT NULL AND wake_at <= ? AND kind = ?
                        AND (claimed_until IS NULL OR claimed_until <= ?)
                    ORDER BY wake_at, id LIMIT ?)
                RETURNING \(JournalQueries.summaryColumns)
                """)
        let rows = try Row.fetchAll(statement, arguments: [end, now, kind, now, max(0, limit)])
        // SQLite returns changed rows in any order.
        return try rows.map(JournalQueries.summary).sorted { ($0.wakeAt ?? 0, $0.stream) < ($1.wakeAt ?? 0, $1.stream) }
    }

    func destroyKey(of stream: StreamID) throws -> Bool {
        try db.run(
            """
            UPDATE streams
            SET key = x'00', body = x'', wake_at = NULL, claimed_until = NULL, changed = \(Self.nextMark)
            WHERE kind = ? AND id = ? AND length(key) > 1
            """,
            [stream.kind, stream.kind, stream.id])
        return db.changesCount > 0
    }

    func rewrapKeys(_ change: ([UInt8]) throws(JournalError) -> [UInt8]) throws -> Int {
        let rows = try Row.fetchAll(db, sql: "SELECT stream_key, key FROM streams WHERE length(key) > 1")
        for row in rows {
            let key = try change(StoredRow.bytes(row, 1))
            try Append.check(key: key, "new key")
            try db.run(
                "UPDATE streams SET key = ? WHERE stream_key = ?", [Data(key), row.decode(Int64.self, atIndex: 0)])
        }
        return rows.count
    }
}
