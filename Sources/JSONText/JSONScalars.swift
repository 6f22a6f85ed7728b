/// Strings and numbers: the parts of JSON with rules of their own.
extension JSONParser {
    mutating func number() throws(JSONError) -> String {
        let start = position
        if current == UInt8(ascii: "-") { position += 1 }
        let whole = digits()
        guard whole > 0 else { throw failure("a digit was expected") }
        let firstDigit = bytes[position - whole]
        guard whole == 1 || firstDigit != UInt8(ascii: "0") else {
            throw failure("a number may not begin with 0", at: start)
        }
        if current == UInt8(ascii: ".") {
            position += 1
            guard digits() > 0 else { throw failure("a digit was expected after the point") }
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            guard digits() > 0 else { throw failure("a digit was expected in the exponent") }
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func digits() -> Int {
        let start = position
        while let byte = current, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
        return position - start
    }

    /// Reads a string; `position` stands on the opening quotation mark.
    mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        // Most strings have no escape: find the end and copy once.
        while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
            position += 1
        }
        if current == UInt8(ascii: "\"") {
            let text = try decoded(bytes[start..<position], from: start)
            position += 1
            return text
        }
        var collected = Array(bytes[start..<position])
        while true {
            guard let byte = current else { throw failure("the text ends inside a string", at: start) }
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return try decoded(collected[...], from: start)
            case UInt8(ascii: "\\"):
                position += 1
                try escape(into: &collected)
            case 0..<0x20:
                throw failure("a control character stands in a string; write it as \\u00XX")
            default:
                collected.append(byte)
                position += 1
            }
        }
    }

    private func decoded(_ slice: ArraySlice<UInt8>, from start: Int) throws(JSONError) -> String {
        // Nearly every text is ASCII, which needs no validating, and validating is slow.
        if slice.allSatisfy({ $0 < 0x80 }) {
            return slice.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        }
        guard let text = String(validating: slice, as: UTF8.self) else {
            throw failure("the text is not valid UTF-8", at: start)
        }
        return text
    }

    private mutating func escape(into collected: inout [UInt8]) throws(JSONError) {
        guard let byte = current else { throw failure("the text ends inside an escape") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): collected.append(byte)
        case UInt8(ascii: "b"): collected.append(0x08)
        case UInt8(ascii: "f"): collected.append(0x0C)
        case UInt8(ascii: "n"): collected.append(0x0A)
        case UInt8(ascii: "r"): collected.append(0x0D)
        case UInt8(ascii: "t"): collected.append(0x09)
        case UInt8(ascii: "u"): collected.append(contentsOf: String(try scalar()).utf8)
        default: throw failure("unknown escape", at: position - 1)
        }
    }

    /// The character after `\u`, joining a surrogate pair.
    private mutating func scalar() throws(JSONError) -> Character {
        let start = position
        let high = try fourHexDigits()
        var code = high
        if (0xD800..<0xDC00).contains(high) {
            guard current == UInt8(ascii: "\\"), position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "u")
            else { throw failure("half of a surrogate pair", at: start) }
            position += 2
            let low = try fourHexDigits()
            guard (0xDC00..<0xE000).contains(low) else { throw failure("half of a surrogate pair", at: start) }
            code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw failure("half of a surrogate pair", at: start) }
        return Character(scalar)
    }

    private mutating func fourHexDigits() throws(JSONError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw failure("four hexadecimal digits were expected")
            }
            code = code << 4 | UInt32(digit)
            position += 1
        }
        return code
    }
}
