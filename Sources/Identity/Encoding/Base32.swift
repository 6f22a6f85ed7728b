/// Five bits to a character, in an alphabet of 32.
public struct Base32: Sendable {
    private let alphabet: [UInt8]
    private let values: [UInt8: UInt8]

    /// RFC 4648 section 6, without padding: what authenticator programs read.
    public static let rfc4648 = Base32(alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", alike: [:])

    /// Douglas Crockford's alphabet: has no I, L, O or U; who reads O for 0 or I or L for 1 is understood.
    public static let readable = Base32(
        alphabet: "0123456789ABCDEFGHJKMNPQRSTVWXYZ", alike: ["O": "0", "I": "1", "L": "1"])

    private init(alphabet: String, alike: [Character: Character]) {
        self.alphabet = Array(alphabet.utf8)
        var values: [UInt8: UInt8] = [:]
        for (value, character) in self.alphabet.enumerated() { values[character] = UInt8(value) }
        for (read, meant) in alike {
            guard let read = read.asciiValue, let meant = meant.asciiValue else { continue }
            values[read] = values[meant]
        }
        self.values = values
    }

    /// The text of these bytes, in capital letters; ⌈8n / 5⌉ characters for n bytes.
    public func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        var pending: UInt32 = 0
        var bits: UInt32 = 0
        for byte in bytes {
            pending = pending << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(pending >> bits & 0x1F)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(pending << (5 - bits) & 0x1F)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of this text, or `nil` when it is none; capital or small letters, spaces and dashes as people like.
    public func decode(_ text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var pending: UInt32 = 0
        var bits: UInt32 = 0
        for character in text.utf8 where character != UInt8(ascii: " ") && character != UInt8(ascii: "-") {
            let isSmall = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(character)
            guard let value = values[isSmall ? character - 32 : character] else { return nil }
            pending = (pending << 5 | UInt32(value)) & 0xFFFF
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: pending >> bits))
            }
        }
        guard bits < 5, pending & (1 << bits - 1) == 0 else { return nil }
        return bytes
    }
}
