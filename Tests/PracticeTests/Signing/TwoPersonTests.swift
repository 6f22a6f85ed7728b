import Clinical
import Testing

@testable import Practice

@Suite struct TwoPersonTests {
    func code(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch { return (error as? SigningError)?.code ?? "\(error)" }
    }

    @Test func `two people make a statement the label's own and it needs no tick`() throws {
        var desk = SigningDesk()
        try desk.loadLabel()
        try desk.enter()
        #expect(try desk.rules.pending.count == 2)
        #expect(code { desk.record(try desk.rules.confirm("e1", by: SigningDesk.pharmacist)) } == "signing.same-person")
        desk.record(try desk.rules.confirm("e1", by: SigningDesk.physician))
        #expect(try desk.rules.pending.map(\.line.statement.id) == [SigningContent.open])
        let statement = try #require(try desk.effective.line(SigningContent.volumes)?.statement)
        #expect(statement.level == .label)
        #expect(statement.cited == "Official label, version 7, set set, 2026-05-01, §2.6")
        #expect(
            statement.text.hasSuffix(
                "Entered by Pat Pharm (pharmacist), confirmed by Dee Doc (physician) against the label revised 2026-05-01."
            ))
        #expect(desk.state.inUse(fitting: try desk.release).isEmpty)
        try desk.tick(SigningContent.open)
        try desk.sign()
        #expect(desk.state.inUse(fitting: try desk.release).map(\.id) == ["e1"])
    }

    @Test func `a missing row takes the place of the open one`() throws {
        var desk = SigningDesk()
        try desk.loadLabel()
        try desk.enter(
            .replace, SigningContent.row, yaml: "{ id: R2, when: { days: 29... }, then: { action: restart } }",
            closes: ["late"])
        desk.record(try desk.rules.confirm("e1", by: SigningDesk.physician))
        #expect(try desk.effective.line(SigningContent.open) == nil)
        #expect(try desk.effective.line(SigningContent.row)?.statement.text.contains("restart") == true)
        #expect(try desk.release.hash == desk.effective.hash)
    }

    @Test func `what may not be entered is refused`() throws {
        var desk = SigningDesk()
        #expect(code { try desk.enter() } == "signing.no-label")
        try desk.loadLabel()
        #expect(code { try desk.loadLabel() } == "signing.field")
        #expect(code { try desk.enter(by: SigningDesk.nurse) } == "signing.not-allowed")
        #expect(code { try desk.enter(.confirm, SigningContent.open) } == "signing.field")
        #expect(code { try desk.enter(.confirm, SigningContent.row) } == "signing.field")
        #expect(code { try desk.enter(.replace, SigningContent.open, yaml: "{ id: a }") } == "signing.field")
        #expect(code { try desk.enter(.confirm, "therapies/testamab:nothing") } == "signing.unknown-statement")
        #expect(code { try desk.enter(closes: ["nothing"]) } == "signing.unknown-statement")
        #expect(code { try desk.enter(.insert, "phrases:phrases", yaml: "{ say: x }") } == "signing.field")
    }

    @Test func `a row is settled once`() throws {
        var desk = SigningDesk()
        try desk.loadLabel()
        try desk.enter()
        desk.record(try desk.rules.withdraw("e1", why: "misread", by: SigningDesk.director))
        #expect(code { desk.record(try desk.rules.confirm("e1", by: SigningDesk.physician)) } == "signing.settled")
        #expect(
            code { desk.record(try desk.rules.withdraw("e1", why: "again", by: SigningDesk.director)) }
                == "signing.settled")
        #expect(
            code { desk.record(try desk.rules.confirm("e9", by: SigningDesk.physician)) } == "signing.unknown-entry")
        try desk.enter()
        #expect(
            code { desk.record(try desk.rules.withdraw("e3", why: "", by: SigningDesk.director)) } == "signing.field")
    }

    @Test func `a row withdrawn after signing stops new patients and is used no longer`() throws {
        var desk = SigningDesk()
        try desk.loadLabel()
        try desk.enter()
        desk.record(try desk.rules.confirm("e1", by: SigningDesk.physician))
        try desk.tick(SigningContent.open)
        try desk.sign()
        let hash = try desk.release.hash
        #expect(desk.state.refusalToStart(hash: hash, release: "test-1") == nil)
        desk.record(try desk.rules.withdraw("e1", why: "misread", by: SigningDesk.pharmacist))
        #expect(desk.state.refusalToStart(hash: hash, release: "test-1") == .rowWithdrawn(entry: "e1"))
        #expect(desk.state.inUse(fitting: try desk.release).isEmpty)
        #expect(code { try desk.sign() } == "signing.unticked")
    }

    @Test func `a row for other words is used no longer, and a newer label flags it`() throws {
        var desk = SigningDesk()
        try desk.loadLabel()
        try desk.enter()
        desk.record(try desk.rules.confirm("e1", by: SigningDesk.physician))
        let row = try #require(desk.state.entry("e1"))
        #expect(!desk.state.isOutdated(row))
        try desk.loadLabel(version: 8, revised: "2026-09-01")
        #expect(desk.state.isOutdated(row))
        #expect(desk.state.label("testamab")?.reference.version == 8)
        desk.files = SigningContent.files(replacing: "amount: 3 mg", with: "amount: 4 mg")
        #expect(desk.state.confirmed(fitting: try desk.release).isEmpty)
        #expect(try desk.effective.line(SigningContent.volumes)?.statement.level == .unverified)
    }

    @Test func `of two confirmed readings the newer one counts`() throws {
        var desk = SigningDesk()
        try desk.loadLabel()
        try desk.enter()
        let yaml = "{ for: [weekly], presentation: vial, bands: [{ weight: 1...2 kg, amount: 5 mg }] }"
        try desk.enter(.replace, yaml: yaml, by: SigningDesk.physician)
        desk.record(try desk.rules.confirm("e1", by: SigningDesk.physician))
        desk.record(try desk.rules.confirm("e2", by: SigningDesk.pharmacist))
        #expect(desk.state.confirmed(fitting: try desk.release).map(\.id) == ["e2"])
        #expect(try desk.effective.line(SigningContent.volumes)?.statement.text.contains("5 mg") == true)
    }

    @Test(
        arguments: [
            ("2026-03-01", "2026-03-02", StatementFlag.older), ("2026-03", "2026-03-02", nil),
            ("2026", "2026-12-31", nil),
            ("2025", "2026-01-01", .older), ("2026-02", "2026-03-02", .older), ("2027", "2026-01-01", nil),
            (nil, "2026-01-01", .undated),
        ] as [(String?, String, StatementFlag?)])
    func `a statement older than the label on file is flagged`(
        revised: String?, label: String, flag: StatementFlag?
    ) {
        let statement = ContentStatement(
            id: "x:y", kind: .sourced, text: "", level: .label, source: "s", revised: revised, place: "")
        #expect(StatementFlag.of(statement, label: label) == flag)
    }
}
