import Clinical
import Exchange
import Journal
import Practice
import Service
import Testing

@Suite struct LabelShelfTests {
    @Test func `a label on file stands beside open and unverified statements and flags older ones`() async throws {
        let world = try await SigningWorld()
        try await world.loadLabel()
        let view = try #require(try await world.service.labelView("teclistamab"))
        #expect(view.onFile.reference == LabelReference(setID: view.document.setID, version: 7, revised: "2026-05-01"))
        #expect(view.onFile.by.name == "Pat Pharm")
        #expect(view.changes == nil)
        let open = view.beside.filter { $0.line.statement.kind == .open }
        #expect(open.count == world.service.base.therapy("teclistamab")?.open.count)
        let restart = try #require(open.first { $0.line.statement.path == "open/combination-restart-weekly" })
        #expect(restart.spot?.section.number == "2.4")
        #expect(restart.spot?.table?.number == 3)
        let old = try #require(
            view.beside.first { $0.line.statement.path == "regimens/monotherapy/doses/step-up-1" })
        #expect(old.flag == .older)
    }

    @Test func `a newer version shows the tables that changed and flags rows read in the older one`() async throws {
        let world = try await SigningWorld()
        try await world.loadLabel()
        let row = try await world.enter()
        #expect(try await world.service.labelView("teclistamab")?.outdatedRows.isEmpty == true)
        let newer = SigningWorld.label(version: 8, revised: "20260901")
        let text = String(decoding: newer, as: UTF8.self).replacing("8 or more", with: "9 or more")
        try await world.service.loadLabel(Array(text.utf8), therapy: "teclistamab", by: SigningWorld.director)
        let view = try #require(try await world.service.labelView("teclistamab"))
        #expect(view.document.version == 8)
        #expect(view.changes?.tables.map(\.caption) == ["Table 3: Restarting EXAMPLIMAB[1]"])
        #expect(view.changes?.tables.first?.cells.map(\.after) == ["9 or more"])
        #expect(view.outdatedRows.map(\.id) == [row])
    }

    @Test func `what is not this drug's label is not put on file`() async throws {
        let world = try await SigningWorld()
        func load(_ bytes: [UInt8], _ therapy: String = "teclistamab", by: SigningPerson = SigningWorld.pharmacist)
            async -> String?
        {
            await world.code { try await world.service.loadLabel(bytes, therapy: therapy, by: by) }
        }
        #expect(await load(SigningWorld.label(name: "another")) == "signing.field")
        #expect(await load(SigningWorld.label(), "nothing") == "signing.field")
        #expect(await load(SigningWorld.label(), by: SigningWorld.nurse) == "signing.not-allowed")
        #expect(await load(Array("<a/>".utf8)) == "label.not-a-label")
        #expect(await load(Array("<!DOCTYPE a><a/>".utf8)) == "label.refused")
        #expect(try await world.service.state().labels.isEmpty)
        try await world.loadLabel()
        #expect(await load(SigningWorld.label()) == "signing.field")
        let other = String(decoding: SigningWorld.label(version: 9), as: UTF8.self).replacing(
            "11111111-", with: "21111111-")
        #expect(await load(Array(other.utf8)) == "signing.field")
        #expect(try await world.service.state().labels.count == 1)
    }

    @Test func `large files are kept in parts, once, and read back whole`() async throws {
        let journal = MemoryJournal()
        let shelf = KeptBytes(journal: journal, kind: "label", world: .live)
        let bytes = (0..<7_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let name = try await shelf.keep(bytes, author: "p1", site: "clinic")
        #expect(try await shelf.keep(bytes, author: "p2", site: "clinic") == name)
        #expect(try await journal.version(of: StreamID(kind: "label", id: name)) == 12)
        #expect(try await shelf.read(name) == bytes)
        #expect(try await shelf.read(String(repeating: "0", count: 64)) == nil)
        #expect(KeptBytes.digest(Array("abc".utf8)).hasPrefix("ba7816bf8f01cfea"))
    }
}
