import GRDB

/// Opens the journal's file behind the journal's back, as an intruder, a repair tool or another process would.
struct RawFile {
    let queue: DatabaseQueue

    init(_ path: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        configuration.allowsUnsafeTransactions = true
        queue = try DatabaseQueue(path: path, configuration: configuration)
    }

    func execute(_ sql: String) throws {
        try queue.inDatabase { db in try db.execute(sql: sql) }
    }

    func text(_ sql: String) throws -> String? {
        try queue.read { db in try String.fetchOne(db, sql: sql) }
    }

    /// Removes what stops an honest program from changing the past.
    func dropTriggers() throws {
        try execute("DROP TRIGGER events_refuse_update; DROP TRIGGER events_refuse_delete;")
    }

    func close() throws { try queue.close() }
}
