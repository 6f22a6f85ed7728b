import Testing

@testable import Identity

struct PasswordTests {
    let hasher: PasswordHasher

    init() throws { hasher = try PasswordHasher(cost: .fast) }

    @Test("the right password is taken, a wrong one is not, and two hashes of one password differ")
    func verify() async throws {
        let first = try await hasher.hash("correct horse battery")
        let second = try await hasher.hash("correct horse battery")
        #expect(first != second)
        #expect(first.hasPrefix("$argon2id$v=19$m=8,t=1,p=1$"))
        #expect(try await hasher.verify("correct horse battery", against: first))
        #expect(try await hasher.verify("correct horse battery", against: second))
        #expect(try await !hasher.verify("correct horse batterz", against: first))
        #expect(try await !hasher.verify("", against: first))
        await hasher.shutdown()
    }

    @Test("one password typed on two keyboards is one password (NFKC)")
    func normalisation() async throws {
        let composed = try await hasher.hash("Z\u{FC}rich f\u{131}n\u{E9} \u{FB01}sh")
        #expect(try await hasher.verify("Zu\u{308}rich f\u{131}ne\u{301} fish", against: composed))
        #expect(try await !hasher.verify("Zurich fine fish", against: composed))
    }

    @Test(
        "lengths outside the limits are refused before any work",
        arguments: [
            ("", 0, 0), ("1234567", 7, 7), (String(repeating: "a", count: 129), 129, 129),
            (String(repeating: "👩‍👩‍👧‍👦", count: 128), 128, 3200),
        ])
    func lengths(password: String, characters: Int, bytes: Int) async {
        await #expect(throws: IdentityError.passwordLength(characters: characters, bytes: bytes)) {
            try await hasher.hash(password)
        }
    }

    @Test("8 and 128 characters are taken")
    func limits() async throws {
        for count in [8, 128] {
            let password = String(repeating: "a", count: count)
            let hash = try await hasher.hash(password)
            #expect(try await hasher.verify(password, against: hash))
        }
    }

    @Test("an endless password is wrong, not a crash")
    func endless() async throws {
        let hash = try await hasher.hash("correct horse battery")
        #expect(try await !hasher.verify(String(repeating: "x", count: 5_000_000), against: hash))
    }

    @Test(
        "what this program did not write is refused",
        arguments: ["", "x", "$2b$10$abc", String(repeating: "$argon2", count: 40)])
    func foreignHash(stored: String) async {
        await #expect(throws: IdentityError.unreadableHash) { try await hasher.verify("password", against: stored) }
    }

    @Test("a damaged hash is wrong, not a crash")
    func damagedHash() async throws {
        let hash = try await hasher.hash("correct horse battery")
        for damaged in [String(hash.dropLast(10)), hash.replacing("m=8", with: "m=9"), "$argon2id$"] {
            #expect(try await !hasher.verify("correct horse battery", against: damaged))
        }
    }

    @Test("the dummy hash costs the same and is nobody's password")
    func dummy() async throws {
        #expect(hasher.dummyHash.hasPrefix("$argon2id$v=19$m=8,t=1,p=1$"))
        #expect(try await !hasher.verify("correct horse battery", against: hasher.dummyHash))
        #expect(!hasher.needsRehash(hasher.dummyHash))
    }

    @Test("a hash of another cost is to be made anew")
    func rehash() async throws {
        let dearer = try PasswordHasher(cost: PasswordCost(opsLimit: 2, memLimit: 16 << 10))
        let hash = try await hasher.hash("correct horse battery")
        #expect(!hasher.needsRehash(hash))
        #expect(dearer.needsRehash(hash))
        #expect(hasher.needsRehash("not a hash"))
        #expect(try await dearer.verify("correct horse battery", against: hash))
    }

    @Test("past the queue a sign-in is refused at once, and the ones inside are answered")
    func fullQueue() async throws {
        let slow = try PasswordHasher(cost: PasswordCost(opsLimit: 3, memLimit: 8 << 20), threads: 1, queue: 2)
        let outcomes = await withTaskGroup(of: IdentityError?.self, returning: [IdentityError?].self) { group in
            for _ in 0..<40 {
                group.addTask {
                    do throws(IdentityError) {
                        _ = try await slow.hash("correct horse battery")
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 == nil } >= 3)
        #expect(outcomes.contains(.busy(waiting: 3)))
        #expect(outcomes.allSatisfy { $0 == nil || $0 == .busy(waiting: 3) })
        #expect(slow.load == 0)
        _ = try await slow.hash("correct horse battery")
    }

    @Test("a stopped hasher says so")
    func stopped() async throws {
        await hasher.shutdown()
        await #expect(throws: IdentityError.closed) { try await hasher.hash("correct horse battery") }
    }

    @Test("a PIN is hashed like a password and is no password")
    func pin() async throws {
        let hash = try await hasher.hash(Pin("730915"))
        #expect(try await hasher.verify("730915", against: hash))
        #expect(try await !hasher.verify("730916", against: hash))
    }

    @Test("a zero byte inside a password is seen")
    func zeroByte() {
        #expect(PlainPassword("a\u{0}b").hasZero)
        #expect(!PlainPassword("ab").hasZero)
    }
}

struct PasswordRulesTests {
    let rules = PasswordRules()
    let near = ["zora.bergtal@clinic.example", "Zora Bergtal", "Harbor Oncology"]

    @Test(
        "common, patterned and personal passwords are refused",
        arguments: [
            "password123", "Password123!", "qwertyuiop", "1234567890", "iloveyou12", "P@ssw0rd2024", "aaaaaaaaaaaa",
            "abcdefghijkl", "zaq12wsxcde3", "summer2025", "letmein12345", "zorabergtal", "Bergtal1980",
            "zora.bergtal@clinic.example", "harboroncology", "Harbor2025!", "11/22/1963!", "welcomewelcome",
            "ａｄｍｉｎ１２３４５６",
        ])
    func guessable(password: String) {
        #expect(rules.fault(in: password, near: near) == .guessable)
    }

    @Test(
        "long phrases and random texts are taken, in any script",
        arguments: [
            "correct horse battery staple", "mauve-otter-juggles-lanterns", "x7#Lq2!vR9mZ", "Tr4ktor im Nebelwald",
            "бабушка печёт пироги", "窓辺の猫が静かに夢を見る夜",
        ])
    func strong(password: String) {
        #expect(rules.fault(in: password, near: near) == nil)
    }

    @Test("length is counted in characters after NFKC")
    func length() {
        #expect(rules.fault(in: "x7#Lq2!vR") == .short(minimum: 10))
        #expect(rules.fault(in: "") == .short(minimum: 10))
        #expect(rules.fault(in: String(repeating: "x7#Lq2!vR ", count: 13)) == .long(maximum: 128))
        #expect(rules.fault(in: String(repeating: "é", count: 3_000_000)) == .long(maximum: 128))
        #expect(PasswordRules(minimumCharacters: 15).fault(in: "x7#Lq2!vR9mZ") == .short(minimum: 15))
    }

    @Test("words near the person lower the estimate")
    func personal() {
        let password = "lindqvist-parkallee"
        let far = PasswordRules.bits(of: PlainPassword(password), near: [])
        let close = PasswordRules.bits(of: PlainPassword(password), near: ["lindqvist", "parkallee"])
        #expect(close < far - 20, "\(close) and \(far) bits")
    }

    @Test("a zero byte cannot hide the rest of a password")
    func zeroByte() {
        #expect(rules.fault(in: "x7#Lq2!vR9mZ\u{0}more") == .guessable)
    }

    @Test("every reason is one friendly line without the password")
    func reasons() {
        for fault in [PasswordRules.Fault.short(minimum: 10), .long(maximum: 128), .guessable] {
            #expect(!fault.reason.contains("\n") && fault.reason.hasSuffix("."))
            #expect(fault.code.hasPrefix("identity.password-"))
        }
    }
}

struct PinTests {
    @Test(
        "weak PINs are refused with the reason",
        arguments: [
            ("000000", .repeated), ("777777", .repeated), ("121212", .repeated), ("123123", .repeated),
            ("123456", .sequence), ("654321", .sequence), ("012345", .sequence), ("890123", .sequence),
            ("210987", .sequence), ("198004", .year), ("041980", .year), ("200712", .year), ("122007", .year),
            ("12345", .notSixDigits), ("1234567", .notSixDigits), ("12345a", .notSixDigits), ("", .notSixDigits),
            ("١٢٣٤٥٧", .notSixDigits), ("73 915", .notSixDigits),
        ] as [(String, Pin.Fault)])
    func weak(text: String, fault: Pin.Fault) {
        #expect(throws: fault) { try Pin(text) }
    }

    @Test("other PINs are taken", arguments: ["730915", "004417", "921843", "987655"])
    func taken(text: String) throws {
        #expect(try Pin(text).revealed == text)
    }

    @Test("random PINs keep the rules and spread over the whole range", arguments: [99] as [UInt64])
    func random(seed: UInt64) throws {
        let source = RandomSource.seeded(seed)
        let pins = (0..<2000).map { _ in Pin.random(from: source).revealed }
        for pin in pins { #expect(try Pin(pin).revealed == pin) }
        #expect(Set(pins).count > 1990, "seed \(seed)")
        #expect(Set(pins.map { $0.first }).count == 10, "seed \(seed)")
    }
}
