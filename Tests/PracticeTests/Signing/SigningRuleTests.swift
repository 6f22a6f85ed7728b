import Clinical
import Testing

@testable import Practice

@Suite struct SigningRuleTests {
    func code(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch { return (error as? SigningError)?.code ?? "\(error)" }
    }

    @Test func `a release is signed once everything open or unverified is ticked`() throws {
        var desk = SigningDesk()
        let release = try desk.release
        #expect(desk.state.refusalToStart(hash: release.hash, release: "test-1") == .unsigned)
        #expect(try desk.rules.pending.map(\.line.statement.id) == [SigningContent.volumes, SigningContent.open])
        #expect(throws: SigningError.unticked(count: 2, first: [SigningContent.volumes, SigningContent.open])) {
            try desk.sign()
        }
        try desk.tick(SigningContent.volumes)
        #expect(throws: SigningError.unticked(count: 1, first: [SigningContent.open])) { try desk.sign() }
        try desk.tick(SigningContent.open, by: SigningDesk.physician)
        try desk.sign()
        #expect(desk.state.signature?.by.name == "Max Med")
        #expect(desk.state.signature?.statements == release.lines.count)
        #expect(desk.state.refusalToStart(hash: release.hash, release: "test-1") == nil)
        #expect(
            desk.state.refusalToStart(hash: "other", release: "test-2")
                == .otherRelease(signed: "test-1", running: "test-2"))
    }

    @Test(arguments: [
        (SigningDesk.nurse, false, false), (SigningDesk.pharmacist, true, false),
        (SigningDesk.physician, true, false), (SigningDesk.director, false, true),
    ])
    func `only pharmacists and physicians tick and only a medical director signs`(
        person: SigningPerson, ticks: Bool, signs: Bool
    ) throws {
        var desk = SigningDesk()
        #expect(code { try desk.tick(SigningContent.open, by: person) } == (ticks ? nil : "signing.not-allowed"))
        try desk.tick(SigningContent.open)
        try desk.tick(SigningContent.volumes)
        #expect(code { try desk.sign(by: person) } == (signs ? nil : "signing.not-allowed"))
    }

    @Test func `other words need another tick`() throws {
        var desk = SigningDesk()
        try desk.tick(SigningContent.volumes)
        try desk.tick(SigningContent.open)
        desk.files = SigningContent.files(replacing: "amount: 3 mg", with: "amount: 4 mg")
        #expect(try desk.rules.pending.map(\.isTicked) == [false, true])
        desk.files = SigningContent.files(replacing: "heard: { title: Heard,", with: "heard: { title: Heard again,")
        #expect(try desk.rules.pending.map(\.isTicked) == [false, true])
    }

    @Test func `a tick for what was not shown is refused`() throws {
        let rules = try SigningDesk().rules
        let person = SigningDesk.pharmacist
        #expect(
            code { _ = try rules.tick(SigningContent.open, seen: "old", by: person) } == "signing.changed-underneath")
        #expect(code { _ = try rules.tick("nothing", seen: "", by: person) } == "signing.unknown-statement")
        let id = "therapies/testamab:tables/restart/rows/R1"
        #expect(code { _ = try rules.tick(id, seen: "", by: person) } == "signing.nothing-to-tick")
    }

    @Test func `content that changed since it was shown is not signed`() throws {
        var desk = SigningDesk()
        try desk.tick(SigningContent.volumes)
        try desk.tick(SigningContent.open)
        let seen = try desk.release.hash
        desk.files = SigningContent.files(replacing: "0...28", with: "0...27")
        desk.files = SigningContent.files(replacing: "29...", with: "28...")
        #expect(code { try desk.sign(seen: seen) } == "signing.changed-underneath")
        #expect(code { try desk.sign() } == nil)
    }

    @Test func `a choice is signed only with an option it has`() throws {
        var desk = SigningDesk()
        try desk.tick(SigningContent.volumes)
        try desk.tick(SigningContent.open)
        let rules = try desk.rules
        func sign(_ choices: [String: String]) throws {
            _ = try rules.sign(
                .init(hash: rules.release.hash, snapshot: "s", choices: choices), onDisk: rules.release.hash,
                snapshot: "s", options: ["stay": ["long", "short"]], entries: [], by: SigningDesk.director)
        }
        #expect(code { try sign(["stay": "short"]) } == nil)
        #expect(code { try sign(["stay": "never"]) } == "signing.unknown-choice")
        #expect(code { try sign(["go": "short"]) } == "signing.unknown-choice")
    }
}
