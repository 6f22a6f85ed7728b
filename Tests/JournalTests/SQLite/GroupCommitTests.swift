import Dispatch
import GRDB
import Testing

@testable import Journal

/// Appends that wait together share a commit, and nothing else.
@Suite struct GroupCommitTests {
    @Test func `refused neighbours do not disturb the others of their batch`() async throws {
        try await withFolder { folder in
            let path = folder.file("journal.sqlite")
            let journal = try SQLiteJournal(path: path)
            _ = try await journal.append(append(to: patient("0"), 1000))
            // The writer is kept from starting, so that all of them wait and are committed together.
            let start = DispatchSemaphore(value: 0)
            journal.pool.asyncWriteWithoutTransaction { _ in start.wait() }
            // Of each three: one is fine, one repeats an id, one expects a version the stream does not have.
            let appends = try (1...90).map { number in
                switch number % 3 {
                case 0: try append(to: patient("\(number)"), number)
                case 1: try append(to: patient("\(number)"), number, 1000, outbox: [message("\(number)")])
                default: try append(to: patient("\(number)"), after: 7, number)
                }
            }
            let errors = try await withThrowingTaskGroup(of: (Int, JournalError?).self) { group in
                for (index, append) in appends.enumerated() {
                    group.addTask {
                        (index + 1, await refusal { () async throws(JournalError) in try await journal.append(append) })
                    }
                }
                for _ in 0..<200 { await Task.yield() }
                start.signal()
                return try await group.reduce(into: [:]) { $0[$1.0] = .some($1.1) }
            }
            for number in 1...90 {
                let expected: JournalError? =
                    switch number % 3 {
                    case 0: nil
                    case 1: .duplicateEvent(id: eventID(1000))
                    default: .conflict(stream: "patient/\(number)", expected: 7, actual: 0)
                    }
                #expect(errors[number] == expected)
            }
            #expect(try await journal.pendingOutbox(at: .max, limit: 100) == [])
            #expect(try await journal.verify() == ChainReport(streams: 31, events: 31, firstBroken: nil))
            await journal.close()
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `as many appends as may wait are stored, and the others are refused as busy`() async throws {
        try await withFolder { folder in
            let file = try JournalFile(path: folder.file("journal.sqlite"), sizeLimit: nil)
            let group = GroupCommit(pool: file.pool, checkpoints: Checkpoints(queue: file.checkpoints))
            // The writer is kept from starting, so exactly the longest line fills up.
            let start = DispatchSemaphore(value: 0)
            file.pool.asyncWriteWithoutTransaction { _ in start.wait() }
            let refusedCount = 1000
            let numbers = 1...(GroupCommit.limits.longestLine + refusedCount)
            let appends = try numbers.map { try append(to: patient("\($0)"), $0) }
            let (stored, busy) = try await withThrowingTaskGroup(of: JournalError?.self) { tasks in
                for append in appends {
                    tasks.addTask {
                        await refusal { () async throws(JournalError) in try await group.submit(append) }
                    }
                }
                var stored = 0
                var busy = 0
                for try await error in tasks {
                    if error == nil { stored += 1 } else { busy += 1 }
                    #expect(error == nil || error == .busy)
                    if busy == refusedCount, stored == 0 { start.signal() }
                }
                return (stored, busy)
            }
            #expect(busy == refusedCount)
            #expect(stored == GroupCommit.limits.longestLine)
            let report = try await file.pool.read { db in try JournalVerification.run(db) }
            #expect(report == ChainReport(streams: stored, events: stored, firstBroken: nil))
            try file.checkpoints.close()
            try file.pool.close()
        }
    }
}
