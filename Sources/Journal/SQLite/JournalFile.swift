import Foundation
import GRDB

/// Opens the journal's file and refuses everything the journal could not keep its promises on.
struct JournalFile {
    /// One writing connection and several reading ones.
    let pool: DatabasePool

    /// A connection of its own, so that checkpoints do not make appends wait.
    let checkpoints: DatabaseQueue

    /// The write-ahead log is copied by the writer itself only when it has grown to this many pages (64 MiB), which
    /// ``Checkpoints`` should prevent.
    private static let largestLogPages = 16_000

    init(path: String, sizeLimit: Int64?) throws(JournalError) {
        do {
            Self.createPrivately(path)
            pool = try DatabasePool(path: path, configuration: Self.configuration)
            try pool.writeWithoutTransaction { db in
                try Self.makeDurable(db)
                // What is replaced or removed is overwritten, so that a destroyed key does not linger in the file.
                try db.execute(sql: "PRAGMA secure_delete = ON")
                // What a savepoint would put back stays in memory: by default it goes through a file of its own.
                try db.execute(sql: "PRAGMA temp_store = MEMORY")
                try db.execute(sql: "PRAGMA wal_autocheckpoint = \(Self.largestLogPages)")
                try Self.claim(db)
            }
            try Schema.migrator.migrate(pool)
            try pool.writeWithoutTransaction { db in try Self.limitSize(db, to: sizeLimit) }
            checkpoints = try DatabaseQueue(path: path, configuration: Self.configuration)
        } catch {
            throw JournalError(error, doing: "open \(path)")
        }
    }

    /// Sets and reads back what makes a commit survive a power cut.
    ///
    /// With write-ahead logging, `FULL` syncs the log at each commit; `NORMAL`, which the pool sets when it opens, does
    /// not, and would lose the last answered appends.
    ///
    /// - Throws: ``JournalError/notDurable(setting:found:)`` when a setting is not what was asked for.
    static func makeDurable(_ db: Database) throws {
        try db.execute(sql: "PRAGMA synchronous = FULL")
        let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous")
        guard synchronous == 2 else {
            throw JournalError.notDurable(setting: "synchronous", found: synchronous.map(String.init) ?? "nothing")
        }
        let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode")
        guard mode == "wal" else {
            throw JournalError.notDurable(setting: "journal_mode", found: mode ?? "nothing")
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "journal"
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { db in
            // Before anything is written: a foreign or newer file is left as it was found.
            try refuseForeign(db)
            try db.execute(sql: "PRAGMA cache_size = -16000")
        }
        return configuration
    }

    /// The file holds patient data, so only its owner may read it; SQLite gives its log the same permissions.
    ///
    /// A file that is there keeps what its owner chose. Failure is not reported here: opening will say it better.
    private static func createPrivately(_ path: String) {
        guard !path.isEmpty, path != ":memory:", !FileManager.default.fileExists(atPath: path) else { return }
        _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
    }

    private static func refuseForeign(_ db: Database) throws {
        let found = try applicationID(db)
        if found != Schema.applicationID {
            guard try isEmpty(db) else {
                throw JournalError.storage(
                    code: "foreign-file", message: "the file is a database of another program (id \(found))")
            }
        } else if try Schema.migrator.hasBeenSuperseded(db) {
            let known = Set(Schema.migrator.migrations)
            let found = try Schema.migrator.appliedIdentifiers(db).subtracting(known).max()
            throw JournalError.newerSchema(found: found ?? "unknown")
        }
    }

    private static func applicationID(_ db: Database) throws -> Int32 {
        try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    }

    private static func isEmpty(_ db: Database) throws -> Bool {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
    }

    /// Marks a new file; one that is marked is not written to, because it must open on a full disk, too.
    private static func claim(_ db: Database) throws {
        guard try applicationID(db) != Schema.applicationID else { return }
        try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
    }

    private static func limitSize(_ db: Database, to limit: Int64?) throws {
        guard let limit else { return }
        let pageSize = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 4096
        // SQLite never limits below the present size, so a full journal can still be opened and read.
        try db.execute(sql: "PRAGMA max_page_count = \(max(1, limit / max(1, pageSize)))")
    }
}
