import Testing

@testable import Identity

struct LinkTests {
    let signer: LinkSigner
    let claims = LinkClaims(purpose: "check-in", subject: "p-4711", id: "link-1", expires: 1_800_000_000_000)
    let now: Int64 = 1_799_999_999_999

    init() throws { signer = try LinkSigner(secret: Secret([UInt8](repeating: 7, count: 32))) }

    @Test("a signed link says what was signed until its last millisecond, and nothing from its end on")
    func roundTrip() throws {
        let text = try signer.sign(claims)
        #expect(try signer.read(text, purpose: "check-in", at: now) == claims)
        #expect(throws: LinkError.expired(at: claims.expires)) {
            try signer.read(text, purpose: "check-in", at: claims.expires)
        }
    }

    @Test("a link of one purpose is refused for another")
    func purpose() throws {
        let text = try signer.sign(claims)
        #expect(throws: LinkError.wrongPurpose) { try signer.read(text, purpose: "packet", at: now) }
    }

    @Test("a purpose swapped inside the link is forged, since its key is another")
    func swappedPurpose() throws {
        let mine = try #require(Base64URL.decode(signer.sign(claims)))
        let other = LinkClaims(purpose: "packet-x", subject: "p-4711", id: "link-1", expires: claims.expires)
        let theirs = try #require(Base64URL.decode(signer.sign(other)))
        let mixed = Base64URL.encode(theirs.dropLast(32) + mine.suffix(32))
        #expect(throws: LinkError.forged) { try signer.read(mixed, purpose: "packet-x", at: now) }
    }

    @Test("no single bit of a link can be changed")
    func everyBit() throws {
        let bytes = try #require(Base64URL.decode(signer.sign(claims)))
        var honored = 0
        for place in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[place] ^= 1 << UInt8(bit)
                if (try? signer.read(Base64URL.encode(changed), purpose: "check-in", at: now)) != nil { honored += 1 }
            }
        }
        #expect(honored == 0)
        #expect(bytes.count * 8 > 500)
    }

    @Test("no link cut short or made longer is honored")
    func cut() throws {
        let text = try signer.sign(claims)
        for length in 0..<text.count {
            #expect(throws: LinkError.self) {
                try signer.read(String(text.prefix(length)), purpose: "check-in", at: now)
            }
        }
        for more in ["A", "AA", "=", "%00", "?x=1"] {
            #expect(throws: LinkError.self) { try signer.read(text + more, purpose: "check-in", at: now) }
        }
    }

    @Test("another practice's link is forged")
    func otherPractice() throws {
        let other = try LinkSigner(secret: Secret([UInt8](repeating: 8, count: 32)))
        let text = try other.sign(claims)
        #expect(throws: LinkError.forged) { try signer.read(text, purpose: "check-in", at: now) }
    }

    @Test(
        "what is no link is malformed",
        arguments: [
            "", "AQ", "hello world", String(repeating: "A", count: 299), String(repeating: "A", count: 5_000_000),
        ])
    func malformed(text: String) {
        #expect(throws: LinkError.malformed) { try signer.read(text, purpose: "check-in", at: now) }
    }

    @Test("a link of another version is malformed")
    func version() throws {
        var bytes = try #require(Base64URL.decode(signer.sign(claims)))
        bytes[0] = 2
        #expect(throws: LinkError.malformed) { try signer.read(Base64URL.encode(bytes), purpose: "check-in", at: now) }
    }

    @Test("the longest claims fit, one byte more does not")
    func limits() throws {
        let longest = LinkClaims(
            purpose: String(repeating: "p", count: 32), subject: String(repeating: "s", count: 64),
            id: String(repeating: "i", count: 64), expires: .max)
        let text = try signer.sign(longest)
        #expect(text.count == 272 && text.count <= LinkSigner.maximumLength)
        #expect(try signer.read(text, purpose: longest.purpose, at: now) == longest)
        for (name, purpose, subject, id) in [
            ("purpose", "", "s", "i"), ("purpose", longest.purpose + "p", "s", "i"),
            ("subject", "p", "", "i"), ("subject", "p", longest.subject + "s", "i"), ("id", "p", "s", longest.id + "é"),
        ] {
            #expect(throws: LinkError.claim(name)) {
                try signer.sign(LinkClaims(purpose: purpose, subject: subject, id: id, expires: 1))
            }
        }
    }

    @Test("claims whose texts run together differently are different links")
    func boundaries() throws {
        let one = try signer.sign(LinkClaims(purpose: "a", subject: "bc", id: "d", expires: 5))
        let two = try signer.sign(LinkClaims(purpose: "a", subject: "b", id: "cd", expires: 5))
        #expect(one != two)
        #expect(try signer.read(two, purpose: "a", at: 4).subject == "b")
    }

    @Test("a short secret is refused")
    func weakSecret() {
        #expect(throws: IdentityError.weakSecret(bytes: 31, expected: 32)) {
            try LinkSigner(secret: Secret([UInt8](repeating: 1, count: 31)))
        }
    }

    @Test("each reason has a code of its own and the person hears one line")
    func codes() {
        let errors: [LinkError] = [.malformed, .forged, .wrongPurpose, .expired(at: 1), .claim("id")]
        #expect(Set(errors.map(\.code)).count == errors.count)
        #expect(!LinkError.publicLine.contains("forged") && !LinkError.publicLine.contains("expired"))
    }
}
