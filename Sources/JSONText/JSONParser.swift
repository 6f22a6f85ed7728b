/// Why a text is not JSON: what was wrong, and where (line and column count from 1, column in bytes).
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    public let reason: String
    public let line: Int
    public let column: Int

    public var description: String { "line \(line), column \(column): \(reason)" }
}

extension JSON {
    /// Reads one JSON value from UTF-8 bytes.
    ///
    /// Stricter than most readers because a clinical record must not be ambiguous: duplicate keys,
    /// broken UTF-8, lone surrogates and anything after the value are errors.
    ///
    /// Keys that Unicode calls the same text, composed or not, are duplicates too: `==` could not tell them apart.
    ///
    /// - Parameter maximumDepth: How many lists and objects may stand in each other, empty ones counted; more is an
    ///   error, so that hostile input cannot exhaust the stack.
    /// - Throws: ``JSONError`` with line and column.
    public static func parse(_ bytes: [UInt8], maximumDepth: Int = 64) throws(JSONError) -> JSON {
        var parser = JSONParser(bytes: bytes, maximumDepth: maximumDepth)
        return try parser.document()
    }

    public static func parse(_ text: String) throws(JSONError) -> JSON {
        try parse(Array(text.utf8))
    }
}

/// Recursive descent over bytes; one per document.
struct JSONParser {
    let bytes: [UInt8]
    let maximumDepth: Int
    var position = 0

    init(bytes: [UInt8], maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    mutating func document() throws(JSONError) -> JSON {
        let value = try self.value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw failure("something follows the end of the JSON value") }
        return value
    }

    func failure(_ reason: String, at place: Int? = nil) -> JSONError {
        let end = min(place ?? position, bytes.count)
        var line = 1
        var column = 1
        for byte in bytes[..<end] {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        return JSONError(reason: reason, line: line, column: column)
    }

    var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    /// - Parameter depth: How many lists and objects are open around this value.
    private mutating func value(depth: Int) throws(JSONError) -> JSON {
        skipSpace()
        guard let byte = current else { throw failure("the text ends where a value was expected") }
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard depth < maximumDepth else { throw failure("nested deeper than \(maximumDepth) levels") }
            return byte == UInt8(ascii: "{") ? try object(depth: depth) : try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw failure("a value was expected")
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        let count = word.utf8CodeUnitCount
        let matches =
            position + count <= bytes.count
            && word.withUTF8Buffer { $0.elementsEqual(bytes[position..<position + count]) }
        guard matches else { throw failure("a value was expected") }
        position += count
        return value
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSON {
        position += 1
        var members: [JSON.Member] = []
        skipSpace()
        if current == UInt8(ascii: "}") {
            position += 1
            return .object([])
        }
        while true {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw failure("a key in quotation marks was expected") }
            let start = position
            let key = try string()
            guard !members.contains(where: { $0.key == key }) else {
                throw failure("the key \"\(key)\" stands twice", at: start)
            }
            skipSpace()
            guard current == UInt8(ascii: ":") else { throw failure("a colon was expected after \"\(key)\"") }
            position += 1
            members.append(JSON.Member(key, try value(depth: depth + 1)))
            skipSpace()
            switch current {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "}"):
                position += 1
                return .object(members)
            default: throw failure("a comma or } was expected")
            }
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSON {
        position += 1
        var elements: [JSON] = []
        skipSpace()
        if current == UInt8(ascii: "]") {
            position += 1
            return .array([])
        }
        while true {
            elements.append(try value(depth: depth + 1))
            skipSpace()
            switch current {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "]"):
                position += 1
                return .array(elements)
            default: throw failure("a comma or ] was expected")
            }
        }
    }
}
