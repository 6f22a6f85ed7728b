import Crypto
import Foundation

/// A key ring: the current master key and those before it.
///
/// As text, each line is a key id (8 lower-case hexadecimal digits), a space, and 32 bytes in Base64; the first one is the
/// current key. Empty lines and lines that begin with `#` are comments. Descriptions show ids, never keys.
public struct MasterKeys: Sendable {
    struct Key: Sendable {
        let id: String
        let secret: SymmetricKey
    }

    /// Never empty; the first one is current.
    let keys: [Key]

    /// The id of the key that new streams are sealed under.
    public var currentID: String { keys.first?.id ?? "" }

    /// All ids, the current one first.
    public var ids: [String] { keys.map(\.id) }

    /// Reads a ring.
    ///
    /// - Parameters:
    ///   - text: At least one key.
    ///   - name: Where it is from, for errors: a path or the name of an environment variable.
    /// - Throws: ``JournalError/masterKeys(_:)`` with name and line.
    public init(text: String, named name: String) throws(JournalError) {
        var keys: [Key] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.trimmingCharacters(in: .whitespaces)
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            let key = try Self.key(line, at: "\(name), line \(index + 1)")
            guard !keys.contains(where: { $0.id == key.id }) else {
                throw .masterKeys(
                    "\(name), line \(index + 1) has the id \(key.id) of a line before it; remove one of them")
            }
            keys.append(key)
        }
        guard !keys.isEmpty else { throw .masterKeys("\(name) holds no key; expected at least one line") }
        self.keys = keys
    }

    init(keys: [Key]) {
        self.keys = keys
    }

    func key(_ id: String) -> Key? { keys.first { $0.id == id } }

    /// The same keys behind a new current one made by chance.
    func adding() -> MasterKeys { MasterKeys(keys: [Self.random(not: ids)] + keys) }

    /// The current key alone.
    func onlyCurrent() -> MasterKeys { MasterKeys(keys: Array(keys.prefix(1))) }

    static func random(not taken: [String] = []) -> Key {
        var id = ""
        repeat {
            let digits = String(UInt32.random(in: 0 ... .max), radix: 16)
            id = String(repeating: "0", count: 8 - digits.count) + digits
        } while taken.contains(id)
        return Key(id: id, secret: SymmetricKey(size: .bits256))
    }

    /// The content of a key file. Secret.
    var fileContent: [UInt8] {
        var text = """
            # Master keys of a Stepwell journal: id, then 32 bytes in Base64; the first one is current.
            # Keep a copy elsewhere. Without it nothing that is sealed in the journal can ever be read again.

            """
        for key in keys {
            let secret = key.secret.withUnsafeBytes { Data($0).base64EncodedString() }
            text += "\(key.id) \(secret)\n"
        }
        return Array(text.utf8)
    }

    private static func key(_ line: String, at place: String) throws(JournalError) -> Key {
        let expected = "expected 8 lower-case hexadecimal digits, a space and 32 bytes in Base64"
        let parts = line.split(separator: " ")
        guard parts.count == 2 else { throw .masterKeys("\(place) has \(parts.count) parts; \(expected)") }
        guard parts[0].utf8.count == 8, parts[0].utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) }) else {
            throw .masterKeys("\(place) has a malformed id; \(expected)")
        }
        guard let secret = Data(base64Encoded: String(parts[1])), secret.count == 32 else {
            throw .masterKeys("\(place) has a malformed key; \(expected)")
        }
        return Key(id: String(parts[0]), secret: SymmetricKey(data: secret))
    }
}

extension MasterKeys: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Ids only.
    public var description: String { "master keys \(ids.joined(separator: ", "))" }

    /// Ids only.
    public var debugDescription: String { description }

    /// Ids only, so that a dump shows no key.
    public var customMirror: Mirror { Mirror(self, children: ["ids": ids]) }
}
