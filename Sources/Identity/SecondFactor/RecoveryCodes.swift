import Crypto
public import JSONText

/// Codes on paper for the day the phone is lost: what is stored of them, never the codes.
///
/// Each code has 80 random bits, so a salted SHA-256 is enough: even at 10 to the power of 12 guesses a second one code
/// would take some 19,000 years on average, and a slow hash would add nothing but cost (NIST SP 800-63B, look-up secrets).
public struct RecoveryCodes: Sendable, Equatable {
    private let salt: [UInt8]
    private let hashes: [String]

    /// Fresh codes, to show once, and what to store of them.
    ///
    /// - Parameter count: how many, 1 or more.
    /// - Returns: codes such as `7K3M-0QXZ-9T4B-WH2D`, without letters that look alike.
    public static func make(
        _ count: Int = 10, from source: RandomSource = .system
    ) -> (codes: [String], stored: RecoveryCodes) {
        let salt = source.bytes(16)
        let secrets = (0..<max(count, 1)).map { _ in source.bytes(10) }
        let stored = RecoveryCodes(salt: salt, hashes: secrets.map { hash($0, salt: salt) })
        return (secrets.map(readable), stored)
    }

    private init(salt: [UInt8], hashes: [String]) {
        self.salt = salt
        self.hashes = hashes
    }

    /// How many codes are left.
    public var count: Int { hashes.count }

    /// Uses up a code.
    ///
    /// - Parameter entry: as typed: any case, with or without dashes and spaces, O for 0, I or L for 1.
    /// - Returns: what to store from now on, with that code gone; `nil` when the code is wrong or used up.
    public func spending(_ entry: String) -> RecoveryCodes? {
        guard entry.utf8.count <= 64, let secret = Base32.readable.decode(entry), secret.count == 10 else { return nil }
        let hash = RecoveryCodes.hash(secret, salt: salt)
        let left = hashes.filter { !ConstantTime.equal($0, hash) }
        return left.count < hashes.count ? RecoveryCodes(salt: salt, hashes: left) : nil
    }

    private static func readable(_ secret: [UInt8]) -> String {
        let text = Array(Base32.readable.encode(secret))
        return stride(from: 0, to: text.count, by: 4)
            .map { String(text[$0..<min($0 + 4, text.count)]) }
            .joined(separator: "-")
    }

    private static func hash(_ secret: [UInt8], salt: [UInt8]) -> String { SHA256.hash(data: salt + secret).hex }
}

extension RecoveryCodes {
    /// To keep with the account: the salt and the hashes.
    public var json: JSON {
        .object([.init("salt", .string(Base64URL.encode(salt))), .init("hashes", .strings(hashes))])
    }

    /// Reads what ``json`` wrote; `nil` when it is something else.
    public init?(_ json: JSON) {
        guard let salt = json["salt"]?.string.flatMap({ Base64URL.decode($0) }), salt.count == 16,
            let hashes = json["hashes"]?.array?.compactMap({ $0.string.flatMap(TokenHash.init(hex:))?.hex }),
            hashes.count == json["hashes"]?.array?.count
        else { return nil }
        self.init(salt: salt, hashes: hashes)
    }
}
