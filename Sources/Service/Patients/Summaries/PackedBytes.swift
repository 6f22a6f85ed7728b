/// Writes texts and numbers one after the other into few bytes.
struct PackedWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    /// Seven bits a byte, lowest first; the last byte is below 128.
    mutating func write(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Small numbers of either sign take few bytes.
    mutating func write(_ number: Int64) { write(UInt64(bitPattern: (number << 1) ^ (number >> 63))) }

    mutating func write(_ number: Int64?) {
        guard let number else { return bytes.append(0) }
        bytes.append(1)
        write(number)
    }

    mutating func write(_ text: String) {
        write(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }
}

/// Reads what ``PackedWriter`` wrote, in the same order. Past the end there are zeros and empty texts.
struct PackedReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private mutating func byte() -> UInt8 {
        guard place < bytes.count else { return 0 }
        defer { place += 1 }
        return bytes[place]
    }

    mutating func number() -> UInt64 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64 {
            let next = byte()
            number |= UInt64(next & 0x7F) << shift
            guard next >= 0x80 else { break }
            shift += 7
        }
        return number
    }

    mutating func signed() -> Int64 {
        let number = number()
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    mutating func optional() -> Int64? { byte() == 0 ? nil : signed() }

    /// Where the next text is; it is then passed over.
    mutating func textRange() -> Range<Int> {
        let count = Int(min(number(), UInt64(bytes.count - place)))
        defer { place += count }
        return place..<place + count
    }

    mutating func text() -> String { String(decoding: bytes[textRange()], as: UTF8.self) }
}
