import Foundation
import GRDB

/// Writes one append inside a transaction.
struct AppendWriter {
    let db: Database

    /// - Returns: The events as stored.
    /// - Throws: ``JournalError`` when the append is refused; anything else when the file fails.
    func write(_ append: Append) throws -> [StoredEvent] {
        let head = try StreamHead.find(append.stream, db)
        let actual = head?.version ?? 0
        guard actual == append.expectedVersion else {
            throw JournalError.conflict(
                stream: append.stream.description, expected: append.expectedVersion, actual: actual)
        }
        guard head?.isErased != true else { throw JournalError.erased(stream: append.stream.description) }
        let links = chain(append, after: head?.hash ?? HashChain.start)
        let streamKey = try writeSummary(append, key: head?.key, lastHash: links.last ?? HashChain.start)
        var stored: [StoredEvent] = []
        stored.reserveCapacity(links.count)
        for (index, (event, hash)) in zip(append.events, links).enumerated() {
            let version = actual + index + 1
            let sequence = try insert(event, of: append, streamKey: streamKey, version: version, hash: hash)
            stored.append(
                StoredEvent(
                    stream: append.stream, version: version, event: event, recordedAt: append.recordedAt, hash: hash,
                    sequence: sequence))
        }
        try writeOutbox(append)
        return stored
    }

    private func chain(_ append: Append, after hash: [UInt8]) -> [[UInt8]] {
        let stream = append.stream.description
        var hash = hash
        return append.events.enumerated().map { index, event in
            hash = HashChain.hash(
                after: hash, stream: stream, version: append.expectedVersion + index + 1, event: event,
                recordedAt: append.recordedAt)
            return hash
        }
    }

    /// - Returns: The key of the stream.
    private func writeSummary(_ append: Append, key: Int64?, lastHash: [UInt8]) throws -> Int64 {
        let version = append.expectedVersion + append.events.count
        if let key {
            try db.run(
                """
                UPDATE streams SET version = ?, last_hash = ?, wake_at = ?, body = ?, claimed_until = NULL,
                    changed = \(StreamWriter.nextMark)
                WHERE stream_key = ?
                """,
                [
                    version, Data(lastHash), append.summaryWakeAt, Data(append.summaryBody), append.stream.kind, key,
                ])
            return key
        }
        try db.run(
            """
            INSERT INTO streams (kind, id, version, last_hash, wake_at, body, key, changed)
            VALUES (?, ?, ?, ?, ?, ?, ?, \(StreamWriter.nextMark))
            """,
            [
                append.stream.kind, append.stream.id, version, Data(lastHash), append.summaryWakeAt,
                Data(append.summaryBody), Data(append.key), append.stream.kind,
            ])
        return db.lastInsertedRowID
    }

    /// - Returns: The sequence of the event.
    private func insert(
        _ event: NewEvent, of append: Append, streamKey: Int64, version: Int, hash: [UInt8]
    ) throws -> Int64 {
        guard let id = EventID(event.id) else {
            throw JournalError.invalidEvent("id \"\(event.id.prefix(64))\" is no UUID of version 7")
        }
        let sql = """
            INSERT INTO events
                (stream_key, version, event_id, type, occurred_at, recorded_at, author, site, body, hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        do {
            try db.run(
                sql,
                [
                    streamKey, version, Data(id.bytes), event.type, event.occurredAt, append.recordedAt, event.author,
                    event.site, Data(event.body), Data(hash),
                ])
        } catch let error as DatabaseError where error.isDuplicate(of: "events.event_id") {
            throw JournalError.duplicateEvent(id: event.id)
        }
        return db.lastInsertedRowID
    }

    private func writeOutbox(_ append: Append) throws {
        for id in append.settles {
            try db.run(
                "UPDATE outbox SET settled_at = ? WHERE id = ? AND settled_at IS NULL", [append.recordedAt, id])
        }
        for message in append.outbox {
            do {
                try db.run(
                    "INSERT INTO outbox (id, channel, not_before, body) VALUES (?, ?, ?, ?)",
                    [message.id, message.channel, message.notBefore, Data(message.body)])
            } catch let error as DatabaseError where error.isDuplicate(of: "outbox.id") {
                throw JournalError.duplicateEvent(id: message.id)
            }
        }
    }
}

/// Where a stream ends at the moment.
private struct StreamHead {
    let key: Int64
    let version: Int
    let hash: [UInt8]
    let isErased: Bool

    static func find(_ stream: StreamID, _ db: Database) throws -> StreamHead? {
        let statement = try db.cachedStatement(
            sql: "SELECT stream_key, version, last_hash, key = x'00' FROM streams WHERE kind = ? AND id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [stream.kind, stream.id]) else { return nil }
        return StreamHead(
            key: try row.decode(Int64.self, atIndex: 0),
            version: try row.decode(Int.self, atIndex: 1),
            hash: try StoredRow.bytes(row, 2),
            isErased: try row.decode(Bool.self, atIndex: 3))
    }
}

extension DatabaseError {
    fileprivate func isDuplicate(of column: String) -> Bool {
        extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE && message?.hasSuffix(column) == true
    }
}
