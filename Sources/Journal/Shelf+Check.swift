/// What can be refused without looking at the shelf. Every implementation asks this before it puts anything there.
extension ShelfThing {
    /// Longest key, in bytes (included).
    static let longestKey = 200

    /// Largest value, in bytes (included).
    static let largestValue = 64 << 10

    /// - Throws: ``JournalError/invalidThing(_:)``, which shows neither key nor value.
    static func check(key: String, value: [UInt8]) throws(JournalError) {
        guard (1...longestKey).contains(key.utf8.count) else {
            throw .invalidThing("the key has \(key.utf8.count) bytes; expected 1 to \(longestKey)")
        }
        guard key.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
            throw .invalidThing("the key holds a control character or one outside ASCII; expected neither")
        }
        // What sealing adds does not count.
        let seal = value.starts(with: ShelfSeal.mark) ? ShelfSeal.overhead : 0
        guard value.count <= largestValue + seal else {
            throw .invalidThing("the value has \(value.count) bytes; expected at most \(largestValue)")
        }
    }

    /// Greater than every key that begins with `prefix`, and not greater than any other key above it.
    ///
    /// Keys are printable ASCII, so the byte after the last printable one ends the range.
    static func end(of prefix: String) -> String { prefix + "\u{7F}" }
}
