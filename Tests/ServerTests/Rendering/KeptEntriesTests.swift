import Clinical
import Course
import HTTPTypes
import JSONText
import Mustache
import Synchronization
import Testing

@testable import Server
@testable import Service

@Suite("Kept HTML") struct KeptEntriesTests {
    /// The same record with nothing kept.
    private func bare(_ record: PatientRecord, _ world: PatientPagesWorld) async throws -> PatientRecord {
        world.practice.cache.removeAll()
        return try await world.practice.record(record.id)
    }

    @Test(
        "a page made from kept entries is the page made anew, at any moment",
        arguments: ["Maria", "Ruth", "Lia", "Otis", "Victor"])
    func same(_ name: String) async throws {
        let world = try await PatientPagesWorld.make()
        let record = try await world.practice.record(world.id(of: name))
        let pages = try TestSite.pages()
        for minutes in [0, 1, 59, 60 * 24, 60 * 24 * 40] {
            let now = PatientPagesWorld.noon.adding(minutes: minutes)
            func html(_ record: PatientRecord) throws -> [UInt8] {
                let model = PatientPage(
                    record, advice: world.practice.advice(record, now: now), shown: .init(),
                    protocols: world.protocols, zone: world.practice.rules.zone)
                return try #require(pages.fragment("patients/patient", model))
            }
            let first = try html(record)
            #expect(try html(record) == first)
            #expect(try await html(bare(record, world)) == first, "\(name), \(minutes) min later")
        }
    }

    @Test("a new entry is on the page at once")
    func newEntry() async throws {
        let world = try await PatientPagesWorld.make()
        let id = try world.id(of: "Victor")
        _ = try await world.page("/patients/" + id)
        _ = try await world.practice.record(
            [Draft(.note, at: PatientPagesWorld.noon, ["text": "slept <well>"])], patient: id, author: "unsigned")
        let html = try await world.page("/patients/" + id)
        #expect(html.contains("slept &lt;well&gt;"))
    }

    /// A section that is kept, with a name of the page in reach of a careless template.
    private final class Kept: KeptSection, Sendable {
        let section = Mutex<WrittenSection?>(nil)
        let asked = Atomic<Int>(0)

        struct Element: MustacheParent {
            func child(named name: String) -> Any? { name == "away" ? TemplateHole(key: 7) : nil }
        }

        func kept(in place: Int) -> WrittenSection? { section.withLock { $0 } }
        func keep(_ written: WrittenSection, in place: Int) { section.withLock { $0 = written } }
        func elements() -> [any MustacheParent] {
            asked.add(1, ordering: .relaxed)
            return [Element(), Element()]
        }
        func text(of hole: TemplateHole) -> String { "<\(hole.key)>" }
    }

    private struct Page: MustacheParent {
        let kept: Kept
        let token: String
        func child(named name: String) -> Any? { name == "list" ? kept : name == "token" ? token : nil }
    }

    @Test("what is kept cannot hold what belongs to the viewer, and its holes are filled and escaped for each page")
    func viewer() throws {
        let parts = try TemplateParser.parse("{{token}}{{#list}}[{{token}}{{.away}}]{{/list}}{{token}}")
        let kept = Kept()
        for token in ["one", "two"] {
            var writer = TemplateWriter(capacity: 0)
            writer.write(parts, model: Page(kept: kept, token: token))
            #expect(String(decoding: writer.bytes, as: UTF8.self) == token + "[&lt;7&gt;][&lt;7&gt;]" + token)
        }
        #expect(kept.asked.load(ordering: .relaxed) == 1)
    }

    @Test("what is kept goes with the record: erasing, new content and a new entry leave nothing of it")
    func leaving() async throws {
        let world = try await PatientPagesWorld.make()
        let id = try world.id(of: "Victor")
        let first = try await world.practice.record(id).notes
        #expect(try await world.practice.record(id).notes === first)
        try await world.signedIn.house.erase(patient: id)
        let second = try await world.practice.record(id).notes
        #expect(second !== first)
        world.practice.cache.removeAll()
        let third = try await world.practice.record(id).notes
        #expect(third !== second)
        _ = try await world.practice.record(
            [Draft(.note, at: PatientPagesWorld.noon, ["text": "slept well"])], patient: id, author: "unsigned")
        #expect(try await world.practice.record(id).notes !== third)
    }
}
