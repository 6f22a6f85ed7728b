import Foundation
public import Journal

/// Opens a practice's journal: SQLite in a folder or PostgreSQL, sealed under the master keys.
public struct JournalDoor: Sendable {
    /// The data folder.
    public var folder: String
    /// A PostgreSQL address; `nil` for SQLite in the folder.
    public var postgres: String?
    /// The master key file; by default `master.key` in the folder.
    public var keyFile: String?
    /// Keys given as text, from the environment; used before any file.
    public var keyText: String?

    public init(folder: String, postgres: String? = nil, keyFile: String? = nil, keyText: String? = nil) {
        self.folder = folder
        self.postgres = postgres
        self.keyFile = keyFile
        self.keyText = keyText
    }

    public var keyPath: String { keyFile ?? folder + "/master.key" }

    /// A journal without its seal: for verifying, backing up and copying, which need no keys.
    public func plain(create: Bool) async throws -> any Journal {
        if let postgres { return try await PostgresJournal(url: postgres) }
        let path = PracticeFolder.journal(in: folder)
        guard create || FileManager.default.fileExists(atPath: path) else {
            throw FolderError(path: path, reason: "there is no journal; name the practice's folder with --data")
        }
        return try SQLiteJournal(path: create ? try PracticeFolder.make(folder) : path)
    }

    /// The journal as servers use it.
    ///
    /// A first start makes the key file. Later starts need it: a journal whose keys are missing is not opened.
    ///
    /// - Returns: The journal, and whether a key file was made now.
    public func sealed() async throws -> (journal: SealedJournal, madeKeys: Bool) {
        let inner = try await plain(create: true)
        do {
            let (ring, made) = try await keys(for: inner)
            let journal = SealedJournal(inner, ring: ring, sealing: House.sealedKinds)
            try await journal.check()
            return (journal, made)
        } catch {
            await inner.close()
            throw error
        }
    }

    private func keys(for journal: any Journal) async throws -> (MasterKeyRing, Bool) {
        if let keyText { return (try MasterKeyRing(text: keyText, named: Self.variable), false) }
        if FileManager.default.fileExists(atPath: keyPath) { return (try MasterKeyRing(path: keyPath), false) }
        guard try await isNew(journal) else { throw MissingKeys(path: keyPath) }
        _ = try PracticeFolder.make(folder)
        return (try MasterKeyRing.create(at: keyPath), true)
    }

    /// The environment variable that may hold the master keys.
    public static let variable = "STEPWELL_MASTER_KEY"

    private func isNew(_ journal: any Journal) async throws(JournalError) -> Bool {
        guard try await journal.events(after: 0, limit: 1).isEmpty else { return false }
        return try await journal.get("sealing/sample", at: 0) == nil
    }
}

/// The journal is there and its keys are not.
public struct MissingKeys: Error, Sendable, CustomStringConvertible {
    public let path: String
    public let code = "keys.missing"

    public var description: String {
        "tried to open a sealed journal, but there is no master key at \(path) and none in \(JournalDoor.variable); "
            + "put the key file back from where you keep its copy; without it the record cannot be read"
    }
}
