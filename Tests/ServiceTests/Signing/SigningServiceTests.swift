import Clinical
import Course
import Journal
import Practice
import Service
import Testing

@Suite struct SigningServiceTests {
    func dose(_ library: ContentLibrary) throws -> DoseAnswer {
        let protocols = Protocols(library)
        let plan = try #require(protocols.therapy("teclistamab"))
        let regimen = try #require(plan.therapy.regimen("monotherapy"))
        return try DoseCalculator(protocols).answer(
            plan, regimen: regimen, dose: "step-up-1", weight: BodyWeight(grams: 70_000))
    }

    @Test func `two people, ticks and a signature let the site draw up and start patients`() async throws {
        let world = try await SigningWorld()
        #expect(try await world.service.refusalToStart() == .unsigned)
        #expect(try await world.service.diff().added == world.service.release.lines.count)
        #expect(!(try dose(world.service.base).mayBeDrawnUp))
        try await world.loadLabel()
        for table in ["step-up-1+v10"] {
            let row = try await world.enter(.confirm, "therapies/teclistamab:volumes/" + table)
            #expect(
                await world.code { try await world.service.confirm(row, by: SigningWorld.pharmacist) }
                    == "signing.same-person")
            try await world.service.confirm(row, by: SigningWorld.physician)
        }
        // Confirmed, but in use only once it is signed for.
        #expect(!(try dose(try await world.service.library()).mayBeDrawnUp))
        #expect(
            await world.code { try await world.service.sign(try await world.shown(), by: SigningWorld.director) }
                == "signing.unticked")
        try await world.tickAll()
        #expect(
            await world.code { try await world.service.sign(try await world.shown(), by: SigningWorld.nurse) }
                == "signing.not-allowed")
        try await world.service.sign(try await world.shown(), by: SigningWorld.director)
        #expect(try await world.service.refusalToStart() == nil)
        let answer = try dose(try await world.service.library())
        #expect(answer.verification == .label || answer.presentation?.citation.level != .label)
        #expect(answer.mayBeDrawnUp)
        #expect(answer.citation.level == .label)
        #expect(
            answer.citation.note
                == "Entered by Pat Pharm (pharmacist), confirmed by Dee Doc (physician) against the label revised 2026-05-01."
        )
        #expect(answer.warnings.isEmpty)

        let again = try await SigningWorld(journal: world.journal)
        #expect(try await again.service.refusalToStart() == nil)
        #expect(try dose(try await again.service.library()).mayBeDrawnUp)
        #expect(try await again.service.diff().changes.isEmpty)
        #expect(try await world.journal.verify().firstBroken == nil)
    }

    @Test func `a newer release shows what changed since the signature and needs a new one`() async throws {
        let world = try await SigningWorld()
        try await world.tickAll()
        try await world.service.sign(try await world.shown(), by: SigningWorld.director)
        let files = SigningWorld.edited(
            SigningWorld.content, "limits.yaml", "value: 0.001...400 kg", "value: 0.001...300 kg")
        let next = try await SigningWorld(journal: world.journal, files: files)
        #expect(try await next.service.diff().changes.map(\.statement.id) == ["limits:limits/weight"])
        #expect(try await next.service.refusalToStart()?.code == "signing.other-release")
        #expect(
            try await next.service.pending().filter { !$0.isTicked }.map(\.line.statement.id) == [
                "limits:limits/weight"
            ])
    }

    @Test func `content edited after it was shown is not signed`() async throws {
        let world = try await SigningWorld()
        try await world.tickAll()
        let shown = try await world.shown()
        world.disk.edit("phrases.yaml", "Grade CRS,", "Grade the CRS,")
        #expect(
            await world.code { try await world.service.sign(shown, by: SigningWorld.director) }
                == "signing.changed-underneath")
        #expect(try await world.service.state().signature == nil)
    }

    static let misfits = [
        "{ for: [step-up-1], presentation: v10, bands: [{ weight: 35...39 kg, amount: 2.2 mg, volume: 2.2 mL }] }",
        "{ for: [step-up-9], presentation: v10, bands: [] }", "{ weight: 35 }", "- a\n- b", "{", "&a { b: c }",
        """
        { for: [step-up-1], presentation: v10, bands: [{ weight: 35...39 kg, amount: 2.2 mg, volume: 0.22 mL },
          { weight: 39...44 kg, amount: 2.5 mg, volume: 0.25 mL }] }
        """,
    ]

    @Test func `a row that the content does not take is refused and nothing is recorded`() async throws {
        let world = try await SigningWorld()
        try await world.loadLabel()
        let before = try await world.service.state().version
        for yaml in Self.misfits {
            let code = await world.code { _ = try await world.enter(.replace, yaml: yaml) }
            #expect(code == "signing.does-not-fit", "\(yaml)")
        }
        #expect(try await world.service.state().version == before)
    }

    @Test func `of two people who confirm at once one is told that it is settled`() async throws {
        let world = try await SigningWorld()
        try await world.loadLabel()
        let row = try await world.enter()
        let codes = await withTaskGroup(of: String?.self) { group in
            for index in 0..<4 {
                let person = SigningPerson(id: "d\(index + 5)", name: "Doc \(index)", roles: ["physician"])
                group.addTask { await world.code { try await world.service.confirm(row, by: person) } }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes.count { $0 == nil } == 1)
        #expect(codes.count { $0 == "signing.settled" } == 3)
    }

    @Test func `many people tick at once and no tick is lost`() async throws {
        let world = try await SigningWorld()
        let lines = try await world.service.pending().prefix(6).map(\.line)
        await withTaskGroup(of: String?.self) { group in
            for line in lines {
                group.addTask {
                    await world.code {
                        try await world.service.tick([(line.statement.id, line.hash)], by: SigningWorld.pharmacist)
                    }
                }
            }
            for await code in group { #expect(code == nil) }
        }
        #expect(try await world.service.pending().count { $0.isTicked } == 6)
    }

    @Test func `a withdrawn row is used no longer and stops new patients`() async throws {
        let world = try await SigningWorld()
        try await world.loadLabel()
        let row = try await world.enter()
        try await world.service.confirm(row, by: SigningWorld.physician)
        try await world.tickAll()
        try await world.service.sign(try await world.shown(), by: SigningWorld.director)
        try await world.service.withdraw(row, why: "misread", by: SigningWorld.physician)
        #expect(try await world.service.refusalToStart()?.code == "signing.row-withdrawn")
        #expect(!(try dose(try await world.service.library()).mayBeDrawnUp))
    }
}
