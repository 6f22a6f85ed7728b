import Foundation
import GRDB

/// Writes appends on the writing connection: many in one transaction, each by itself or not at all.
struct AppendWriter {
    let db: Database

    /// Writes all of the batch and commits it once.
    ///
    /// A refused append (conflict, duplicate) does not disturb its neighbours. When the file itself fails, nobody's
    /// append is written, and each is then tried alone: one that is too large for the disk must not fail small ones.
    ///
    /// - Returns: One answer per append, in their order, after the commit is on disk.
    func commit(_ batch: ArraySlice<Append>) -> [Result<[StoredEvent], JournalError>] {
        do {
            var answers: [Result<[StoredEvent], JournalError>] = []
            answers.reserveCapacity(batch.count)
            // By prepared statements: the ones GRDB offers are compiled each time, which one lone append would feel.
            try run("BEGIN IMMEDIATE")
            for append in batch { answers.append(try attempt(append)) }
            try run("COMMIT")
            return answers
        } catch {
            // SQLite may have rolled back already; then this does nothing.
            try? db.rollback()
            let failure = JournalError(error, doing: "append")
            // Another process that holds the file would make each of them wait as long again.
            guard batch.count > 1, failure != .busy else { return batch.map { _ in .failure(failure) } }
            return batch.indices.flatMap { commit(batch[$0...$0]) }
        }
    }

    /// Writes one append in a savepoint, so that a refusal takes back this one only.
    ///
    /// - Throws: What fails the whole transaction.
    private func attempt(_ append: Append) throws -> Result<[StoredEvent], JournalError> {
        try run("SAVEPOINT one_append")
        do {
            let stored = try write(append)
            try run("RELEASE one_append")
            return .success(stored)
        } catch let refusal as JournalError {
            try run("ROLLBACK TO one_append")
            try run("RELEASE one_append")
            return .failure(refusal)
        }
    }

    private func write(_ append: Append) throws -> [StoredEvent] {
        let head = try StreamHead.find(append.stream, db)
        let actual = head?.version ?? 0
        guard actual == append.expectedVersion else {
            throw JournalError.conflict(
                stream: append.stream.description, expected: append.expectedVersion, actual: actual)
        }
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
            try run(
                "UPDATE streams SET version = ?, last_hash = ?, wake_at = ?, body = ? WHERE stream_key = ?",
                [version, Data(lastHash), append.summaryWakeAt, Data(append.summaryBody), key])
            return key
        }
        try run(
            "INSERT INTO streams (kind, id, version, last_hash, wake_at, body) VALUES (?, ?, ?, ?, ?, ?)",
            [
                append.stream.kind, append.stream.id, version, Data(lastHash), append.summaryWakeAt,
                Data(append.summaryBody),
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
            try run(
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
            try run(
                "UPDATE outbox SET settled_at = ? WHERE id = ? AND settled_at IS NULL", [append.recordedAt, id])
        }
        for message in append.outbox {
            do {
                try run(
                    "INSERT INTO outbox (id, channel, not_before, body) VALUES (?, ?, ?, ?)",
                    [message.id, message.channel, message.notBefore, Data(message.body)])
            } catch let error as DatabaseError where error.isDuplicate(of: "outbox.id") {
                throw JournalError.duplicateEvent(id: message.id)
            }
        }
    }

    private func run(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}

/// Where a stream ends at the moment.
private struct StreamHead {
    let key: Int64
    let version: Int
    let hash: [UInt8]

    static func find(_ stream: StreamID, _ db: Database) throws -> StreamHead? {
        let statement = try db.cachedStatement(
            sql: "SELECT stream_key, version, last_hash FROM streams WHERE kind = ? AND id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [stream.kind, stream.id]) else { return nil }
        return StreamHead(
            key: try row.decode(Int64.self, atIndex: 0),
            version: try row.decode(Int.self, atIndex: 1),
            hash: try StoredRow.bytes(row, 2))
    }
}

extension DatabaseError {
    fileprivate func isDuplicate(of column: String) -> Bool {
        extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE && message?.hasSuffix(column) == true
    }
}
