import Journal
import Testing

@Suite struct JournalErrorTests {
    static let all: [(JournalError, String, [String])] = [
        (.invalidStream("x y"), "journal.invalid-stream", ["x y", "kind/id"]),
        (.invalidEvent("body has 9 bytes"), "journal.invalid-event", ["body has 9 bytes", "nothing was written"]),
        (.conflict(stream: "patient/1", expected: 4, actual: 5), "journal.conflict", ["patient/1", "4", "5", "read"]),
        (.invalidThing("the key has 0 bytes"), "journal.invalid-thing", ["0 bytes", "nothing was written"]),
        (.erased(stream: "patient/1"), "journal.erased", ["patient/1", "destroyed"]),
        (.sealBroken(stream: "patient/1", version: 3), "journal.seal-broken", ["patient/1", "3", "backup"]),
        (.masterKeyMissing(id: "0a1b2c3d"), "journal.master-key-missing", ["0a1b2c3d", "key file back"]),
        (.masterKeyWrong(id: "0a1b2c3d"), "journal.master-key-wrong", ["0a1b2c3d", "key file back"]),
        (.masterKeys("/k, line 3 is odd"), "journal.master-keys", ["/k, line 3 is odd"]),
        (.backup("/b exists"), "journal.backup", ["/b exists", "nothing was replaced"]),
        (.copy("the target is not empty"), "journal.copy", ["the target is not empty", "do not use"]),
        (.duplicateEvent(id: "abc"), "journal.duplicate-event", ["abc", "unique"]),
        (.newerSchema(found: "009-x"), "journal.newer-schema", ["009-x", "newer version"]),
        (.notDurable(setting: "synchronous", found: "1"), "journal.not-durable", ["synchronous", "1", "power cut"]),
        (.storage(code: "SQLITE_CORRUPT", message: "bad"), "journal.storage", ["SQLITE_CORRUPT", "bad", "backup"]),
        (.full(message: "no pages"), "journal.full", ["no pages", "as it was", "free disk space"]),
        (.closed, "journal.closed", ["closed"]),
        (.busy, "journal.busy", ["too many", "again"]),
    ]

    @Test(arguments: all)
    func `an error has a stable code and one line that says what to do`(
        error: JournalError, code: String, words: [String]
    ) {
        #expect(error.code == code)
        #expect(!error.description.contains("\n"))
        for word in words { #expect(error.description.contains(word)) }
    }
}
