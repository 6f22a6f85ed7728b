import Foundation
import Testing

@testable import Journal

/// New master keys.
@Suite struct RotationTests {
    private struct Crash: Error {}

    @Test func `after a rotation the new key alone opens everything`() async throws {
        try await withFolder { folder in
            let store = MemoryJournal()
            let ring = try MasterKeyRing.create(at: folder.file("keys"))
            let old = ring.keys.currentID
            let journal = try await filled(store, ring)
            let before = try await journal.events(after: 0, limit: 99)
            #expect(try await journal.rotate(settling: .zero) == 4)

            let ids = try MasterKeyRing(path: folder.file("keys")).keys.ids
            #expect(ids.count == 1 && ids != [old])
            let again = SealedJournal(store, ring: try MasterKeyRing(path: folder.file("keys")), sealing: ["patient"])
            try await again.check()
            #expect(try await again.events(after: 0, limit: 99) == before)
            let masters = try await store.summaries(kind: "patient").compactMap { StreamKey.masterID(of: $0.key) }
            #expect(Set(masters) == Set(ids))
            let mode = try FileManager.default.attributesOfItem(atPath: folder.file("keys"))[.posixPermissions]
            #expect((mode as? NSNumber)?.intValue == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["keys"])
        }
    }

    @Test(arguments: SealedJournal.RotationStep.allCases)
    func `a crash at any point leaves a journal that opens, and rotating again finishes`(
        step: SealedJournal.RotationStep
    ) async throws {
        try await withFolder { folder in
            let path = folder.file("keys")
            let store = MemoryJournal()
            let journal = try await filled(store, try MasterKeyRing.create(at: path))
            let before = try await journal.events(after: 0, limit: 99)
            let crash = await refusal { () async throws(JournalError) in
                try await journal.rotate(keepingOld: false, settling: .zero) { reached throws(JournalError) in
                    if reached == step { throw .storage(code: "crash", message: "here") }
                }
            }
            #expect(crash?.code == "journal.storage")

            let again = SealedJournal(store, ring: try MasterKeyRing(path: path), sealing: ["patient"])
            try await again.check()
            #expect(try await again.events(after: 0, limit: 99) == before)
            _ = try await again.append(append(to: patient("new"), 100))
            #expect(try await again.rotate(settling: .zero) == 5)
            #expect(try MasterKeyRing(path: path).keys.ids.count == 1)
            #expect(try await again.events(after: 0, limit: 5) == before)
        }
    }

    @Test func `a server that runs goes on with the new key, and never seals under the old one`() async throws {
        try await withFolder { folder in
            let path = folder.file("keys")
            let store = MemoryJournal()
            let server = try await filled(store, try MasterKeyRing.create(at: path))
            let command = SealedJournal(store, ring: try MasterKeyRing(path: path), sealing: ["patient"])
            _ = try await command.rotate(settling: .zero)
            _ = try await server.append(append(to: patient("new"), 100))
            _ = try await server.append(append(to: patient("1"), after: 1, 101))
            #expect(try await command.read(patient("new"), after: 0).map(\.event) == [event(100)])
            #expect(try await server.read(patient("2"), after: 0).map(\.event) == [event(2)])
            #expect(try await server.summaries(kind: "patient").count == 6)
        }
    }

    @Test func `old keys can be kept for servers with a copy of the file`() async throws {
        try await withFolder { folder in
            let path = folder.file("keys")
            let ring = try MasterKeyRing.create(at: path)
            let old = ring.keys.currentID
            let journal = try await filled(MemoryJournal(), ring)
            _ = try await journal.rotate(keepingOld: true, settling: .zero)
            #expect(try MasterKeyRing(path: path).keys.ids.count == 2)
            #expect(try MasterKeyRing(path: path).keys.ids.last == old)
        }
    }

    @Test func `keys given as text cannot be rotated, and nothing is changed`() async throws {
        let store = MemoryJournal()
        let journal = try await filled(store, try testRing())
        let before = try await store.summaries(kind: "patient")
        let error = await refusal { () async throws(JournalError) in try await journal.rotate(settling: .zero) }
        #expect(error?.code == "journal.master-keys")
        #expect(try await store.summaries(kind: "patient") == before)
    }

    /// Four sealed streams, one that was erased.
    private func filled(_ store: any Journal, _ ring: MasterKeyRing) async throws -> SealedJournal {
        let journal = SealedJournal(store, ring: ring, sealing: ["patient"])
        try await journal.check()
        for number in 1...5 { _ = try await journal.append(append(to: patient("\(number)"), number)) }
        try await journal.erase(patient("5"))
        return journal
    }
}
