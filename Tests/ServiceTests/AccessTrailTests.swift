import Clinical
import Journal
import Service
import Testing

/// The index of acts by patient, and the counts of refused sign-ins.
@Suite struct AccessTrailTests {
    private let start = Instant(milliseconds: 1_763_800_000_000)

    private func world(_ clock: ClockBox) -> World {
        World(now: { clock.now }, newID: { World.live.newID() })
    }

    private func read(_ patient: String, _ number: Int) -> AuditEntry {
        AuditEntry(
            .recordRead, who: "p\(number)", at: start.adding(minutes: number), patient: patient,
            what: "GET /patients/{id}",
            from: "192.0.2.1", role: "nurse")
    }

    @Test func `acts are found by patient from memory, from the index, and after a crash without the index`()
        async throws
    {
        let journal = MemoryJournal()
        let clock = ClockBox(clock: start)
        let first = AuditLog(journal: journal, world: world(clock))
        for number in 0..<40 { try await first.keep(read(number % 2 == 0 ? "a" : "b", number)) }
        #expect(try await first.about(patient: "a").map(\.who) == (0..<20).map { "p\(38 - 2 * $0)" })
        // The first log never wrote its index: as after kill -9.
        let second = AuditLog(journal: journal, world: world(clock))
        try await second.catchUp()
        #expect(try await second.about(patient: "a").count == 20)
        // And again: what is indexed twice is read once.
        await first.settle()
        let third = AuditLog(journal: journal, world: world(clock))
        try await third.catchUp()
        #expect(try await third.about(patient: "a").count == 20)
        #expect(try await third.about(patient: "b").map(\.role) == Array(repeating: "nurse", count: 20))
        #expect(try await third.about(patient: "nobody").isEmpty)
        #expect(try await third.about(patient: "../x").isEmpty)
        #expect(try await journal.verify().firstBroken == nil)
    }

    @Test func `what was indexed is not read again at the next start`() async throws {
        let journal = MemoryJournal()
        let clock = ClockBox(clock: start)
        let first = AuditLog(journal: journal, world: world(clock))
        for number in 0..<10 { try await first.keep(read("a", number)) }
        await first.close()
        let trail = try StreamID(kind: "trail", id: "a")
        let before = try await journal.version(of: trail)
        #expect(before > 0)
        let second = AuditLog(journal: journal, world: world(clock))
        try await second.catchUp()
        #expect(try await journal.version(of: trail) == before)
        try await second.keep(read("a", 11))
        await second.close()
        #expect(try await second.about(patient: "a").count == 11)
    }

    @Test func `the index does not miss what other logs on the same journal wrote`() async throws {
        let journal = MemoryJournal()
        let clock = ClockBox(clock: start)
        let logs = [AuditLog(journal: journal, world: world(clock)), AuditLog(journal: journal, world: world(clock))]
        for number in 0..<20 { try await logs[number % 2].keep(read("a", number)) }
        for log in logs { await log.settle() }
        #expect(try await logs[0].about(patient: "a").map(\.who) == (0..<20).map { "p\(19 - $0)" })
    }

    @Test func `ten thousand refused attempts leave few acts, and their number is right`() async throws {
        let journal = MemoryJournal()
        let clock = ClockBox(clock: start)
        let log = AuditLog(journal: journal, world: world(clock))
        for number in 0..<10_000 {
            log.refused(
                email: number % 2 == 0 ? "Ana@practice.org" : "ana@practice.org", who: "ana", what: "/sign-in",
                from: "192.0.2.1", at: start.adding(minutes: number / 1000))
        }
        // Nothing is written while the window lasts.
        await log.settle()
        #expect(try await failures(log).isEmpty)
        clock.forward(hours: 1)
        await log.settle()
        let acts = try await failures(log)
        #expect(acts.map(\.count) == [10_000])
        #expect(acts.first?.who == "ana" && acts.first?.since == start && acts.first?.at == start.adding(minutes: 9))
        #expect(acts.first?.why == "refused unchecked")
        await log.close()
        #expect(try await failures(log).count == 1)
    }

    @Test func `an attack from everywhere is counted in a bounded number of acts`() async throws {
        let journal = MemoryJournal()
        let clock = ClockBox(clock: start)
        let log = AuditLog(journal: journal, world: world(clock))
        for number in 0..<10_000 {
            log.refused(
                email: "x\(number)@practice.org", who: "", what: "/sign-in", from: "192.0.2.\(number % 250)", at: start)
        }
        await log.close()
        let acts = try await failures(log)
        #expect(acts.count <= 1_001)
        #expect(acts.map(\.count).reduce(0, +) == 10_000)
    }

    @Test func `an attempt that is looked at is written behind those refused before it`() async throws {
        let journal = MemoryJournal()
        let clock = ClockBox(clock: start)
        let log = AuditLog(journal: journal, world: world(clock))
        for _ in 0..<412 {
            log.refused(email: "ana@practice.org", who: "", what: "/sign-in", from: "192.0.2.1", at: start)
        }
        log.refused(email: "ana@practice.org", who: "", what: "/sign-in", from: "192.0.2.2", at: start)
        let attempt = AuditEntry(
            .signInFailed, who: "", at: start.adding(minutes: 1), what: "/sign-in", from: "192.0.2.1",
            why: "account.sign-in")
        try await log.keep(attempt: attempt, email: "ANA@practice.org")
        #expect(try await failures(log).map(\.count) == [1, 412])
        await log.close()
        #expect(try await failures(log).map(\.count).sorted() == [1, 1, 412])
    }

    private func failures(_ log: AuditLog) async throws -> [AuditEntry] {
        try await log.acts(from: start.adding(hours: -24), to: start.adding(hours: 24)).filter {
            $0.act == .signInFailed
        }
    }
}
