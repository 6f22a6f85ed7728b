import Foundation
import Journal
import Testing

/// A destroyed key is nowhere in the files.
@Suite struct ErasureTests {
    @Test func `the bytes of a destroyed key are in no file of the journal`() async throws {
        try await withFolder { folder in
            let path = folder.file("journal.sqlite")
            let journal = try SQLiteJournal(path: path)
            // Many neighbours of different sizes, so that pages are split and rows move before and after.
            for number in 1...300 {
                var next = try sealed(to: patient("\(number)"), number, key: key(number))
                next.summaryBody = Array(repeating: 32, count: number * 37 % 900)
                _ = try await journal.append(next)
            }
            for number in stride(from: 1, through: 300, by: 3) {
                var next = try append(to: patient("\(number)"), after: 1, 1000 + number)
                next.summaryBody = Array(repeating: 33, count: number * 91 % 1900)
                _ = try await journal.append(next)
            }
            let destroyed = Array(stride(from: 5, through: 300, by: 10))
            for number in destroyed { #expect(try await journal.destroyKey(of: patient("\(number)"))) }
            let files = try ["", "-wal"].map { try Data(contentsOf: URL(fileURLWithPath: path + $0)) }
            #expect(destroyed.filter { number in files.contains { $0.range(of: Data(key(number))) != nil } } == [])
            #expect(files.contains { $0.range(of: Data(key(4))) != nil })
            #expect(try await journal.verify().firstBroken == nil)
            await journal.close()
        }
    }

    private func key(_ number: Int) -> [UInt8] { Array("key of stream number \(number) which nobody may find".utf8) }
}
