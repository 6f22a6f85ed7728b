import Clinical
import Testing

/// What text may hold.
@Suite struct PlainTextTests {
    @Test(arguments: [
        "", "Ana Ruiz", "Zoë Nuñez-O’Brien", "王小明", "محمد علي", "דוד כהן", "Nguyễn Thị Ánh", "e\u{301}",
        "38.4 °C, 2 × 650 mg",
        "👩🏽", "a\u{A0}b",
    ])
    func `what people write is taken, in any script`(text: String) {
        #expect(PlainText.fault(in: text, .one) == nil)
        #expect(PlainText.fault(in: text, .many) == nil)
    }

    @Test(arguments: [
        (0x00, "control"), (0x07, "control"), (0x1B, "control"), (0x7F, "control"), (0x9B, "control"),
        (0x85, "line break"), (0x2028, "line break"), (0x2029, "line break"), (0x061C, "direction"),
        (0x200E, "direction"),
        (0x200F, "direction"), (0x202A, "direction"), (0x202B, "direction"), (0x202C, "direction"),
        (0x202D, "direction"),
        (0x202E, "direction"), (0x2066, "direction"), (0x2067, "direction"), (0x2068, "direction"),
        (0x2069, "direction"),
        (0x200B, "seen"), (0x200C, "seen"), (0x200D, "seen"), (0x2060, "seen"), (0xFEFF, "seen"), (0xAD, "seen"),
        (0x3164, "seen"), (0xE0041, "seen"), (0xFFFE, "no character"), (0x1FFFF, "no character"),
        (0xFDD0, "no character"),
    ])
    func `what cannot be seen is refused everywhere, and named`(code: Int, word: String) throws {
        let scalar = try #require(Unicode.Scalar(UInt32(code)))
        let text = "Ana" + String(Character(scalar)) + "Ruiz"
        for lines in [PlainText.Lines.one, .many] {
            let fault = try #require(PlainText.fault(in: text, lines))
            #expect(fault.contains(word))
            #expect(fault.contains("U+" + String(code, radix: 16, uppercase: true)) || code < 0x1000)
            #expect(!fault.contains("Ana"))
        }
    }

    @Test(arguments: ["one\ntwo", "one\r\ntwo", "one\ttwo", "end\n"])
    func `line breaks and tabs are kept in notes and refused in one line`(text: String) {
        #expect(PlainText.fault(in: text, .many) == nil)
        #expect(PlainText.fault(in: text, .one)?.contains("one line") == true)
    }
}
