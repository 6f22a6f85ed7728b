import Testing

@testable import Identity

/// The published table of RFC 6238, appendix B, and the rules around it.
struct TOTPTests {
    /// RFC 6238's own secret.
    let secret = Secret(text: "12345678901234567890")

    @Test(
        "every SHA-1 row of the table in RFC 6238 comes out",
        arguments: [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ] as [(Int64, String)])
    func publishedTable(second: Int64, code: String) {
        let step = TOTP.step(at: second * 1000)
        #expect(TOTP.code(secret, step: step, digits: 8) == code)
        #expect(TOTP.code(secret, step: step) == String(code.suffix(6)))
    }

    @Test(
        "a code is taken one step early or late and not two",
        arguments: [(-2, false), (-1, true), (0, true), (1, true), (2, false)])
    func window(offset: Int64, isTaken: Bool) {
        let now: Int64 = 1_700_000_000_000
        let step = TOTP.step(at: now) + offset
        let used = TOTP.verify(TOTP.code(secret, step: step), secret, at: now, lastUsedStep: nil)
        #expect(used == (isTaken ? step : nil))
    }

    @Test("a used code and the codes before it are refused, the next one is taken")
    func replay() {
        let now: Int64 = 1_700_000_000_000
        let step = TOTP.step(at: now)
        let code = TOTP.code(secret, step: step)
        #expect(TOTP.verify(code, secret, at: now, lastUsedStep: step - 1) == step)
        #expect(TOTP.verify(code, secret, at: now, lastUsedStep: step) == nil)
        let before = TOTP.code(secret, step: step - 1)
        #expect(TOTP.verify(before, secret, at: now, lastUsedStep: step) == nil)
        let next = TOTP.code(secret, step: step + 1)
        #expect(TOTP.verify(next, secret, at: now, lastUsedStep: step) == step + 1)
    }

    @Test("what is no six digits is refused, spaces aside", arguments: ["", "12345", "1234567", "abcdef", "１２３４５６"])
    func malformed(code: String) {
        #expect(TOTP.verify(code, secret, at: 0, lastUsedStep: nil) == nil)
        let good = TOTP.code(secret, step: 0)
        let spaced = good.prefix(3) + " " + good.suffix(3)
        #expect(TOTP.verify(String(spaced), secret, at: 0, lastUsedStep: nil) == 0)
    }

    @Test("a moment before 1970 lies in the step below zero")
    func negativeTime() {
        #expect(TOTP.step(at: -1) == -1)
        #expect(TOTP.step(at: -30_000) == -1)
        #expect(TOTP.step(at: -30_001) == -2)
        #expect(TOTP.step(at: 29_999) == 0)
    }

    @Test("the address for the authenticator is percent-encoded and a colon cannot forge the issuer")
    func address() {
        let text = TOTP.uri(secret, issuer: "Berg & Tal: Onkologie", account: "zoë+1@clinic.example")
        #expect(
            text == """
                otpauth://totp/Berg%20%26%20Tal%20Onkologie:zo%C3%AB%2B1%40clinic.example?secret=\
                GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Berg%20%26%20Tal%20Onkologie&algorithm=SHA1&digits=6&period=30
                """)
    }

    @Test("a fresh secret has 20 bytes and differs from the next")
    func freshSecret() {
        #expect(TOTP.makeSecret().bytes.count == 20)
        #expect(TOTP.makeSecret() != TOTP.makeSecret())
    }
}
