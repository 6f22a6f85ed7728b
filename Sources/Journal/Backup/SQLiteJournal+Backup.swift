import Dispatch
import GRDB

/// Copies of the whole file, made while appends go on, and put back.
extension SQLiteJournal {
    /// Makes a copy of the journal as it is at one moment, opens it and verifies its chains.
    ///
    /// What is sealed stays sealed: the backup is worth nothing without the master keys of its time. It holds the keys of
    /// streams that are erased later; keep no backup longer than you may.
    ///
    /// - Parameter path: A file that does not exist yet; it gets mode 0600.
    /// - Returns: What the verification of the copy found.
    /// - Throws: ``JournalError/backup(_:)`` when there is a file already or the copy is broken, and what opening and
    ///   storage throw. Then there is no file.
    public func backup(to path: String) async throws(JournalError) -> ChainReport {
        try BackupFile.refuseExisting(path)
        try gate.enter()
        defer { gate.leave() }
        let temporary = PrivateFile.temporaryName(beside: path)
        defer { BackupFile.remove(temporary) }
        try await BackupFile.copy(pool, to: temporary)
        let report = try await BackupFile.verify(temporary, of: path) { _ in }
        try BackupFile.putInPlace(temporary, as: path)
        return report
    }

    /// Puts a backup where a journal is to be: copies it, opens the copy, verifies it, and gives it its name last.
    ///
    /// The backup is only read. Things on the shelf do not come back: sessions and links of that time stay ended. Streams
    /// that were erased after the backup was made do come back, and have to be erased again.
    ///
    /// - Parameter path: A file that does not exist yet.
    /// - Returns: What the verification of the restored journal found.
    /// - Throws: As ``backup(to:)``.
    public static func restore(from backup: String, to path: String) async throws(JournalError) -> ChainReport {
        try BackupFile.refuseExisting(path)
        try BackupFile.refuseUnfinished(backup)
        let temporary = PrivateFile.temporaryName(beside: path)
        defer { BackupFile.remove(temporary) }
        try await BackupFile.offThread { try PrivateFile.copy(backup, to: temporary) }
        try BackupFile.refuseForeign(temporary, named: backup)
        // Verified under its temporary name: the file that gets the name is the one that was verified.
        let report = try await BackupFile.verify(temporary, of: backup) { journal throws(JournalError) in
            try await journal.change { db in try ShelfWriter(db: db).removeSessions() }
        }
        try BackupFile.putInPlace(temporary, as: path)
        return report
    }
}
