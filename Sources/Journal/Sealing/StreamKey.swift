import Crypto
import Foundation

/// The key of one stream: 32 bytes by chance, and the stream they belong to.
///
/// What is sealed is nonce (12 bytes by chance), ciphertext and tag (16 bytes): AES-256-GCM, 28 bytes longer than the
/// plain bytes. Each sealed text is bound to its purpose and place by authenticated data: a word, then fields that hold
/// no control characters, separated by zero bytes.
struct StreamKey: Sendable {
    /// How many bytes sealing adds.
    static let overhead = 28

    /// First 16 bytes of the SHA-256 of the stream's name.
    let tag: SIMD2<UInt64>
    let secret: SIMD4<UInt64>

    static func random(for stream: StreamID) -> StreamKey {
        let secret = SymmetricKey(size: .bits256).withUnsafeBytes { $0.loadUnaligned(as: SIMD4<UInt64>.self) }
        return StreamKey(tag: tag(of: stream), secret: secret)
    }

    static func tag(of stream: StreamID) -> SIMD2<UInt64> {
        SHA256.hash(data: Array(stream.description.utf8)).withUnsafeBytes { $0.loadUnaligned(as: SIMD2<UInt64>.self) }
    }

    // MARK: Wrapping

    /// The wrapped key: the id of the master key (8 ASCII bytes), then secret and tag sealed under that key (76 bytes).
    ///
    /// The tag is inside, so a wrapped key does not open for another stream, and it can be wrapped again without
    /// knowing its stream.
    func wrapped(under master: MasterKeys.Key) throws(JournalError) -> [UInt8] {
        let plain = withUnsafeBytes(of: secret) { Array($0) } + withUnsafeBytes(of: tag) { Array($0) }
        return try Self.wrap(plain, under: master)
    }

    /// - Returns: `nil` when it is malformed, changed, or belongs to another stream.
    /// - Throws: ``JournalError/masterKeyMissing(id:)``.
    init?(unwrapping wrapped: [UInt8], for stream: StreamID, by keys: MasterKeys) throws(JournalError) {
        guard let plain = try Self.unwrap(wrapped, by: keys) else { return nil }
        secret = plain.withUnsafeBytes { $0.loadUnaligned(as: SIMD4<UInt64>.self) }
        tag = plain.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 32, as: SIMD2<UInt64>.self) }
        guard tag == Self.tag(of: stream) else { return nil }
    }

    init(tag: SIMD2<UInt64>, secret: SIMD4<UInt64>) {
        self.tag = tag
        self.secret = secret
    }

    /// The id of the master key a wrapped key needs; `nil` when it is malformed.
    static func masterID(of wrapped: [UInt8]) -> String? {
        wrapped.count == wrappedCount ? String(validating: wrapped.prefix(8), as: UTF8.self) : nil
    }

    /// The same key under the current master key.
    static func rewrap(_ wrapped: [UInt8], by keys: MasterKeys) throws(JournalError) -> [UInt8] {
        guard masterID(of: wrapped) != keys.currentID else { return wrapped }
        guard let plain = try unwrap(wrapped, by: keys), let current = keys.keys.first else {
            throw .masterKeyWrong(id: masterID(of: wrapped) ?? "malformed")
        }
        return try wrap(plain, under: current)
    }

    private static let wrappedCount = 8 + 48 + overhead

    private static func wrap(_ plain: [UInt8], under master: MasterKeys.Key) throws(JournalError) -> [UInt8] {
        try Array(master.id.utf8) + seal(plain, with: master.secret, for: ["stepwell-key-1", master.id])
    }

    private static func unwrap(_ wrapped: [UInt8], by keys: MasterKeys) throws(JournalError) -> [UInt8]? {
        guard let id = masterID(of: wrapped) else { return nil }
        guard let master = keys.key(id) else { throw .masterKeyMissing(id: id) }
        return open(wrapped.dropFirst(8), with: master.secret, for: ["stepwell-key-1", id])
    }

    // MARK: Sealing

    /// - Parameter place: What the bytes are and where they belong.
    func seal(_ plain: [UInt8], for place: [String]) throws(JournalError) -> [UInt8] {
        try Self.seal(plain, with: symmetric, for: place)
    }

    /// - Returns: `nil` unless the bytes were sealed with this key for this place.
    func open(_ sealed: some Collection<UInt8>, for place: [String]) -> [UInt8]? {
        Self.open(sealed, with: symmetric, for: place)
    }

    private var symmetric: SymmetricKey { withUnsafeBytes(of: secret) { SymmetricKey(data: $0) } }

    private static func seal(
        _ plain: [UInt8], with key: SymmetricKey, for place: [String]
    ) throws(JournalError) -> [UInt8] {
        do {
            let box = try AES.GCM.seal(plain, using: key, authenticating: authenticated(place))
            var sealed: [UInt8] = []
            sealed.reserveCapacity(plain.count + overhead)
            sealed.append(contentsOf: box.nonce)
            sealed.append(contentsOf: box.ciphertext)
            sealed.append(contentsOf: box.tag)
            return sealed
        } catch {
            throw .storage(code: "sealing", message: "AES-GCM failed to seal \(plain.count) bytes")
        }
    }

    private static func open(
        _ sealed: some Collection<UInt8>, with key: SymmetricKey, for place: [String]
    ) -> [UInt8]? {
        guard let box = try? AES.GCM.SealedBox(combined: Data(sealed)),
            let plain = try? AES.GCM.open(box, using: key, authenticating: authenticated(place))
        else { return nil }
        return [UInt8](plain)
    }

    private static func authenticated(_ place: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(200)
        for field in place {
            bytes.append(contentsOf: field.utf8)
            bytes.append(0)
        }
        return bytes
    }
}
