import Foundation
import Journal
import Testing

/// Backups are whole, verified, private, and never take the place of anything.
@Suite struct BackupTests {
    @Test func `a backup made while appends go on is a journal of one moment`() async throws {
        try await withFolder { folder in
            let journal = try SQLiteJournal(path: folder.file("journal.sqlite"))
            for number in 1...50 { _ = try await journal.append(append(to: patient("\(number)"), number)) }
            let copy = folder.file("backup.sqlite")
            let report = try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...50 {
                    group.addTask {
                        for version in 1...6 {
                            _ = try await journal.append(
                                append(to: patient("\(number)"), after: version, version * 100 + number))
                        }
                    }
                }
                let report = try await journal.backup(to: copy)
                try await group.waitForAll()
                return report
            }
            #expect(report.streams == 50 && report.events >= 50 && report.firstBroken == nil)
            let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions]
            #expect((mode as? NSNumber)?.intValue == 0o600)
            await journal.close()
            #expect(try files(folder) == ["backup.sqlite", "journal.sqlite"])

            let restored = folder.file("restored.sqlite")
            #expect(try await SQLiteJournal.restore(from: copy, to: restored) == report)
            let again = try SQLiteJournal(path: restored)
            #expect(try await again.verify() == report)
            #expect(try await again.events(after: 0, limit: 1000).count == report.events)
            await again.close()
            #expect(try files(folder) == ["backup.sqlite", "journal.sqlite", "restored.sqlite"])
        }
    }

    @Test func `a restored journal has everything but the shelf`() async throws {
        try await withFolder { folder in
            let journal = SealedJournal(
                try SQLiteJournal(path: folder.file("journal.sqlite")), ring: try testRing(), sealing: ["patient"])
            try await journal.check()
            try await journal.put("session/1", [1], until: .max)
            try await journal.put("a", [1], until: .max)
            let stored = try await journal.append(append(to: patient("1"), 1, wakeAt: 7, outbox: [message("m")]))
            await journal.close()
            let file = try SQLiteJournal(path: folder.file("journal.sqlite"))
            _ = try await file.backup(to: folder.file("b"))
            await file.close()
            _ = try await SQLiteJournal.restore(from: folder.file("b"), to: folder.file("r"))

            let restored = SealedJournal(
                try SQLiteJournal(path: folder.file("r")), ring: try testRing(), sealing: ["patient"])
            try await restored.check()
            #expect(try await restored.read(patient("1"), after: 0) == stored)
            #expect(try await restored.streamsDue(at: 7, limit: 1).map(\.body) == [Array("summary".utf8)])
            #expect(try await restored.pendingOutbox(at: 0, limit: 9) == [message("m")])
            #expect(try await restored.get("session/1", at: 0) == nil)
            // The sealing keeps its own things out of sight.
            #expect(try await restored.things(prefix: "", at: 0, limit: 9).map(\.key) == [])
            await restored.close()
        }
    }

    @Test(arguments: ["", "-wal", "-shm", "-journal"])
    func `neither backup nor restore takes the place of a file`(ending: String) async throws {
        try await withFolder { folder in
            let journal = try SQLiteJournal(path: folder.file("journal.sqlite"))
            _ = try await journal.append(append(to: patient("1"), 1))
            _ = try await journal.backup(to: folder.file("b"))
            let there = folder.file("there" + ending)
            #expect(FileManager.default.createFile(atPath: there, contents: Data("mine".utf8)))
            let backup = await refusal { () async throws(JournalError) in
                try await journal.backup(to: folder.file("there"))
            }
            let restore = await refusal { () async throws(JournalError) in
                try await SQLiteJournal.restore(from: folder.file("b"), to: folder.file("there"))
            }
            for error in [backup, restore] {
                #expect(error?.code == "journal.backup")
                #expect(error?.description.contains(there) == true)
            }
            #expect(try Data(contentsOf: URL(fileURLWithPath: there)) == Data("mine".utf8))
            await journal.close()
            #expect(try files(folder) == ["b", "journal.sqlite", "there" + ending])
        }
    }

    @Test func `a broken journal is not backed up, and a broken backup is not restored`() async throws {
        try await withFolder { folder in
            let path = folder.file("journal.sqlite")
            let journal = try SQLiteJournal(path: path)
            for number in 1...3 { _ = try await journal.append(append(to: patient("1"), after: number - 1, number)) }
            _ = try await journal.backup(to: folder.file("b"))
            for name in ["journal.sqlite", "b"] {
                let raw = try RawFile(folder.file(name))
                try raw.dropTriggers()
                try raw.execute("UPDATE events SET body = x'00' WHERE version = 2")
                try raw.close()
            }
            let backup = await refusal { () async throws(JournalError) in try await journal.backup(to: folder.file("c"))
            }
            let restore = await refusal { () async throws(JournalError) in
                try await SQLiteJournal.restore(from: folder.file("b"), to: folder.file("c"))
            }
            for error in [backup, restore] {
                #expect(error?.code == "journal.backup")
                #expect(error?.description.contains("patient/1, version 2") == true)
            }
            await journal.close()
            #expect(try files(folder) == ["b", "journal.sqlite"])
        }
    }

    @Test(arguments: ["missing", "empty", "text", "other", "folder"])
    func `what is no backup is refused, and nothing is left behind`(name: String) async throws {
        try await withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder.file("folder"), withIntermediateDirectories: false)
            try Data().write(to: URL(fileURLWithPath: folder.file("empty")))
            try Data(repeating: 65, count: 5000).write(to: URL(fileURLWithPath: folder.file("text")))
            let other = try RawFile(folder.file("other"))
            try other.execute("CREATE TABLE theirs (x)")
            try other.close()
            let before = try files(folder)
            let error = await refusal { () async throws(JournalError) in
                try await SQLiteJournal.restore(from: folder.file(name), to: folder.file("r"))
            }
            #expect(error?.code == "journal.backup")
            #expect(error?.description.contains(folder.file(name)) == true)
            #expect(try files(folder) == before)
        }
    }

    @Test func `a journal in use is no backup, and a folder that is not there gets none`() async throws {
        try await withFolder { folder in
            let path = folder.file("journal.sqlite")
            let journal = try SQLiteJournal(path: path)
            _ = try await journal.append(append(to: patient("1"), 1))
            let inUse = await refusal { () async throws(JournalError) in
                try await SQLiteJournal.restore(from: path, to: folder.file("r"))
            }
            #expect(inUse?.description.contains("journal in use") == true)
            let nowhere = await refusal { () async throws(JournalError) in
                try await journal.backup(to: folder.file("no/such/b"))
            }
            #expect(nowhere?.code == "journal.backup")
            await journal.close()
            let closed = await refusal { () async throws(JournalError) in try await journal.backup(to: folder.file("b"))
            }
            #expect(closed == .closed)
            #expect(try files(folder) == ["journal.sqlite"])
        }
    }

    private func files(_ folder: Folder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }
}
