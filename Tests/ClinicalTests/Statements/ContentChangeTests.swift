import Clinical
import Foundation
import Testing

@Suite struct ContentChangeTests {
    static let table = "therapies/testamab:volumes/step-up-1+vial"
    static let row = "therapies/testamab:tables/restart/rows/R3"

    static func change(
        _ kind: ContentChange.Kind, _ target: String, _ yaml: String = "", closes: [String] = []
    ) -> ContentChange {
        ContentChange(
            kind: kind, target: target, yaml: yaml, closes: closes, title: "Label version 7", revised: "2026-05-01",
            place: "§2.4 Table 3", note: "Entered by A, confirmed by B.")
    }

    @Test func `a confirmed table has the label's level and says who read it`() throws {
        var content = SmallContent()
        content.texts[SmallContent.therapyPath] = SmallContent.therapy.replacing(
            "    presentation: vial\n    from: talk",
            with: "    presentation: vial\n    from: talk\n    level: unverified")
        #expect(content.texts[SmallContent.therapyPath] != SmallContent.therapy)
        #expect(try content.load().therapy("testamab")?.volumes[0].citation.level == .unverified)
        let library = try ContentLibrary.load(content.files, changing: [Self.change(.confirm, Self.table)])
        let table = try #require(library.therapy("testamab")?.volumes.first)
        #expect(table.citation.level == .label)
        #expect(table.citation.full == "Label version 7, 2026-05-01, §2.4 Table 3")
        #expect(table.citation.note == "Entered by A, confirmed by B.")
        #expect(table.bands.count == 2)
        #expect(library.census.unverified == (try content.load().census.unverified) - 1)
    }

    @Test func `confirming a regimen does not confirm its doses`() throws {
        let change = Self.change(.confirm, "therapies/testamab:regimens/standard")
        let library = try ContentLibrary.load(SmallContent().files, changing: [change])
        let regimen = try #require(library.therapy("testamab")?.regimen("standard"))
        #expect(regimen.citation.source.title == "Label version 7")
        #expect(regimen.doses[0].citation.source.title == "Invented label")
    }

    static let missing = """
        - { id: R3, when: { last: [first-treatment, weekly], days: 0...56 }, then: { action: continue, say: Go on. } }
        - { id: R4, when: { last: [first-treatment, weekly], days: 57... }, then: { action: restart, dose: step-up-1, say: Again. } }
        """

    @Test func `a missing row is put in, proven, and answers`() throws {
        let change = Self.change(.replace, Self.row, Self.missing, closes: ["late"])
        let library = try ContentLibrary.load(SmallContent().files, changing: [change])
        let therapy = try #require(library.therapy("testamab"))
        #expect(therapy.open.isEmpty)
        let table = try #require(therapy.table("restart"))
        #expect(table.rows.map(\.id) == ["R1", "R2", "R3", "R4"])
        #expect(table.rows[3].citation.level == .label)
        #expect(try ContentStatements(SmallContent().files, changing: [change]).statement(Self.row)?.pointsTo == nil)
    }

    @Test(arguments: [
        ("content.table-gap", ContentChange.Kind.replace, row, missing.replacing("57...", with: "58..."), ["late"]),
        ("content.table-overlap", .replace, row, missing.replacing("57...", with: "56..."), ["late"]),
        ("content.unknown-key", .replace, row, missing.replacing("action: continue", with: "akt: continue"), ["late"]),
        ("content.change", .replace, "therapies/testamab:tables/restart/rows/R9", missing, []),
        ("content.change", .replace, "therapies/testamab:label", "{ date: \"2026\", say: x }", []),
        ("content.change", .insert, "therapies/testamab:tables/nothing/rows", "{ id: R9 }", []),
        ("content.change", .replace, row, "only words", []),
        ("content.tab", .replace, row, "{ id:\tR3 }", []),
        ("content.alias", .replace, row, "{ id: &a R3 }", []),
        (
            "content.bands", .insert, "therapies/testamab:volumes",
            "{ for: [weekly], presentation: vial, bands: [{ weight: 35...39 kg, amount: 2.2 mg, volume: 2.2 mL }] }", []
        ),
        ("content.outcome", .confirm, "", "", ["late"]),
    ])
    func `a row that does not fit is refused`(
        code: String, kind: ContentChange.Kind, target: String, yaml: String, closes: [String]
    ) {
        let target = target.isEmpty ? Self.table : target
        let change = Self.change(kind, target, yaml, closes: closes)
        let faults = #expect(throws: ContentFaults.self) {
            try ContentLibrary.load(SmallContent().files, changing: [change])
        }
        let codes = faults?.faults.map(\.code) ?? []
        // Closing what a row still points to is found by the loader, whatever it calls it.
        #expect(code == "content.outcome" ? !codes.isEmpty : codes.contains(code), "\(codes)")
    }

    @Test func `every entry given back as it was written says the same`() throws {
        // Rows of tables in the small content only: each change walks the whole file again.
        for (files, depth) in [(SmallContent().files, 4), (RealContent.files, 2)] {
            let before = try ContentStatements(files)
            let inLists = before.all.filter { statement in
                statement.kind == .sourced && before.lists.contains { statement.id.hasPrefix($0 + "/") }
                    && statement.path.split(separator: "/").count <= depth
            }
            #expect(!inLists.isEmpty)
            let changes = inLists.map { Self.change(.replace, $0.id, before.entries[$0.id] ?? "") }
            let after = try ContentStatements(files, changing: changes)
            func words(_ statement: ContentStatement?) -> String? {
                statement?.text.components(separatedBy: "note: ").first?.trimmingCharacters(in: .newlines)
            }
            for statement in inLists { #expect(words(after.statement(statement.id)) == words(statement)) }
        }
    }

    @Test func `an added entry and one in a list the file lacks are read`() throws {
        var content = SmallContent()
        let volumes = SmallContent.therapy.components(separatedBy: "volumes:")[1].components(separatedBy: "tables:")[0]
        content.texts[SmallContent.therapyPath] = SmallContent.therapy.replacing("volumes:" + volumes, with: "")
        #expect(try content.load().therapy("testamab")?.volumes.isEmpty == true)
        let added = Self.change(
            .insert, "therapies/testamab:volumes",
            "{ for: [step-up-1], presentation: vial, bands: [{ weight: 35...39 kg, amount: 2.2 mg, volume: 0.22 mL }] }"
        )
        let said = Self.change(.insert, "therapies/testamab:statements/indication", "{ say: One more. }")
        let library = try ContentLibrary.load(content.files, changing: [added, said])
        #expect(library.therapy("testamab")?.volumes.first?.citation.level == .label)
        #expect(library.therapy("testamab")?.sections[.indication]?.last?.text == "One more.")
    }
}
