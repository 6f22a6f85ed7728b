import Crypto

/// An opaque ticket of 32 random bytes: a session, a form's CSRF token, an invitation, a device.
///
/// The person holds the token; the program keeps only its ``TokenHash``, so that whoever reads the store cannot use it.
public struct Token: Sendable, Equatable {
    /// 43 base64url characters, fit for cookies, form fields and URLs.
    public let text: String

    /// The length of every token's text.
    public static let textLength = 43

    private init(unchecked text: String) { self.text = text }

    /// Reads a presented token; `nil` when it is not the text of 32 bytes. Says nothing of whether anybody issued it.
    public init?(_ text: String) {
        guard text.utf8.count == Token.textLength, let bytes = Base64URL.decode(text), bytes.count == 32 else {
            return nil
        }
        self.init(unchecked: text)
    }

    /// A fresh token: 256 bits nobody can guess.
    public static func random(from source: RandomSource = .system) -> Token {
        Token(unchecked: Base64URL.encode(source.bytes(32)))
    }

    /// What to store and look up.
    public var hash: TokenHash { TokenHash(of: self) }

    public static func == (left: Token, right: Token) -> Bool { ConstantTime.equal(left.text, right.text) }
}

extension Token: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "Token(redacted)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}

/// SHA-256 of a ``Token``'s text, as 64 small hexadecimal digits: safe to store and to use as a key.
///
/// A plain hash is enough because a token has 256 random bits; there is nothing to guess (OWASP Session Management).
public struct TokenHash: Sendable, Hashable, CustomStringConvertible {
    /// 64 characters out of `0-9a-f`.
    public let hex: String

    init(of token: Token) { hex = SHA256.hash(data: Array(token.text.utf8)).hex }

    /// Reads a stored hash; `nil` when it is not 64 small hexadecimal digits.
    public init?(hex: String) {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let letters = UInt8(ascii: "a")...UInt8(ascii: "f")
        guard hex.utf8.count == 64, hex.utf8.allSatisfy({ digits.contains($0) || letters.contains($0) }) else {
            return nil
        }
        self.hex = hex
    }

    public static func == (left: TokenHash, right: TokenHash) -> Bool { ConstantTime.equal(left.hex, right.hex) }

    public var description: String { hex }
}

extension Sequence<UInt8> {
    /// Two small hexadecimal digits a byte.
    var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
