import Clinical
import Course
import HTTPTypes
import JSONText
import Practice
import Service
import Testing

@testable import Server

/// Two servers of one practice.
@Suite struct NodesTests {
    /// The content under another name, with one sentence said differently.
    static let second: @Sendable () throws(FolderError) -> [ContentFile] = { () throws(FolderError) in
        try AccountsWorld.content().map { file in
            let text = String(decoding: file.bytes, as: UTF8.self)
            return switch file.path {
            case "release.yaml":
                ContentFile(path: file.path, bytes: Array(text.replacing("2026.11-draft", with: "2027.01").utf8))
            case "phrases.yaml":
                ContentFile(
                    path: file.path,
                    bytes: Array(text.replacing("No weight on record", with: "No weight is known").utf8))
            default: file
            }
        }
    }

    private func sign(_ world: AccountsWorld) async throws {
        let signing = try #require(world.house.signing)
        let physician = SigningPerson(id: "d1", name: "Dee Doc", roles: ["physician"])
        let rest = try await signing.pending().filter { !$0.isTicked }
        if !rest.isEmpty {
            try await signing.tick(rest.map { ($0.line.statement.id, $0.line.hash) }, by: physician)
        }
        let rules = try await signing.rules()
        try await signing.sign(
            .init(hash: rules.release.hash, snapshot: signing.snapshot(rules.effective)),
            by: SigningPerson(id: "m1", name: "Max Med", roles: ["medical-director"]))
        try await world.house.practice.refreshContent()
    }

    @Test func `a patient registered on one server is found at once on the pages of the other`() async throws {
        let one = try await AccountsWorld.make(shared: true)
        let other = try await one.node(files: AccountsWorld.content)
        let nurse = try await one.as(.nurse)
        let answer = try await nurse.post("/patients/new", ["name": "New Sample", "born": "1950-02-03"])
        let path = try #require(answer.location)
        let there = try await other.as(.nurse)
        for page in ["/access", "", "/record/vitals"] {
            #expect(try await there.get(path + page).status == 200, "\(page)")
        }
        let again = try #require(
            try await nurse.post("/patients/new", ["name": "Second Sample", "born": "1950-02-03"]).location)
        _ = try await nurse.get(again)
        try await other.giveFactor(.medicalDirector)
        let director = try await other.as(.medicalDirector)
        #expect(try await director.get("/audit").read.contains("Second Sample"))
        #expect(try await there.get("/patients/none/access").status == 404)
    }

    @Test func `a course moves to the release signed last through its page, with what differs in sight`() async throws {
        let one = try await AccountsWorld.make(signing: true, shared: true)
        try await sign(one)
        _ = try await one.house.practice.record(
            [Draft(.courseStarted, at: one.clock.now, ["therapy": "teclistamab", "regimen": "monotherapy"])],
            patient: one.inside, author: "test")
        let path = "/patients/\(one.inside)"
        let before = try await one.as(.physician)
        #expect(!(try await before.get(path).read.contains("runs under release")))
        #expect(try await before.get(path + "/release").read.contains("runs under the release in force"))

        let two = try await one.node(files: Self.second)
        try await sign(two)
        let page = try await two.as(.physician)
        let shown = try await page.get(path)
        #expect(
            shown.read.contains("This course runs under release 2026.11-draft")
                && shown.read.contains("Release 2027.01"))
        #expect(shown.read.contains("No weight on record") && shown.text.contains("href=\"\(path)/release\""))
        let nurse = try await two.as(.nurse)
        let read = try await nurse.get(path + "/release")
        #expect(read.read.contains("A physician or pharmacist moves a course.") && !read.text.contains("Move to"))
        #expect(try await nurse.post(path + "/release", ["release": "x"]).status == 403)

        let differs = try await page.get(path + "/release")
        #expect(differs.read.contains("0 added, 0 removed, 1 changed") && differs.read.contains("No weight is known"))
        #expect(differs.read.contains("Move to 2027.01"))
        let version = try await two.house.practice.record(one.inside).version
        #expect(try await page.post(path + "/release", ["release": "old", "version": "\(version)"]).status == 409)
        let pin = try #require(two.house.practice.content.signed?.pin)
        #expect(try await page.post(path + "/release", ["release": pin, "version": "1"]).status == 409)
        let moved = try await page.post(path + "/release", ["release": pin, "version": "\(version)"])
        #expect(moved.location == path + "?recorded=1")
        let after = try await page.get(path)
        #expect(after.read.contains("No weight is known") && !after.read.contains("This course runs under release"))
        #expect(
            after.read.contains("Moved to another content release") && after.read.contains("2027.01 (\(pin.prefix(8)))")
        )
    }
}
