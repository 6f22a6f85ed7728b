/// Escapes text for HTML byte by byte.
///
/// Escaping `Character` by `Character` would let a quote followed by a combining mark pass: it is one character that is
/// not a quote, and ends an attribute in every browser. Bytes have no such trap.
enum HTMLEscaping {
    static func escape(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 16)
        append(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes the escaped text at the end of `bytes`.
    static func append(_ text: some StringProtocol, to bytes: inout [UInt8]) {
        let done: Void? = text.utf8.withContiguousStorageIfAvailable { append($0, to: &bytes) }
        if done == nil { Array(text.utf8).withUnsafeBufferPointer { append($0, to: &bytes) } }
    }

    /// Whole stretches at once: most texts hold nothing to escape.
    private static func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        var start = 0
        for index in text.indices where isSpecial[Int(text[index])] {
            bytes.append(contentsOf: text[start..<index])
            replace(text[index], in: &bytes)
            start = index + 1
        }
        bytes.append(contentsOf: text[start...])
    }

    private static func replace(_ byte: UInt8, in bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
        case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
        case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
        case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
        case UInt8(ascii: "'"): bytes.append(contentsOf: "&#39;".utf8)
        // Control characters are not allowed in HTML; a space keeps words apart.
        default: bytes.append(UInt8(ascii: " "))
        }
    }

    private static let isSpecial: [Bool] = (0..<256).map { byte in
        switch UInt8(byte) {
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
        case 0..<0x09, 0x0B, 0x0C, 0x0E..<0x20, 0x7F: true
        default: false
        }
    }
}
