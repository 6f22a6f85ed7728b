import Foundation
import GRDB

/// Writes appends inside one transaction; its statements are looked up once.
struct AppendWriter {
    private let db: Database
    private let head: QuickStatement
    private let newest: QuickStatement
    private let update: QuickStatement
    private let event: QuickStatement
    /// The newest mark of each kind, once something of that kind was written.
    private var marks: [String: Int64] = [:]

    init(db: Database) throws {
        self.db = db
        head = try QuickStatement(
            db, "SELECT stream_key, version, last_hash, key = x'00' FROM streams WHERE kind = ? AND id = ?")
        newest = try QuickStatement(db, "SELECT coalesce(max(changed), 0) FROM streams WHERE kind = ?")
        update = try QuickStatement(
            db,
            """
            UPDATE streams SET version = ?, last_hash = ?, wake_at = ?, body = ?, claimed_until = NULL, changed = ?
            WHERE stream_key = ?
            """)
        event = try QuickStatement(
            db,
            """
            INSERT INTO events
                (stream_key, version, event_id, type, occurred_at, recorded_at, author, site, body, hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
    }

    /// - Returns: The events as stored.
    /// - Throws: ``JournalError`` when the append is refused; anything else when the file fails.
    mutating func write(_ append: Append) throws -> [StoredEvent] {
        let head = try find(append.stream)
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

    private func find(_ stream: StreamID) throws -> StreamHead? {
        try head.bind(1, stream.kind)
        try head.bind(2, stream.id)
        return try head.first { row in
            StreamHead(
                key: row.number(0), version: Int(row.number(1)), hash: row.bytes(2), isErased: row.number(3) != 0)
        }
    }

    private mutating func nextMark(_ kind: String) throws -> Int64 {
        var mark = marks[kind] ?? 0
        if mark == 0 {
            try newest.bind(1, kind)
            mark = try newest.first { $0.number(0) } ?? 0
        }
        marks[kind] = mark + 1
        return mark + 1
    }

    /// - Returns: The key of the stream.
    private mutating func writeSummary(_ append: Append, key: Int64?, lastHash: [UInt8]) throws -> Int64 {
        let version = append.expectedVersion + append.events.count
        let mark = try nextMark(append.stream.kind)
        if let key {
            try update.bind(1, Int64(version))
            try update.bind(2, lastHash)
            try update.bind(3, append.summaryWakeAt)
            try update.bind(4, append.summaryBody)
            try update.bind(5, mark)
            try update.bind(6, key)
            try update.run()
            return key
        }
        try db.run(
            """
            INSERT INTO streams (kind, id, version, last_hash, wake_at, body, key, changed)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                append.stream.kind, append.stream.id, version, Data(lastHash), append.summaryWakeAt,
                Data(append.summaryBody), Data(append.key), mark,
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
        let row = self.event
        try row.bind(1, streamKey)
        try row.bind(2, Int64(version))
        try row.bind(3, id.bytes)
        try row.bind(4, event.type)
        try row.bind(5, event.occurredAt)
        try row.bind(6, append.recordedAt)
        try row.bind(7, event.author)
        try row.bind(8, event.site)
        try row.bind(9, event.body)
        try row.bind(10, hash)
        do {
            try row.run()
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
}

extension DatabaseError {
    fileprivate func isDuplicate(of column: String) -> Bool {
        extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE && message?.hasSuffix(column) == true
    }
}
