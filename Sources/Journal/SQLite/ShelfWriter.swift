import Foundation
import GRDB

/// The shelf's table: each function is one statement. Those that change something run inside a transaction.
struct ShelfWriter {
    let db: Database

    func put(_ thing: ShelfThing) throws {
        try db.run(
            """
            INSERT INTO shelf (key, value, until) VALUES (?, ?, ?)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value, until = excluded.until
            """,
            [thing.key, Data(thing.value), thing.until])
    }

    func putNew(_ thing: ShelfThing, at now: Int64) throws -> Bool {
        try db.run(
            """
            INSERT INTO shelf (key, value, until) VALUES (?, ?, ?)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value, until = excluded.until WHERE shelf.until <= ?
            """,
            [thing.key, Data(thing.value), thing.until, now])
        return db.changesCount > 0
    }

    func get(_ key: String, at now: Int64) throws -> [UInt8]? {
        let statement = try db.cachedStatement(sql: "SELECT value FROM shelf WHERE key = ? AND until > ?")
        return try Row.fetchOne(statement, arguments: [key, now]).map { try StoredRow.bytes($0, 0) }
    }

    func take(_ key: String, at now: Int64) throws -> [UInt8]? {
        let statement = try db.cachedStatement(sql: "DELETE FROM shelf WHERE key = ? RETURNING value, until")
        guard let row = try Row.fetchAll(statement, arguments: [key]).first,
            try row.decode(Int64.self, atIndex: 1) > now
        else { return nil }
        return try StoredRow.bytes(row, 0)
    }

    func remove(_ key: String) throws {
        try db.run("DELETE FROM shelf WHERE key = ?", [key])
    }

    /// By a range of keys, not by `LIKE`, in which `%` and `_` of a prefix would have a meaning.
    func things(prefix: String, at now: Int64, limit: Int) throws -> [ShelfThing] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT key, value, until FROM shelf WHERE key >= ? AND key < ? AND until > ? ORDER BY key LIMIT ?
                """)
        let end = ShelfThing.end(of: prefix)
        return try Row.fetchAll(statement, arguments: [prefix, end, now, max(0, limit)]).map { row in
            ShelfThing(
                key: try row.decode(String.self, atIndex: 0), value: try StoredRow.bytes(row, 1),
                until: try row.decode(Int64.self, atIndex: 2))
        }
    }

    func removeAll(prefix: String) throws {
        try db.run("DELETE FROM shelf WHERE key >= ? AND key < ?", [prefix, ShelfThing.end(of: prefix)])
    }

    /// Removes everything but what belongs to the journal itself.
    func removeSessions() throws {
        let own = "sealing/"
        try db.run("DELETE FROM shelf WHERE key < ? OR key >= ?", [own, ShelfThing.end(of: own)])
    }

    func sweep(at now: Int64) throws -> Int {
        try db.run("DELETE FROM shelf WHERE until <= ?", [now])
        return db.changesCount
    }
}
