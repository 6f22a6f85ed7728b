import Clinical
import Exchange
import Service
import Testing

@Suite struct LabelReadingTests {
    static func document(_ text: String = LabelFixture.label()) throws -> LabelDocument {
        try MarkupReader.label(LabelFixture.bytes(text))
    }

    @Test func `set id, version, revision, title and products are kept`() throws {
        let label = try Self.document()
        #expect(label.setID == "11111111-2222-4333-8444-555555555555")
        #expect(label.version == 7)
        #expect(label.revised.iso == "2026-05-01")
        #expect(label.title == "EXAMPLIMAB injection, for subcutaneous use")
        #expect(label.products == ["Examplify", "examplimab-test"])
        #expect(label.allSections.map(\.number) == ["", "2", "2.1", "2.4", "5"])
        #expect(label.allSections[1].codeName == "DOSAGE & ADMINISTRATION SECTION")
        #expect(label.allSections[1].code == "34068-7")
    }

    @Test func `text keeps raised and lowered signs, lists and footnotes in reading order`() throws {
        let section = try #require(try Self.document().allSections.first { $0.number == "2.1" })
        #expect(
            section.blocks == [
                .paragraph("Give when platelets are > 50 × 10⁹/L & SpO₂ is at least 94%.[1] Do not give IV."),
                .list([
                    LabelItem(level: 0, number: 1, text: "Hydrate."),
                    LabelItem(level: 1, number: nil, text: "- Orally first"),
                    LabelItem(level: 0, number: 2, text: "Premedicate[1]."),
                ]), .note(LabelNote(mark: "[1]", text: "Measured at rest.")),
            ])
        let warnings = try #require(try Self.document().allSections.last)
        #expect(warnings.blocks == [.paragraph("Cytokine release < 1% & rare.")])
    }

    @Test func `a table is a rectangle with spans spread out`() throws {
        let section = try #require(try Self.document().allSections.first { $0.number == "2.4" })
        let table = try #require(section.tables.first)
        #expect(table.number == 3)
        #expect(table.caption == "Table 3: Restarting EXAMPLIMAB[1]")
        #expect(table.headerRows == 2)
        #expect(
            table.rows.map { $0.map(\.text) } == [
                ["Last dose", "Time since", "Time since"], ["Last dose", "Days", "Action"],
                ["Step-up dose 1ᵃ", "7 or less", "Continue[1]"],
                ["Step-up dose 1ᵃ", "8 or more", "Restart.\n- Dose 1\n- Dose 2"],
                ["Weekly", "Volumes: [table A]", "Volumes: [table A]"], ["Other", "", ""],
            ])
        #expect(table.rows[3].map(\.isSpanned) == [true, false, false])
        #expect(table.heading(of: 2) == "Time since / Action")
        #expect(
            table.notes.map { "\($0.mark) \($0.text)" } == [" ᵃ Premedicate.", "[1] Days count from the last dose."])
        let inner = try #require(table.nested.first)
        #expect(inner.rows.map { $0.map(\.text) } == [["kg", "mL[1]"], ["40", "0.25"]])
        #expect(inner.notes.map(\.text) == ["Round up."])
    }

    @Test(
        arguments: [
            ("§2.4 Table 3", "2.4", true, false), ("label section 2.1", "2.1", false, false),
            ("§2.1-2.3 Table 9", "2.1", false, false), ("sections 2.8 and 2.4", "2.4", true, false),
            ("label section on restarting after a delay", "2.4", true, true), ("nowhere at all", nil, false, false),
        ] as [(String, String?, Bool, Bool)])
    func `a statement's place finds its section and table`(
        place: String, number: String?, hasTable: Bool, isGuess: Bool
    ) throws {
        let spot = try Self.document().spot(place)
        #expect(spot?.section.number == number)
        #expect((spot?.table != nil) == hasTable)
        #expect((spot?.isGuess ?? false) == isGuess)
    }

    @Test func `a newer version shows which sections, tables and cells changed`() throws {
        let newer = LabelFixture.table3.replacing("7 or less", with: "6 or less").replacing(
            "<tr><td>Other</td></tr>", with: "<tr><td>Biweekly</td><td>9</td></tr>")
        let added = "<table><caption>Table 4: New</caption><tbody><tr><td>x</td></tr></tbody></table>"
        let diff = LabelDiff.between(
            try Self.document(),
            try Self.document(
                LabelFixture.label(version: 8, revised: "20260901", table3: newer, more: added).replacing(
                    "give IV", with: "give by mouth")))
        #expect(diff.sections.map(\.title) == ["2.1 Important Dosing Information"])
        #expect(diff.sections[0].removed.count == 1)
        #expect(diff.sections[0].added[0].hasSuffix("Do not give by mouth."))
        #expect(diff.tables.map(\.caption) == ["Table 3: Restarting EXAMPLIMAB[1]", "Table 4: New"])
        #expect(diff.tables.map(\.kind) == [.changed, .added])
        let changed = diff.tables[0]
        #expect(
            changed.cells == [
                LabelDiff.CellChange(
                    row: "Step-up dose 1ᵃ", column: "Time since / Days", before: "7 or less", after: "6 or less")
            ])
        #expect(changed.addedRows == ["Biweekly"])
        #expect(changed.removedRows == ["Other"])
        #expect(LabelDiff.between(try Self.document(), try Self.document()).isEmpty)
    }

    @Test func `plain text of a table has one line a row`() throws {
        let section = try #require(try Self.document().allSections.first { $0.number == "2.4" })
        let lines = LabelPlainText.lines(section)
        #expect(lines.contains("| Step-up dose 1ᵃ | 8 or more | Restart. / - Dose 1 / - Dose 2 |"))
        #expect(lines.contains("  | 40 | 0.25 |"))
    }
}
