import Mustache

/// Escapes text for HTML byte by byte.
///
/// swift-mustache escapes `Character` by `Character`, so a quote followed by a combining mark is one character that
/// is not a quote, passes unescaped, and ends an attribute in every browser. Bytes have no such trap.
enum HTMLEscaping {
    static func escape(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: "'"): bytes.append(contentsOf: "&#39;".utf8)
            // Control characters are not allowed in HTML; a space keeps words apart.
            case 0..<0x09, 0x0B, 0x0C, 0x0E..<0x20, 0x7F: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Every template begins with this, so that it is escaped by us and not by the library.
    static let pragma = "{{% CONTENT_TYPE: STEPWELL}}"

    /// Must run before a template is parsed.
    static func register() { MustacheContentTypes.register(ByteWise(), named: "STEPWELL") }

    private struct ByteWise: MustacheContentType {
        func escapeText(_ text: String) -> String { HTMLEscaping.escape(text) }
    }
}
