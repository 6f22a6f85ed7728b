extension JSON {
    /// Compact bytes in the written order of members.
    public func bytes() -> [UInt8] {
        var writer = JSONWriter(sorted: false, indent: nil)
        writer.write(self, depth: 0)
        return writer.output
    }

    /// Compact bytes with members sorted by the UTF-8 bytes of their keys, so that they can be hashed: the order in
    /// which members were written does not matter.
    ///
    /// Texts and numbers stay as they were given and are never normalized: a hash covers what somebody wrote. `1` and
    /// `1.0`, or `é` as one scalar and as two, give different bytes, although `==` takes the two `é` for equal.
    public func canonicalBytes() -> [UInt8] {
        var writer = JSONWriter(sorted: true, indent: nil)
        writer.write(self, depth: 0)
        return writer.output
    }

    /// Text for people: two spaces of indentation, short lists of plain values on one line.
    public func pretty() -> String {
        var writer = JSONWriter(sorted: false, indent: 2)
        writer.write(self, depth: 0)
        return String(decoding: writer.output, as: UTF8.self)
    }

    public var text: String { String(decoding: bytes(), as: UTF8.self) }
}

struct JSONWriter {
    let sorted: Bool
    let indent: Int?
    var output: [UInt8] = []

    init(sorted: Bool, indent: Int?) {
        self.sorted = sorted
        self.indent = indent
        output.reserveCapacity(512)
    }

    mutating func write(_ value: JSON, depth: Int) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .number(let text): append(text)
        case .string(let text): write(string: text)
        case .array(let elements): write(elements, depth: depth)
        case .object(let members): write(members, depth: depth)
        }
    }

    private mutating func append(_ text: String) { output.append(contentsOf: text.utf8) }

    private mutating func newLine(_ depth: Int) {
        guard let indent else { return }
        output.append(UInt8(ascii: "\n"))
        output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent * depth))
    }

    private mutating func write(_ elements: [JSON], depth: Int) {
        let plain = elements.allSatisfy { $0.array == nil && $0.members == nil }
        output.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { append(plain && indent != nil ? ", " : ",") }
            if !plain { newLine(depth + 1) }
            write(element, depth: depth + 1)
        }
        if !plain { newLine(depth) }
        output.append(UInt8(ascii: "]"))
    }

    private mutating func write(_ members: [JSON.Member], depth: Int) {
        guard !members.isEmpty else { return append("{}") }
        output.append(UInt8(ascii: "{"))
        let ordered = sorted ? members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } : members
        for (index, member) in ordered.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            newLine(depth + 1)
            write(string: member.key)
            append(indent == nil ? ":" : ": ")
            write(member.value, depth: depth + 1)
        }
        newLine(depth)
        output.append(UInt8(ascii: "}"))
    }

    private mutating func write(string: String) {
        output.append(UInt8(ascii: "\""))
        let isPlain = string.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        if isPlain { output.append(contentsOf: string.utf8) } else { writeEscaped(string) }
        output.append(UInt8(ascii: "\""))
    }

    private mutating func writeEscaped(_ string: String) {
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""): append("\\\"")
            case UInt8(ascii: "\\"): append("\\\\")
            case 0x0A: append("\\n")
            case 0x0D: append("\\r")
            case 0x09: append("\\t")
            case 0..<0x20:
                let hex = String(byte, radix: 16)
                append("\\u" + String(repeating: "0", count: 4 - hex.count) + hex)
            default: output.append(byte)
            }
        }
    }
}
