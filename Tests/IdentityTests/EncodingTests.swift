import Testing

@testable import Identity

struct EncodingTests {
    @Test(
        "base64url writes and reads the examples of RFC 4648, without padding",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"), ("\u{3FF}\u{3FE}", "z7_Pvg"),
        ])
    func base64URL(plain: String, text: String) {
        #expect(Base64URL.encode(plain.utf8) == text)
        #expect(Base64URL.decode(text) == Array(plain.utf8))
    }

    @Test(
        "base64url refuses padding, other alphabets, white space and loose bits at the end",
        arguments: ["Zg==", "Zh", "Zm9", "+/8", " Zg", "Z", "Zg\n", "Zé"])
    func strictBase64URL(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test(
        "base32 writes and reads the examples of RFC 4648, without padding",
        arguments: [
            ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ])
    func base32(plain: String, text: String) {
        #expect(Base32.rfc4648.encode(plain.utf8) == text)
        #expect(Base32.rfc4648.decode(text) == Array(plain.utf8))
        #expect(Base32.rfc4648.decode(text.lowercased()) == Array(plain.utf8))
    }

    @Test("base32 refuses what is not of its alphabet", arguments: ["MY======", "M1", "MZ", "M", "MY!"])
    func strictBase32(text: String) {
        #expect(Base32.rfc4648.decode(text) == nil)
    }

    @Test("random bytes of every length come back from all three alphabets", arguments: [17, 4_711] as [UInt64])
    func roundTrip(seed: UInt64) {
        let source = RandomSource.seeded(seed)
        for length in 0..<70 {
            let bytes = source.bytes(length)
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes, "seed \(seed), length \(length)")
            #expect(Base32.rfc4648.decode(Base32.rfc4648.encode(bytes)) == bytes, "seed \(seed), length \(length)")
            #expect(Base32.readable.decode(Base32.readable.encode(bytes)) == bytes, "seed \(seed), length \(length)")
        }
    }

    @Test("a form body encodes what could end a value")
    func form() {
        #expect(PercentText.form([("a b", "1&2=3"), ("c", "é+%")]) == "a%20b=1%262%3D3&c=%C3%A9%2B%25")
    }
}
