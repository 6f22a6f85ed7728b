import Exchange
import Foundation
import Service
import Testing

@Suite struct HostileLabelTests {
    static let laughs = """
        <?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
        <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><document xmlns="urn:hl7-org:v3">&c;</document>
        """
    static let external = """
        <?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><document xmlns="urn:hl7-org:v3">&x;</document>
        """
    static let parameter = """
        <?xml version="1.0"?><!dOcTyPe d SYSTEM "http://127.0.0.1:9/evil.dtd"><document xmlns="urn:hl7-org:v3"/>
        """
    static let deep = String(repeating: "<list>", count: 5000)
    static let wide = "<document xmlns=\"urn:hl7-org:v3\" a=\"\(String(repeating: "x", count: 100_000))\"/>"
    static let span = LabelFixture.table3.replacing("rowspan=\"2\"", with: "rowspan=\"99999999\"").replacing(
        "colspan=\"2\"", with: "colspan=\"99999999\"")

    @Test(arguments: [
        ("label.refused", laughs), ("label.refused", external), ("label.refused", parameter), ("label.refused", ""),
        ("label.refused", "<?xml version='1.0' encoding='ISO-8859-1'?><document xmlns='urn:hl7-org:v3'/>"),
        ("label.refused", "<?xml version='1.0' encoding='UTF-16'?><document xmlns='urn:hl7-org:v3'/>"),
        ("label.malformed", "<document xmlns='urn:hl7-org:v3'>\(deep)"), ("label.malformed", wide),
        ("label.malformed", String(LabelFixture.label().dropLast(200))), ("label.malformed", "no markup"),
        ("label.malformed", "<document xmlns='urn:hl7-org:v3'>&nothing;</document>"),
        ("label.malformed", "<document xmlns='urn:hl7-org:v3'/><document/>"),
        ("label.malformed", LabelFixture.label() + "trailing"),
        ("label.malformed", LabelFixture.label() + "</document>"),
        ("label.not-a-label", "<document/>"), ("label.not-a-label", "<html xmlns='http://www.w3.org/1999/xhtml'/>"),
        ("label.not-a-label", "<document xmlns='urn:hl7-org:v3'/>"),
        ("label.not-a-label", LabelFixture.label(revised: "20260231")),
        ("label.not-a-label", LabelFixture.label().replacing("<versionNumber value=\"7\"/>", with: "")),
        ("label.not-a-label", LabelFixture.label(table3: span)),
    ])
    func `a file that is no honest label is refused with its reason`(code: String, text: String) {
        let error = #expect(throws: LabelError.self) { try MarkupReader.label(LabelFixture.bytes(text)) }
        #expect(error?.code == code, "\(error?.description ?? "")")
        #expect((error?.description.utf8.count ?? 0) < 400)
    }

    @Test func `other encodings and broken text are refused`() {
        let utf16 = Array(LabelFixture.label().data(using: .utf16) ?? Data())
        let latin = LabelFixture.bytes(LabelFixture.label()) + [0xE9]
        let zero = LabelFixture.bytes(LabelFixture.label()) + [0]
        for bytes in [utf16, latin, zero] {
            let error = #expect(throws: LabelError.self) { try MarkupReader.label(bytes) }
            #expect(error?.code == "label.refused")
        }
    }

    @Test func `limits are kept on both sides`() throws {
        let bytes = LabelFixture.bytes(LabelFixture.label())
        var limits = MarkupReader.Limits()
        limits.bytes = bytes.count
        _ = try MarkupReader.label(bytes, limits: limits)
        limits.bytes -= 1
        #expect(throws: LabelError.self) { try MarkupReader.label(bytes, limits: limits) }
        func nested(_ depth: Int) -> [UInt8] {
            LabelFixture.bytes(
                String(repeating: "<a xmlns='urn:hl7-org:v3'>", count: depth) + String(repeating: "</a>", count: depth))
        }
        limits = MarkupReader.Limits()
        _ = try MarkupReader.read(nested(limits.depth))
        #expect(throws: LabelError.self) { try MarkupReader.read(nested(limits.depth + 1)) }
        limits.elements = 3
        _ = try MarkupReader.read(LabelFixture.bytes("<a><b/><b/></a>"), limits: limits)
        #expect(throws: LabelError.self) {
            try MarkupReader.read(LabelFixture.bytes("<a><b/><b/><b/></a>"), limits: limits)
        }
    }

    @Test func `a label cut anywhere is refused`() {
        let bytes = LabelFixture.bytes(LabelFixture.label())
        let end = bytes.lastIndex(of: UInt8(ascii: ">")) ?? 0
        for length in stride(from: 0, to: end, by: 37) {
            #expect(throws: LabelError.self) { try MarkupReader.label(Array(bytes[..<length])) }
        }
    }

    @Test func `no changed byte brings the reader down`() {
        var generator = SystemRandomNumberGenerator()
        let seed = UInt64.random(in: 0 ... .max, using: &generator)
        var state = seed
        func next() -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33)
        }
        let bytes = LabelFixture.bytes(LabelFixture.label())
        var read = 0
        for _ in 0..<300 {
            var broken = bytes
            broken[next() % bytes.count] = UInt8(next() % 128)
            do {
                _ = try MarkupReader.label(broken)
                read += 1
            } catch { #expect(error.code.hasPrefix("label."), "seed \(seed)") }
        }
        #expect(read > 0, "seed \(seed)")
    }
}
