import Foundation
import GRDB
import Testing

@testable import Journal

/// What is on disk, and that it stays there.
@Suite struct DurabilityTests {
    @Test func `the writer syncs each commit to a write-ahead log`() async throws {
        try await withFolder { folder in
            let file = try JournalFile(path: folder.file("journal.sqlite"), sizeLimit: nil)
            let settings = try await file.pool.writeWithoutTransaction { db in
                try ["synchronous", "journal_mode", "foreign_keys"].map { setting in
                    try String.fetchOne(db, sql: "PRAGMA \(setting)")
                }
            }
            #expect(settings == ["2", "wal", "1"])
            try file.checkpoints.close()
            try file.pool.close()
        }
    }

    @Test func `a database without a write-ahead log is refused`() throws {
        let database = try DatabaseQueue()
        #expect(throws: JournalError.notDurable(setting: "journal_mode", found: "memory")) {
            try database.inDatabase { db in try JournalFile.makeDurable(db) }
        }
    }

    @Test(arguments: [":memory:", ""])
    func `a journal in memory is refused`(path: String) {
        #expect(throws: JournalError.notDurable(setting: "journal_mode", found: "not wal")) {
            try SQLiteJournal(path: path)
        }
    }

    @Test func `a reopened journal has everything and goes on where it was`() async throws {
        try await withFolder { folder in
            let path = folder.file("journal.sqlite")
            let journal = try SQLiteJournal(path: path)
            let first = try await journal.append(
                append(to: patient("1"), 1, 2, wakeAt: 5, outbox: [message("a"), message("b")]))
            _ = try await journal.append(append(to: patient("2"), 3, settles: ["a"]))
            await journal.close()

            let again = try SQLiteJournal(path: path)
            #expect(try await again.read(patient("1"), after: 0) == first)
            #expect(try await again.streamsDue(at: 5, limit: 9).map(\.stream.id) == ["1"])
            #expect(try await again.pendingOutbox(at: 0, limit: 9).map(\.id) == ["b"])
            let next = try await again.append(append(to: patient("1"), after: 2, 4))
            #expect(next.map(\.version) == [3] && next.map(\.sequence) == [4])
            #expect(try await again.verify() == ChainReport(streams: 2, events: 4, firstBroken: nil))
            await again.close()
        }
    }

    @Test func `what was answered is in a copy of the files made at that moment`() async throws {
        // A copy of file and log is what a killed process leaves behind.
        try await withFolder { folder in
            let path = folder.file("journal.sqlite")
            let journal = try SQLiteJournal(path: path)
            for number in 1...20 {
                _ = try await journal.append(append(to: patient("1"), after: number - 1, number))
            }
            for ending in ["", "-wal"] {
                try FileManager.default.copyItem(atPath: path + ending, toPath: folder.file("copy.sqlite" + ending))
            }
            let copy = try SQLiteJournal(path: folder.file("copy.sqlite"))
            #expect(try await copy.read(patient("1"), after: 0).count == 20)
            #expect(try await copy.verify().firstBroken == nil)
            await copy.close()
            await journal.close()
        }
    }

    @Test func `two openings of one file see each other and never take the same version`() async throws {
        try await withFolder { folder in
            let one = try SQLiteJournal(path: folder.file("journal.sqlite"))
            let two = try SQLiteJournal(path: folder.file("journal.sqlite"))
            let stream = try patient("1")
            _ = try await one.append(append(to: stream, 1))
            let error = await refusal { () async throws(JournalError) in try await two.append(append(to: stream, 2)) }
            #expect(error == .conflict(stream: "patient/1", expected: 0, actual: 1))
            _ = try await two.append(append(to: stream, after: 1, 2))
            #expect(try await one.read(stream, after: 0).map(\.version) == [1, 2])
            await two.close()
            await one.close()
        }
    }

    @Test func `a new file may be read by its owner only`() async throws {
        try await withFolder { folder in
            let path = folder.file("journal.sqlite")
            let journal = try SQLiteJournal(path: path)
            _ = try await journal.append(append(to: patient("1"), 1))
            for ending in ["", "-wal", "-shm"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: path + ending)
                #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
            }
            await journal.close()
        }
    }
}
