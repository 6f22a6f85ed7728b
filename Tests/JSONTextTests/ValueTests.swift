import JSONText
import Testing

@Suite struct `JSON values` {
    @Test(
        arguments: [
            ("null", JSON.null), ("true", .bool(true)), ("false", .bool(false)), ("0", .number("0")),
            ("-0", .number("-0")), ("38.60", .number("38.60")), ("1e-7", .number("1e-7")),
            ("-12.5E+3", .number("-12.5E+3")),
            ("12345678901234567890123", .number("12345678901234567890123")), ("\"\"", .string("")),
            ("\"step-up-1\"", .string("step-up-1")), ("[]", .array([])), ("{}", .object([])),
            ("[1,[2,[]],{}]", [1, [2, []], [:]]), (" \t\r\n[ 1 , 2 ]\n", [1, 2]),
            ("{\"b\":1,\"a\":{\"c\":null}}", ["b": 1, "a": ["c": nil]]),
        ] as [(String, JSON)])
    func `a valid text reads as the value it shows`(text: String, value: JSON) throws {
        #expect(try JSON.parse(text) == value)
    }

    @Test func `members keep the order they were written in`() throws {
        let json = try JSON.parse(#"{"zulu":1,"alpha":2,"mike":3}"#)
        #expect(json.members?.map(\.key) == ["zulu", "alpha", "mike"])
        #expect(json.text == #"{"zulu":1,"alpha":2,"mike":3}"#)
    }

    @Test func `a number is kept as it was written`() throws {
        let json = try JSON.parse(#"{"t":38.60}"#)
        #expect(json["t"]?.numberText == "38.60")
        #expect(json["t"]?.int == nil)
        #expect(json.text == #"{"t":38.60}"#)
    }

    @Test(
        arguments: [
            ("7", 7), ("-7", -7), ("9223372036854775807", Int.max), ("9223372036854775808", nil), ("7.0", nil),
            ("1e3", nil),
            ("\"7\"", nil), ("true", nil),
        ] as [(String, Int?)])
    func `only a whole number that fits reads as Int`(text: String, expected: Int?) throws {
        #expect(try JSON.parse(text).int == expected)
    }

    @Test func `a value of another kind reads as nothing`() {
        let text = JSON.string("a")
        #expect(text["key"] == nil && text.bool == nil && text.array == nil && text.members == nil && text.int == nil)
        #expect(JSON.bool(true).string == nil && JSON.int(1).string == nil && JSON.null.string == nil)
        #expect(JSON.null.isNull && !text.isNull)
        #expect(JSON.optional(nil as String?) == .null && JSON.optional(nil as Int?) == .null)
        #expect(JSON.optional("a") == "a" && JSON.optional(4) == 4 && JSON.strings(["a"]) == ["a"])
    }

    @Test(
        arguments: [
            (JSON.null, "null"), (true, "true or false"), (1, "a number"), ("", "text"), ([], "a list"),
            ([:], "an object"),
        ] as [(JSON, String)])
    func `each kind has a name for messages`(value: JSON, name: String) {
        #expect(value.kindName == name)
    }
}

@Suite struct `JSON strings` {
    @Test(
        arguments: [
            (#""\" \\ \/ \b \f \n \r \t""#, "\" \\ / \u{8} \u{c} \n \r \t"),
            (#""\u0041\u00e9\u20AC""#, "A\u{e9}\u{20ac}"),
            (#""\ud83d\ude00""#, "\u{1F600}"), (#""\uDBFF\uDFFF""#, "\u{10FFFF}"), (#""\u0000""#, "\u{0}"),
            ("\"Ünïcödé 😀\"", "Ünïcödé 😀"), ("\"\u{7f}\"", "\u{7f}"), (#""e\u0301""#, "e\u{301}"),
        ] as [(String, String)])
    func `escapes stand for their characters`(text: String, expected: String) throws {
        let read = try #require(try JSON.parse(text).string)
        #expect(Array(read.utf8) == Array(expected.utf8))
    }

    @Test(
        arguments: [
            (#""\ud83d""#, "half of a surrogate pair"), (#""\ude00""#, "half of a surrogate pair"),
            (#""\ud83d\u0041""#, "half of a surrogate pair"), (#""\ud83dA""#, "half of a surrogate pair"),
            (#""\ud83d\n""#, "half of a surrogate pair"), (#""\ud83d\ud83d""#, "half of a surrogate pair"),
            (#""\u12""#, "four hexadecimal digits"), (#""\u12G4""#, "four hexadecimal digits"),
            (#""\uD83D\u""#, "four hexadecimal"),
            (#""\x41""#, "unknown escape"), (#""\"#, "ends inside"), (#""abc"#, "ends inside a string"),
            ("\"a\u{1}b\"", "control character"), ("\"a\nb\"", "control character"),
        ] as [(String, String)])
    func `a broken string is refused with the reason`(text: String, reason: String) throws {
        let error = #expect(throws: JSONError.self) { try JSON.parse(text) }
        #expect(try #require(error).reason.contains(reason))
    }

    @Test(
        arguments: [
            [0x80], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xE2, 0x82],
            [0xF8, 0x88, 0x80, 0x80, 0x80],
        ] as [[UInt8]])
    func `bytes that are not UTF-8 are refused, with and without an escape before them`(bytes: [UInt8]) throws {
        for start in ["\"", "\"\\n"] {
            let error = #expect(throws: JSONError.self) { try JSON.parse(Array(start.utf8) + bytes + [0x22]) }
            #expect(try #require(error).reason.contains("UTF-8"))
        }
    }

    @Test func `control characters are written as escapes and read back`() throws {
        let all = String(String.UnicodeScalarView((0..<0x80).compactMap { Unicode.Scalar($0) }))
        let bytes = JSON.string(all).bytes()
        #expect(bytes.allSatisfy { $0 >= 0x20 })
        #expect(try JSON.parse(bytes).string == all)
    }
}
