import CSodium
import Foundation

/// A password on its way into the hash: normalised to NFKC, so that one key press on two keyboards is one password.
///
/// Held in memory of its own, never copied, and overwritten with zeros at the end. The `String` it came from belongs to
/// the caller; Swift cannot wipe that one.
///
/// `@unchecked Sendable`: the memory is written in `init` and `deinit` only.
final class PlainPassword: @unchecked Sendable {
    /// How many characters people would count.
    let characters: Int
    /// How many bytes of UTF-8.
    let count: Int
    private let memory: UnsafeMutableBufferPointer<CChar>

    init(_ text: String) {
        var normal = text.precomposedStringWithCompatibilityMapping
        characters = normal.count
        count = normal.utf8.count
        memory = .allocate(capacity: count + 1)
        memory.initialize(repeating: 0)
        let memory = memory
        normal.withUTF8 { bytes in
            for (place, byte) in bytes.enumerated() { memory[place] = CChar(bitPattern: byte) }
        }
    }

    deinit {
        sodium_memzero(memory.baseAddress, memory.count)
        memory.deallocate()
    }

    /// Lends the bytes, with a zero after the last of them.
    func read<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result? {
        memory.baseAddress.map { body($0) }
    }

    /// Whether a zero byte stands inside, which would hide what follows it from a reader of C strings.
    var hasZero: Bool { memory.dropLast().contains(0) }
}
