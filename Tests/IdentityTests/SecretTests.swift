import JSONText
import Testing

@testable import Identity

struct SecretTests {
    @Test("a token has 256 bits in 43 characters that need no escape")
    func token() throws {
        let token = Token.random()
        #expect(token.text.utf8.count == 43)
        #expect(Base64URL.decode(token.text)?.count == 32)
        #expect(try #require(Token(token.text)) == token)
        #expect(Set((0..<1000).map { _ in Token.random().text }).count == 1000)
    }

    @Test(
        "what cannot be a token is refused",
        arguments: [
            "", "short", String(repeating: "A", count: 42), String(repeating: "A", count: 44),
            String(repeating: "A", count: 42) + "B", String(repeating: "A", count: 42) + "=",
            String(repeating: "é", count: 22),
        ])
    func malformedToken(text: String) {
        #expect(Token(text) == nil)
    }

    @Test("a token's hash is SHA-256 of its text, reads back, and is not the token")
    func tokenHash() throws {
        let token = try #require(Token(String(repeating: "A", count: 43)))
        // As `sha256sum` computes it.
        #expect(token.hash.hex == "0f007385b6f9d4b7eeb2748605afe1a984a0a3bfa3f014d09e2a784ce9e5cd1a")
        #expect(TokenHash(hex: token.hash.hex) == token.hash)
        #expect(Token.random().hash != token.hash)
        #expect(TokenHash(hex: token.hash.hex.uppercased()) == nil)
        #expect(TokenHash(hex: String(token.hash.hex.dropLast())) == nil)
    }

    @Test("nothing secret shows when it is printed, dumped or put into a message")
    func redaction() throws {
        let token = Token.random()
        let secret = Secret(text: "correct horse")
        let pin = try Pin("730915")
        var dumped = ""
        dump((token, secret, pin), to: &dumped)
        for shown in ["\(token)", "\(secret)", "\(pin)", String(reflecting: (token, secret, pin)), dumped] {
            #expect(!shown.contains(token.text) && !shown.contains("correct") && !shown.contains("730915"), "\(shown)")
        }
    }

    @Test("secrets are equal byte by byte and of one length")
    func equality() {
        #expect(ConstantTime.equal([1, 2, 3], [1, 2, 3]))
        #expect(!ConstantTime.equal([1, 2, 3], [1, 2, 4]))
        #expect(!ConstantTime.equal([1, 2], [1, 2, 3]))
        #expect(ConstantTime.equal([UInt8](), []))
    }

    @Test("recovery codes are ten, readable, and good once each, however they are typed")
    func recoveryCodes() throws {
        let (codes, fresh) = RecoveryCodes.make(from: .seeded(31))
        #expect(codes.count == 10 && Set(codes).count == 10)
        for code in codes {
            #expect(code.wholeMatch(of: /([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}/) != nil, "\(code)")
        }
        var stored = fresh
        for (place, code) in codes.enumerated() {
            let typed = [code, code.lowercased(), code.replacing("-", with: " "), code.replacing("-", with: "")][
                place % 4
            ]
            .replacing("0", with: "O").replacing("1", with: place % 2 == 0 ? "l" : "I")
            stored = try #require(stored.spending(typed))
            #expect(stored.spending(code) == nil)
            #expect(stored.count == 9 - place)
        }
    }

    @Test("a wrong recovery code changes nothing", arguments: ["", "0000-0000-0000-0000", "U", "7K3M", "\u{0}"])
    func wrongRecoveryCode(entry: String) {
        #expect(RecoveryCodes.make(from: .seeded(31)).stored.spending(entry) == nil)
    }

    @Test("what is stored of recovery codes reads back and holds none of them")
    func storedRecoveryCodes() throws {
        let (codes, stored) = RecoveryCodes.make(3, from: .seeded(5))
        let text = stored.json.text
        #expect(RecoveryCodes(try JSON.parse(text)) == stored)
        for code in codes { #expect(!text.contains(code) && !text.contains(code.replacing("-", with: ""))) }
        #expect(RecoveryCodes(["salt": "AA", "hashes": []]) == nil)
        #expect(RecoveryCodes(["salt": "AAAAAAAAAAAAAAAAAAAAAA", "hashes": ["x"]]) == nil)
    }
}
