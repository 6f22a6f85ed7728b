import Foundation
import GRDB
import Journal
import Testing

/// Files that are no journal, or no longer one, are refused in clear words and left as they are.
@Suite struct OpeningTests {
    @Test func `a journal changed by a newer version is refused`() async throws {
        try await withFolder { folder in
            let path = folder.file("journal.sqlite")
            await (try SQLiteJournal(path: path)).close()
            let raw = try RawFile(path)
            try raw.execute("INSERT INTO grdb_migrations VALUES ('999-add-something')")
            try raw.close()
            #expect(throws: JournalError.newerSchema(found: "999-add-something")) { try SQLiteJournal(path: path) }
        }
    }

    @Test func `a database of another program is refused and not touched`() async throws {
        try await withFolder { folder in
            let path = folder.file("other.sqlite")
            let raw = try RawFile(path)
            try raw.execute("CREATE TABLE theirs (x)")
            try raw.close()
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            let error = opening(path)
            guard case .storage(code: "foreign-file", _)? = error else {
                Issue.record("got \(String(describing: error))")
                return
            }
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        }
    }

    @Test func `a file that is no database is refused and not touched`() async throws {
        try await withFolder { folder in
            var generator = SeededGenerator()
            let path = folder.file("journal.sqlite")
            let garbage = Data((0..<10_000).map { _ in UInt8.random(in: 0...255, using: &generator) })
            try garbage.write(to: URL(fileURLWithPath: path))
            #expect(storageCode(opening(path)) == "SQLITE_NOTADB")
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == garbage)
        }
    }

    @Test(arguments: [100, 512, 4096, 5000, 8192, 20_000])
    func `a truncated journal is an error, not a crash and not an empty journal`(bytes: Int) async throws {
        try await withFolder { folder in
            let path = folder.file("journal.sqlite")
            try await fill(path)
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            try #require(whole.count > bytes)
            try whole.prefix(bytes).write(to: URL(fileURLWithPath: path))
            let code = try #require(storageCode(opening(path)))
            #expect(["SQLITE_CORRUPT", "SQLITE_NOTADB"].contains(code))
        }
    }

    @Test func `damage anywhere in the file never crashes`() async throws {
        var generator = SeededGenerator()
        try await withFolder { folder in
            let path = folder.file("journal.sqlite")
            try await fill(path)
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            for _ in 0..<40 {
                var damaged = whole
                let start = Int.random(in: 0..<(whole.count - 600), using: &generator)
                for index in start..<(start + 600) { damaged[index] = UInt8.random(in: 0...255, using: &generator) }
                let copy = folder.file("damaged.sqlite")
                try damaged.write(to: URL(fileURLWithPath: copy))
                try await readEverything(copy)
                for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: copy + ending) }
            }
        }
    }

    @Test(arguments: ["/proc/journal.sqlite", "/nowhere/at/all/journal.sqlite", "/dev/null/journal.sqlite"])
    func `a place where no file can be made is refused with the path`(path: String) throws {
        let error = try #require(opening(path))
        #expect(storageCode(error) == "SQLITE_CANTOPEN")
        #expect(error.description.contains(path))
    }

    @Test(.disabled(if: geteuid() == 0, "the superuser may write everywhere"))
    func `a folder that may not be written is refused`() async throws {
        try await withFolder { folder in
            let path = folder.file("journal.sqlite")
            try await fill(path)
            let files = FileManager.default
            try files.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder.path)
            defer { try? files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path) }
            #expect(storageCode(opening(path)) != nil)
            #expect(storageCode(opening(folder.file("new.sqlite"))) == "SQLITE_CANTOPEN")
        }
    }

    /// Whatever is damaged, each call answers or throws; that is all this asks.
    private func readEverything(_ path: String) async throws {
        let journal: SQLiteJournal
        do throws(JournalError) {
            journal = try SQLiteJournal(path: path)
        } catch {
            return
        }
        _ = await refusal { () async throws(JournalError) in try await journal.verify() }
        _ = await refusal { () async throws(JournalError) in try await journal.summaries(kind: "patient") }
        _ = await refusal { () async throws(JournalError) in try await journal.events(after: 0, limit: 1000) }
        let late = try append(to: patient("1"), after: 200, 1000, outbox: [message("new")])
        _ = await refusal { () async throws(JournalError) in try await journal.append(late) }
        await journal.close()
    }

    private func fill(_ path: String) async throws {
        let journal = try SQLiteJournal(path: path)
        for number in 1...200 {
            _ = try await journal.append(append(to: patient("1"), after: number - 1, number, wakeAt: 1))
        }
        await journal.close()
    }

    private func opening(_ path: String) -> JournalError? {
        do throws(JournalError) {
            _ = try SQLiteJournal(path: path)
            return nil
        } catch {
            return error
        }
    }

    private func storageCode(_ error: JournalError?) -> String? {
        guard case .storage(let code, _)? = error else { return nil }
        return code
    }
}
