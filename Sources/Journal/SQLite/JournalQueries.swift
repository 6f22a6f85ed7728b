import Foundation
import GRDB

/// The reading side of the SQLite journal: each function is one statement on one of the indexes.
enum JournalQueries {
    /// The columns ``summary(_:)`` expects, in its order.
    static let summaryColumns = "kind, id, version, wake_at, body, key"

    static func read(_ stream: StreamID, after version: Int, _ db: Database) throws -> [StoredEvent] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(StoredRow.columns)
                FROM events e JOIN streams s ON s.stream_key = e.stream_key
                WHERE s.kind = ? AND s.id = ? AND e.version > ?
                ORDER BY e.version
                """)
        let rows = try Row.fetchCursor(statement, arguments: [stream.kind, stream.id, version])
        return try collect(rows) { try StoredRow($0).stored(in: stream) }
    }

    static func version(of stream: StreamID, _ db: Database) throws -> Int {
        let statement = try db.cachedStatement(sql: "SELECT version FROM streams WHERE kind = ? AND id = ?")
        return try Int.fetchOne(statement, arguments: [stream.kind, stream.id]) ?? 0
    }

    static func summaries(kind: String, _ db: Database) throws -> [Summary] {
        let statement = try db.cachedStatement(
            sql: "SELECT \(summaryColumns) FROM streams WHERE kind = ? ORDER BY id")
        return try collect(Row.fetchCursor(statement, arguments: [kind]), summary)
    }

    static func summary(of stream: StreamID, _ db: Database) throws -> Summary? {
        let statement = try db.cachedStatement(
            sql: "SELECT \(summaryColumns) FROM streams WHERE kind = ? AND id = ?")
        return try collect(Row.fetchCursor(statement, arguments: [stream.kind, stream.id]), summary).first
    }

    static func changes(kind: String, after mark: Int64, limit: Int, _ db: Database) throws -> Changes {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(summaryColumns), changed FROM streams
                WHERE kind = ? AND changed > ?
                ORDER BY changed LIMIT ?
                """)
        var changes = Changes(summaries: [], mark: mark)
        let rows = try Row.fetchCursor(statement, arguments: [kind, mark, max(0, limit)])
        while let row = try rows.next() {
            changes.summaries.append(try summary(row))
            changes.mark = try row.decode(Int64.self, atIndex: 6)
        }
        return changes
    }

    static func search(
        kind: String, holding bytes: [UInt8], from: Int64, to: Int64, limit: Int, _ db: Database
    ) throws -> [StoredEvent] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(StoredRow.columns), s.kind, s.id
                FROM events e JOIN streams s ON s.stream_key = e.stream_key
                WHERE s.kind = ? AND e.recorded_at >= ? AND e.recorded_at < ? AND instr(e.body, ?) > 0
                ORDER BY e.sequence LIMIT ?
                """)
        let rows = try Row.fetchCursor(statement, arguments: [kind, from, to, Data(bytes), max(0, limit)])
        return try collect(rows) { row in
            try StoredRow(row).stored(in: stream(row, kind: StoredRow.columnCount, id: StoredRow.columnCount + 1))
        }
    }

    static func streamsDue(at now: Int64, limit: Int, _ db: Database) throws -> [Summary] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(summaryColumns) FROM streams
                WHERE wake_at IS NOT NULL AND wake_at <= ?
                ORDER BY wake_at, kind, id LIMIT ?
                """)
        // A negative LIMIT would mean no limit at all.
        return try collect(Row.fetchCursor(statement, arguments: [now, max(0, limit)]), summary)
    }

    static func events(after sequence: Int64, limit: Int, _ db: Database) throws -> [StoredEvent] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(StoredRow.columns), s.kind, s.id
                FROM events e JOIN streams s ON s.stream_key = e.stream_key
                WHERE e.sequence > ?
                ORDER BY e.sequence LIMIT ?
                """)
        let rows = try Row.fetchCursor(statement, arguments: [sequence, max(0, limit)])
        return try collect(rows) { row in
            try StoredRow(row).stored(in: stream(row, kind: StoredRow.columnCount, id: StoredRow.columnCount + 1))
        }
    }

    static func pendingOutbox(at now: Int64, limit: Int, _ db: Database) throws -> [OutboxMessage] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, channel, not_before, body FROM outbox
                WHERE settled_at IS NULL AND not_before <= ?
                ORDER BY not_before, message_key LIMIT ?
                """)
        return try collect(Row.fetchCursor(statement, arguments: [now, max(0, limit)])) { row in
            OutboxMessage(
                id: try row.decode(String.self, atIndex: 0),
                channel: try row.decode(String.self, atIndex: 1),
                notBefore: try row.decode(Int64.self, atIndex: 2),
                body: try StoredRow.bytes(row, 3))
        }
    }

    static func summary(_ row: Row) throws -> Summary {
        Summary(
            stream: try stream(row, kind: 0, id: 1),
            version: try row.decode(Int.self, atIndex: 2),
            wakeAt: try row.decode(Int64?.self, atIndex: 3),
            body: try StoredRow.bytes(row, 4),
            key: try StoredRow.bytes(row, 5))
    }

    private static func stream(_ row: Row, kind: Int, id: Int) throws -> StreamID {
        let kind = try row.decode(String.self, atIndex: kind)
        let id = try row.decode(String.self, atIndex: id)
        do {
            return try StreamID(kind: kind, id: id)
        } catch {
            throw JournalError.storage(code: "damaged", message: "a stream has a malformed name")
        }
    }

    private static func collect<Item>(_ rows: RowCursor, _ make: (Row) throws -> Item) throws -> [Item] {
        var items: [Item] = []
        while let row = try rows.next() { items.append(try make(row)) }
        return items
    }
}
