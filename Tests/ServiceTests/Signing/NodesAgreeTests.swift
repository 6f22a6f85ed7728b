import Clinical
import Course
import JSONText
import Journal
import Practice
import Service
import Testing

@Suite struct `Nodes agree on what is signed` {
    @Test func `a signature given on one node lets the other start courses`() async throws {
        let journal = MemoryJournal(isShared: true)
        let (one, other) = (try await Node(journal), try await Node(journal))
        let id = try await other.register()
        #expect(await other.code { try await other.start(id) } == "content.not-signed")
        try await one.sign()
        try await other.practice.synchronize()
        #expect(other.practice.content.signed?.name == "2026.11-draft")
        #expect(await other.code { try await other.start(id) } == nil)
    }

    private func stays(_ advice: CourseAdvice) -> [String] {
        advice.agenda.filter { $0.kind == .observation && $0.status == .due }.map(\.what)
    }

    @Test func `a choice signed on one node changes the advice of both, also for records that are open`() async throws {
        let journal = MemoryJournal(isShared: true)
        let (one, other) = (try await Node(journal), try await Node(journal))
        try await one.sign()
        let id = try await one.register()
        try await one.start(id)
        for (dose, hours) in [("step-up-1", 150), ("step-up-2", 78), ("first-treatment", 2)] {
            _ = try await one.practice.record(
                [Draft(.doseGiven, at: Node.noon.adding(hours: -hours), ["dose": .string(dose)])], patient: id,
                author: "nurse")
        }
        let before = ["Hospitalize for 48 h after the first treatment dose."]
        for node in [one, other] { #expect(stays(try await node.advice(id)) == before) }
        try await one.sign(choices: ["teclistamab-observation": "label-2026-03"])
        for node in [one, other] {
            try await node.practice.refreshContent()
            #expect(
                stays(try await node.advice(id)) == [
                    "The patient stays near a healthcare facility. Monitor daily for 48 h."
                ])
        }
    }

    @Test func `the lists are made again under newly signed content`() async throws {
        let journal = MemoryJournal(isShared: true)
        let one = try await Node(journal)
        try await one.sign()
        let id = try await one.register()
        try await one.start(id)
        #expect(try await one.practice.wake(now: Node.noon) == 0)
        try await one.sign(choices: ["teclistamab-observation": "label-2026-03"])
        #expect(try await one.practice.wake(now: Node.noon) == 1)
        #expect(try await one.practice.wake(now: Node.noon) == 0)
    }

    @Test func `a row that is withdrawn on one node is used on no other`() async throws {
        let journal = MemoryJournal(isShared: true)
        let (one, other) = (try await Node(journal), try await Node(journal))
        try await one.signing.loadLabel(
            SigningWorld.label(), therapy: "teclistamab", by: SigningWorld.pharmacist)
        let table = SigningWorld.table
        let row = try await one.signing.enter(
            .init(.confirm, target: table, seen: one.signing.release.line(table)?.hash, section: "§2.6 Table 5"),
            by: SigningWorld.pharmacist)
        try await one.signing.confirm(row, by: SigningWorld.physician)
        try await one.sign()
        let id = try await other.register()
        try await other.start(id)
        #expect(try await mayBeDrawnUp(other, id))
        try await one.signing.withdraw(row, why: "misread", by: SigningWorld.physician)
        try await other.practice.synchronize()
        #expect(!(try await mayBeDrawnUp(other, id)))
        let next = try await other.register()
        #expect(await other.code { try await other.start(next) } == "content.not-signed")
    }

    private func mayBeDrawnUp(_ node: Node, _ id: String) async throws -> Bool {
        let record = try await node.practice.record(id)
        let plan = try #require(record.chart.plan)
        return try DoseCalculator(record.content.protocols).answer(
            plan, regimen: try #require(plan.therapy.regimen("monotherapy")), dose: "step-up-1",
            weight: BodyWeight(grams: 70_000)
        ).mayBeDrawnUp
    }
}
