import Clinical
import JSONText
import Testing

@testable import Practice

@Suite struct ReleaseDiffTests {
    static let one = "    - { say: For tests only and not for people., from: label §1 }\n"

    @Test(arguments: [
        ("amount: 3 mg", "amount: 4 mg", ["changed volumes/weekly+vial"]),
        ("0...28", "0...29", ["changed tables/restart/rows/R1"]),
        ("{ id: R1,", "{ id: R0,", ["added tables/restart/rows/R0", "removed tables/restart/rows/R1"]),
        (one, "", ["removed indication"]),
        ("not for people.", "never for people.", ["changed indication"]),
        ("What to do late", "What to do then", ["changed open/late"]),
        (
            "revised: \"2026-03-01\"", "revised: \"2026-04\"",
            [
                "changed indication", "changed indication", "changed tables/restart/rows/R1",
                "changed tables/restart/rows/R2",
            ]
        ),
        (
            "heard: { title: Heard, level: unverified }", "heard: { title: Heard, level: secondary }",
            ["changed volumes/weekly+vial"]
        ),
    ])
    func `each statement that differs is named`(old: String, new: String, expected: [String]) throws {
        let before = try SigningContent.release()
        let after = try SigningContent.release(SigningContent.files(replacing: old, with: new))
        let diff = ReleaseDiff.between(before, after)
        #expect(
            diff.changes.map { change in
                let path = change.statement.path
                return change.word + " " + (path.hasPrefix("statements/indication/") ? "indication" : path)
            } == expected)
        #expect(diff.unchanged + diff.added + diff.changed == after.lines.count)
        #expect(before.hash != after.hash)
    }

    @Test func `a changed statement shows both wordings`() throws {
        let after = try SigningContent.release(SigningContent.files(replacing: "3 mg", with: "4 mg"))
        let diff = ReleaseDiff.between(try SigningContent.release(), after)
        guard case .changed(let old, let new) = try #require(diff.changes.first) else {
            Issue.record("not changed")
            return
        }
        #expect(old.text.contains("amount: 3 mg"))
        #expect(new.text.contains("amount: 4 mg"))
    }

    @Test func `another order is no difference but a comment changes the hash`() throws {
        let other = "    - { say: Never for people who are real., from: label §1 }\n"
        let moved = SigningContent.files(replacing: Self.one + other, with: other + Self.one)
        let after = try SigningContent.release(moved)
        let diff = ReleaseDiff.between(try SigningContent.release(), after)
        #expect(diff.changes.isEmpty)
        #expect(after.hash != (try SigningContent.release().hash))
    }

    @Test func `without an earlier release everything is added`() throws {
        let release = try SigningContent.release()
        let diff = ReleaseDiff.between(nil, release)
        #expect(diff.added == release.lines.count)
        #expect(diff.unchanged == 0)
    }

    @Test func `a kept snapshot reads back as the statements that were signed`() throws {
        let release = try SigningContent.release()
        let read = try #require(ReleaseSet(snapshot: try JSON.parse(release.snapshot.canonicalBytes())))
        #expect(ReleaseDiff.between(read, release).changes.isEmpty)
        #expect(read.lines.map(\.hash) == release.lines.map(\.hash))
        #expect(ReleaseSet(snapshot: ["statements": [["id": "a"]]]) == nil)
    }
}
