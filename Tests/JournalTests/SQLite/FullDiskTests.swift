import Dispatch
import GRDB
import Testing

@testable import Journal

/// A journal that has no room refuses, keeps what it has, and goes on when there is room again.
@Suite struct FullDiskTests {
    @Test func `a full journal refuses, keeps its record and stays usable`() async throws {
        try await withFolder { folder in
            let path = folder.file("journal.sqlite")
            let journal = try SQLiteJournal(path: path, sizeLimit: 300_000)
            var stored: [StoredEvent] = []
            var error: JournalError?
            while error == nil, stored.count < 1000 {
                let next = try large(to: patient("1"), after: stored.count, 20_000)
                do throws(JournalError) {
                    stored += try await journal.append(next)
                } catch let refused {
                    error = refused
                }
            }
            guard case .full? = error else {
                Issue.record("expected full, got \(String(describing: error))")
                return
            }
            #expect((5...14).contains(stored.count))
            try await expect(journal, holds: stored)

            // What needs no new page still fits, and a larger one is refused again.
            let again = try large(to: patient("1"), after: stored.count, 20_000)
            guard case .full? = await refusal({ () async throws(JournalError) in try await journal.append(again) })
            else {
                Issue.record("expected full again")
                return
            }
            stored += try await journal.append(append(to: patient("1"), after: stored.count, 5000))
            try await expect(journal, holds: stored)
            await journal.close()

            let roomier = try SQLiteJournal(path: path)
            stored += try await roomier.append(again.moved(to: stored.count))
            try await expect(roomier, holds: stored)
            await roomier.close()
        }
    }

    @Test func `an append too large for the disk does not fail the small ones beside it`() async throws {
        try await withFolder { folder in
            let path = folder.file("journal.sqlite")
            let journal = try SQLiteJournal(path: path, sizeLimit: 300_000)
            // The writer is kept from starting, so that all of them wait and are committed together.
            let start = DispatchSemaphore(value: 0)
            journal.pool.asyncWriteWithoutTransaction { _ in start.wait() }
            let appends = try (1...20).map { number in
                try large(to: patient("\(number)"), after: 0, number == 7 ? 900_000 : 100, number: number)
            }
            let refused = try await withThrowingTaskGroup(of: (Int, JournalError?).self) { group in
                for (index, append) in appends.enumerated() {
                    group.addTask {
                        (index + 1, await refusal { () async throws(JournalError) in try await journal.append(append) })
                    }
                }
                for _ in 0..<100 { await Task.yield() }
                start.signal()
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            #expect(Array(refused.keys) == [7])
            #expect(try await journal.verify() == ChainReport(streams: 19, events: 19, firstBroken: nil))
            await journal.close()
        }
    }

    private func large(to stream: StreamID, after version: Int, _ bytes: Int, number: Int? = nil) throws -> Append {
        var large = append(to: stream, after: version, number ?? version + 1)
        large.events[0].body = Array(repeating: 32, count: bytes)
        return large
    }

    private func expect(_ journal: SQLiteJournal, holds stored: [StoredEvent]) async throws {
        #expect(try await journal.read(patient("1"), after: 0) == stored)
        #expect(try await journal.version(of: patient("1")) == stored.count)
        #expect(try await journal.verify() == ChainReport(streams: 1, events: stored.count, firstBroken: nil))
    }
}

extension Append {
    fileprivate func moved(to version: Int) -> Append {
        var moved = self
        moved.expectedVersion = version
        moved.events[0].id = eventID(9000)
        return moved
    }
}
