import Testing

@testable import Journal

/// Sessions and invitations at rest.
@Suite struct ShelfSealTests {
    private let invitation = Array(#"{"email":"ana@practice.example","roles":["nurse"]}"#.utf8)

    @Test func `what is put on the shelf is not readable behind it, and reads back`() async throws {
        let store = MemoryJournal()
        let journal = SealedJournal(store, ring: try testRing(), sealing: [])
        try await journal.put("invitation/1", invitation, until: 100)
        #expect(try await journal.putNew("invitation/2", invitation, until: 100, at: 1))
        #expect(try await !journal.putNew("invitation/2", [9], until: 100, at: 1))
        for name in ["invitation/1", "invitation/2"] {
            let stored = try #require(try await store.get(name, at: 1))
            #expect(!stored.contains(Array("ana".utf8)))
            #expect(try await journal.get(name, at: 1) == invitation)
        }
        #expect(try await store.get("invitation/1", at: 1) != store.get("invitation/2", at: 1))
        #expect(try await journal.things(prefix: "", at: 1, limit: 9).map(\.value) == [invitation, invitation])
        #expect(try await journal.take("invitation/2", at: 1) == invitation)
        #expect(try await journal.take("invitation/2", at: 1) == nil)
    }

    @Test func `values from before the shelf was sealed are read as they are`() async throws {
        let store = MemoryJournal()
        try await store.put("session/old", invitation, until: 100)
        let journal = SealedJournal(store, ring: try testRing(), sealing: [])
        #expect(try await journal.get("session/old", at: 1) == invitation)
        #expect(try await journal.take("session/old", at: 1) == invitation)
    }

    @Test func `a value that was changed or put under another name does not open`() async throws {
        let store = MemoryJournal()
        let journal = SealedJournal(store, ring: try testRing(), sealing: [])
        try await journal.put("session/a", [1, 2, 3], until: 100)
        var stored = try #require(try await store.get("session/a", at: 1))
        try await store.put("session/b", stored, until: 100)
        stored[stored.count - 1] ^= 1
        try await store.put("session/c", stored, until: 100)
        for name in ["session/b", "session/c"] {
            let error = await refusal { () async throws(JournalError) in _ = try await journal.get(name, at: 1) }
            #expect(error?.code == "journal.seal-broken")
        }
    }

    @Test func `a new master key opens the shelf, the old one does not, and a running server goes on`() async throws {
        try await withFolder { folder in
            let store = MemoryJournal()
            let path = folder.file("keys")
            let server = SealedJournal(store, ring: try MasterKeyRing.create(at: path), sealing: [])
            try await server.check()
            try await server.put("session/a", [1], until: 100)
            let before = try #require(try await store.get(ShelfSeal.keyName, at: 1))
            try await SealedJournal(store, ring: try MasterKeyRing(path: path), sealing: []).rotate(settling: .zero)
            let after = try #require(try await store.get(ShelfSeal.keyName, at: 1))
            #expect(StreamKey.masterID(of: before) != StreamKey.masterID(of: after))
            #expect(StreamKey.masterID(of: after) == (try MasterKeyRing(path: path).keys.currentID))
            try await server.put("session/b", [2], until: 100)
            let fresh = SealedJournal(store, ring: try MasterKeyRing(path: path), sealing: [])
            #expect(try await fresh.get("session/a", at: 1) == [1])
            #expect(try await fresh.get("session/b", at: 1) == [2])
        }
    }

    @Test func `the wrong master key opens nothing of the shelf`() async throws {
        try await withFolder { folder in
            let store = MemoryJournal()
            let mine = SealedJournal(store, ring: try MasterKeyRing.create(at: folder.file("keys")), sealing: [])
            try await mine.put("session/a", [1], until: 100)
            let other = SealedJournal(store, ring: try MasterKeyRing.create(at: folder.file("other")), sealing: [])
            let error = await refusal { () async throws(JournalError) in _ = try await other.get("session/a", at: 1) }
            #expect(error?.code == "journal.master-key-missing")
            let put = await refusal { () async throws(JournalError) in
                try await other.put("session/b", [2], until: 100)
            }
            #expect(put?.code == "journal.master-key-missing")
        }
    }
}
