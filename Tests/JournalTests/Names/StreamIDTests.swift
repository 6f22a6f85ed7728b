import Journal
import Testing

@Suite struct StreamIDTests {
    @Test func `a name of kind and id is read and written back`() throws {
        let stream = try StreamID("patient/0198c2f4-7a10_A.z")
        #expect(stream.kind == "patient")
        #expect(stream.id == "0198c2f4-7a10_A.z")
        #expect(stream.description == "patient/0198c2f4-7a10_A.z")
        #expect(try StreamID(kind: "patient", id: "0198c2f4-7a10_A.z") == stream)
    }

    @Test func `64 characters fit and 65 do not`() throws {
        let longest = String(repeating: "x", count: 64)
        #expect(throws: Never.self) { try StreamID(kind: longest, id: longest) }
        #expect(throws: JournalError.invalidStream("p/\(longest)x")) { try StreamID("p/\(longest)x") }
    }

    @Test(arguments: [
        "", "/", "patient", "patient/", "/1", "patient/1/2", "patient//1", "patient/ä", "patient/1 ", "pa tient/1",
        "patient/1\u{0}", "patient/a%2Fb", "patient/\u{301}", "patient\\1",
    ])
    func `a malformed name is refused and shown`(name: String) {
        #expect(throws: JournalError.invalidStream(name)) { try StreamID(name) }
    }

    @Test func `streams are ordered by kind, then by id`() throws {
        let ordered = try ["a/2", "a/B", "a/a", "a-b/1", "b/0"].map { try StreamID($0) }
        #expect(ordered.reversed().sorted() == ordered)
    }
}
