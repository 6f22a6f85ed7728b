import Clinical
import Course
import JSONText
import Journal
import Practice
import Service
import Testing

@Suite struct `A course and its release` {
    /// A course started under the first release, and a server on which the second one runs and is signed.
    private func moved(_ journal: any Journal = MemoryJournal(isShared: true)) async throws -> (
        node: Node, id: String, pin: String
    ) {
        let first = try await Node(journal)
        try await first.sign()
        let id = try await first.register()
        try await first.start(id)
        let pin = try #require(first.practice.content.signed?.pin)
        let second = try await Node(journal, files: Releases.second)
        try await second.sign()
        try await second.practice.refreshContent()
        return (second, id, pin)
    }

    @Test func `a start keeps the hash of the release it runs under, whatever was sent`() async throws {
        let (node, id, pin) = try await moved()
        let start = try await node.practice.record(id).entries.first { $0.type == "course-started" }
        #expect(start?.body["release"]?.string == pin)
        #expect(pin.count == 64)
    }

    @Test func `a course goes on under its release when a newer one is signed, and a new one runs under that`()
        async throws
    {
        let (node, id, pin) = try await moved()
        let record = try await node.practice.record(id)
        #expect(record.standing == .pinned)
        #expect(record.content.signed?.pin == pin)
        #expect(record.content.name == "2026.11-draft" && node.practice.content.name == "2027.01")
        #expect(try await node.alerts(id).contains(Releases.said))
        let next = try await node.register()
        try await node.start(next)
        #expect(try await node.practice.record(next).standing == .current)
        #expect(try await node.alerts(next).contains(Releases.saidNow))
    }

    @Test func `files on disk that nobody signed advise no course that runs`() async throws {
        let journal = MemoryJournal(isShared: true)
        let first = try await Node(journal)
        try await first.sign()
        let id = try await first.register()
        try await first.start(id)
        let second = try await Node(journal, files: Releases.second)
        #expect(try await second.alerts(id).contains(Releases.said))
        #expect(await second.code { try await second.start(try await second.register()) } == "content.not-signed")
    }

    @Test func `moving shows what differs, changes the advice, and what was decided before replays as it was`()
        async throws
    {
        let (node, id, pin) = try await moved()
        let diff = try await node.signing.diff(from: pin)
        #expect(diff.changes.map(\.statement.id) == ["phrases:phrases/weight-missing"])
        let version = try await node.practice.record(id).version
        try await node.move(id, to: try #require(node.practice.content.signed?.pin))
        let record = try await node.practice.record(id)
        #expect(record.standing == .current)
        #expect(try await node.alerts(id).contains(Releases.saidNow))
        let old = try await node.practice.record(id, asOf: version)
        #expect(node.practice.advice(old, now: node.clock.now).alerts.map(\.what).contains(Releases.said))
    }

    @Test func `a course moves to the release signed last only, and not to the one it runs under`() async throws {
        let (node, id, pin) = try await moved()
        let newest = try #require(node.practice.content.signed?.pin)
        #expect(await node.code { try await node.move(id, to: pin) } == "release.not-newest")
        #expect(await node.code { try await node.move(id, to: "2027.01") } == "release.not-newest")
        #expect(await node.code { try await node.move(id, to: newest) } == nil)
        #expect(await node.code { try await node.move(id, to: newest) } == "release.same")
        let unstarted = try await node.register()
        #expect(await node.code { try await node.move(unstarted, to: newest) } != nil)
    }

    @Test func `a move that is corrected takes the course back to the release before`() async throws {
        let (node, id, pin) = try await moved()
        try await node.move(id, to: try #require(node.practice.content.signed?.pin))
        let version = try await node.practice.record(id).version
        let record = try await node.practice.record(
            [Draft(.corrected, at: node.clock.now, ["version": .int(version), "why": "wrong patient"])], patient: id,
            author: "doctor")
        #expect(record.standing == .pinned && record.content.signed?.pin == pin)
        #expect(try await node.alerts(id).contains(Releases.said))
    }

    @Test func `a start without a release, or with one that is not on file, runs under the one in force and says so`()
        async throws
    {
        let journal = MemoryJournal(isShared: true)
        let node = try await Node(journal)
        try await node.sign()
        let old = try await TestPractice(journal: journal)
        let unnamed = try await old.patient()
        #expect(try await node.practice.record(unnamed).standing == .unnamed)
        let other = try await old.service.register(["name": "Test"], at: old.now, author: "test").id
        _ = try await old.service.record(
            [Draft(.courseStarted, at: old.now, ["therapy": "teclistamab", "release": "2025.01"])], patient: other,
            author: "test")
        let record = try await node.practice.record(other)
        #expect(record.standing == .notOnFile("2025.01"))
        #expect(record.content.name == node.practice.content.name)
        try await node.practice.refreshContent()
        try await node.move(other, to: try #require(node.practice.content.signed?.pin))
        #expect(try await node.practice.record(other).standing == .current)
    }
}
