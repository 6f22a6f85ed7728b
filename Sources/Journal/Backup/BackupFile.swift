import Dispatch
import Foundation
import GRDB

/// The steps of backing up and restoring.
enum BackupFile {
    private static let companions = ["-wal", "-shm", "-journal"]

    /// A log left beside a missing file counts, too: SQLite would play it into the new one.
    static func refuseExisting(_ path: String) throws(JournalError) {
        for name in [path] + companions.map({ path + $0 }) where FileManager.default.fileExists(atPath: name) {
            throw .backup("\(name) exists already and is never overwritten; choose another name or move it away")
        }
    }

    /// A file with a log beside it was copied by hand from a journal in use, and is not whole without it.
    static func refuseUnfinished(_ path: String) throws(JournalError) {
        let log = path + "-wal"
        let size = (try? FileManager.default.attributesOfItem(atPath: log)[.size] as? NSNumber)?.int64Value ?? 0
        guard size == 0 else {
            throw .backup("\(log) lies beside \(path), so that is a journal in use and no backup; make one with backup")
        }
    }

    /// SQLite would take an empty file for a new journal.
    static func refuseForeign(_ copy: String, named path: String) throws(JournalError) {
        let head = FileHandle(forReadingAtPath: copy).flatMap { try? $0.read(upToCount: 100) } ?? Data()
        let id = withUnsafeBytes(of: Schema.applicationID.bigEndian) { Data($0) }
        guard head.starts(with: Data("SQLite format 3\0".utf8)), head.count == 100, head[68..<72] == id else {
            throw .backup("\(path) is no journal; expected a file made by backup")
        }
    }

    static func copy(_ pool: DatabasePool, to path: String) async throws(JournalError) {
        try await offThread {
            try PrivateFile.create(path, [])
            let queue = try DatabaseQueue(path: path)
            defer { try? queue.close() }
            try pool.backup(to: queue)
        }
    }

    /// Opens the copy, prepares and verifies it, and closes it, so that it is one file, on disk.
    static func verify(
        _ copy: String, of path: String, preparing: (SQLiteJournal) async throws(JournalError) -> Void
    ) async throws(JournalError) -> ChainReport {
        let journal = try SQLiteJournal(path: copy)
        let report: ChainReport
        do throws(JournalError) {
            try await preparing(journal)
            report = try await journal.verify()
        } catch {
            await journal.close()
            throw error
        }
        await journal.close()
        if let broken = report.firstBroken {
            throw .backup(
                "the copy of \(path) does not verify: \(broken.stream), version \(broken.version): \(broken.reason)")
        }
        let log = copy + companions[0]
        guard (try? FileManager.default.attributesOfItem(atPath: log)[.size] as? NSNumber)?.int64Value ?? 0 == 0 else {
            throw .backup("\(log) still holds a part of the copy of \(path) after closing")
        }
        try await offThread { try PrivateFile.sync(copy) }
        return report
    }

    static func putInPlace(_ temporary: String, as path: String) throws(JournalError) {
        do {
            try PrivateFile.putInPlace(temporary, as: path)
        } catch {
            throw .backup(error.text)
        }
    }

    static func remove(_ path: String) {
        for name in [path] + companions.map({ path + $0 }) { try? FileManager.default.removeItem(atPath: name) }
    }

    /// Copying and syncing a large file takes a while: not on a cooperative thread.
    static func offThread(_ work: @escaping @Sendable () throws -> Void) async throws(JournalError) {
        let result: Result<Void, JournalError> = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let result = Result { try work() }
                continuation.resume(
                    returning: result.mapError { error in
                        if let failure = error as? PrivateFile.Failure { return .backup(failure.text) }
                        return JournalError(error, doing: "copy a journal")
                    })
            }
        }
        try result.get()
    }
}
