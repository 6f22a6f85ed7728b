import JSONText
import Testing

@Suite struct `JSON refusals` {
    @Test(
        arguments: [
            ("", 1, 1, "ends where a value"), ("   ", 1, 4, "ends where a value"), ("[1,", 1, 4, "ends where a value"),
            ("{} x", 1, 4, "follows the end"), ("1 2", 1, 3, "follows the end"), ("[1]]", 1, 4, "follows the end"),
            ("[1\n,\n  ?]", 3, 3, "a value was expected"), ("[1 2]", 1, 4, "a comma or ]"),
            ("[1,]", 1, 4, "a value was expected"),
            ("{\"a\" 1}", 1, 6, "a colon"), ("{a:1}", 1, 2, "a key in quotation marks"),
            ("{\"a\":1,}", 1, 8, "a key in quotation"),
            ("{\"a\":1 \"b\":2}", 1, 8, "a comma or }"), ("{\"a\":1", 1, 7, "a comma or }"),
            ("[", 1, 2, "ends where a value"),
            ("tru", 1, 1, "a value was expected"), ("nul", 1, 1, "a value was expected"),
            ("True", 1, 1, "a value was expected"),
            ("NaN", 1, 1, "a value was expected"), ("'a'", 1, 1, "a value was expected"),
            ("// a", 1, 1, "a value was expected"),
            ("{\"a\":1,\n \"a\":2}", 2, 2, "stands twice"), ("{\"a\":{\"b\":1,\"b\":1}}", 1, 13, "stands twice"),
            ("{\"a\":1,\"\\u0061\":2}", 1, 8, "stands twice"),
            ("{\"\u{E9}\":1,\"e\u{301}\":2}", 1, 9, "stands twice"),
        ] as [(String, Int, Int, String)])
    func `a text that is not JSON is refused at the place of the mistake`(
        text: String, line: Int, column: Int, reason: String
    ) throws {
        let error = try #require(#expect(throws: JSONError.self) { try JSON.parse(text) })
        #expect(error.reason.contains(reason))
        #expect((error.line, error.column) == (line, column))
        #expect(error.description == "line \(line), column \(column): \(error.reason)")
    }

    @Test(arguments: [
        "01", "-", "+1", ".5", "1.", "1.e3", "1e", "1e+", "--1", "0x10", "1_000", "00", "-01", "Infinity",
    ])
    func `a number in another form is refused`(text: String) {
        #expect(throws: JSONError.self) { try JSON.parse(text) }
        #expect(throws: JSONError.self) { try JSON.parse("[\(text)]") }
    }

    @Test(arguments: [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")])
    func `nesting is read to the limit and refused beyond it`(open: String, close: String) throws {
        let per = open.utf8.count { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") }
        func nested(_ levels: Int) -> String {
            String(repeating: open, count: levels / per) + "0" + String(repeating: close, count: levels / per)
        }
        #expect(throws: Never.self) { try JSON.parse(nested(64)) }
        let error = try #require(#expect(throws: JSONError.self) { try JSON.parse(nested(64 + per)) })
        #expect(error.reason.contains("deeper than 64"))
    }

    @Test(arguments: [("[", "]"), ("{\"a\":", "}")])
    func `an empty list or object counts as a level of its own`(open: String, close: String) throws {
        func nested(_ levels: Int, _ empty: String) -> String {
            String(repeating: open, count: levels - 1) + empty + String(repeating: close, count: levels - 1)
        }
        for empty in ["[]", "{}", "[ ]"] {
            #expect(throws: Never.self) { try JSON.parse(nested(64, empty)) }
            let error = try #require(#expect(throws: JSONError.self) { try JSON.parse(nested(65, empty)) })
            #expect(error.reason.contains("deeper than 64"))
        }
        #expect(throws: Never.self) { try JSON.parse(Array("7".utf8), maximumDepth: 0) }
        #expect(throws: JSONError.self) { try JSON.parse(Array("[]".utf8), maximumDepth: 0) }
    }

    @Test(arguments: ["[", "{\"a\":", "[[{\"k\":"])
    func `a depth bomb is refused at once and does not exhaust the stack`(open: String) throws {
        let bomb = String(repeating: open, count: 300_000)
        let error = try #require(#expect(throws: JSONError.self) { try JSON.parse(bomb) })
        #expect(error.reason.contains("deeper"))
        #expect(error.column < 1000)
    }

    @Test func `a byte order mark is refused`() {
        #expect(throws: JSONError.self) { try JSON.parse([0xEF, 0xBB, 0xBF] + Array("{}".utf8)) }
    }
}
