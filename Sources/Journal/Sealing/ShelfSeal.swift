import Synchronization

/// Seals what lies on the shelf: sessions, invitations with names and roles, used codes.
///
/// One key for the whole shelf, made by chance at its first use and kept on the shelf itself, wrapped under the master key.
/// So a new master key wraps one key again instead of touching things that end while it does so. A value is bound to
/// its name: it opens nowhere else. Values written before the shelf was sealed are read as they are.
final class ShelfSeal: Sendable {
    /// Where the wrapped key lies; never removed.
    static let keyName = "sealing/shelf"
    /// A zero byte first, which nothing that was written before begins with.
    static let mark: [UInt8] = [0, 0x53, 0x77, 2]
    /// How many bytes sealing adds.
    static let overhead = mark.count + StreamKey.overhead

    private let inner: any Journal
    private let ring: MasterKeyRing
    private let kept = Mutex<StreamKey?>(nil)

    init(_ inner: any Journal, ring: MasterKeyRing) {
        self.inner = inner
        self.ring = ring
    }

    func seal(_ value: [UInt8], for name: String) async throws(JournalError) -> [UInt8] {
        try ShelfThing.check(key: name, value: value)
        return Self.mark + (try await key().seal(value, for: Self.place(name)))
    }

    /// - Throws: ``JournalError/sealBroken(stream:version:)`` for a value that was changed or put under another name.
    func open(_ value: [UInt8], of name: String) async throws(JournalError) -> [UInt8] {
        guard value.starts(with: Self.mark) else { return value }
        guard let plain = try await key().open(value.dropFirst(Self.mark.count), for: Self.place(name)) else {
            throw .sealBroken(stream: Self.keyName, version: 0)
        }
        return plain
    }

    /// Wraps the key under the current master key.
    func rewrap(by keys: MasterKeys) async throws(JournalError) {
        guard let wrapped = try await inner.get(Self.keyName, at: 0) else { return }
        try await inner.put(Self.keyName, try StreamKey.rewrap(wrapped, by: keys), until: .max)
    }

    private static func place(_ name: String) -> [String] { ["stepwell-shelf-1", name] }

    private func key() async throws(JournalError) -> StreamKey {
        if let key = kept.withLock({ $0 }) { return key }
        let stream = try StreamID(Self.keyName)
        // Two nodes may make one at once: the first counts, and the other reads it.
        for _ in 0..<2 {
            if let wrapped = try await inner.get(Self.keyName, at: 0) {
                guard let key = try StreamKey(unwrapping: wrapped, for: stream, by: ring.refreshed()) else {
                    throw .masterKeyWrong(id: StreamKey.masterID(of: wrapped) ?? "malformed")
                }
                kept.withLock { $0 = key }
                return key
            }
            guard let master = ring.refreshed().keys.first else { throw .masterKeys("the key ring is empty") }
            let wrapped = try StreamKey.random(for: stream).wrapped(under: master)
            _ = try await inner.putNew(Self.keyName, wrapped, until: .max, at: 0)
        }
        throw .sealBroken(stream: Self.keyName, version: 0)
    }
}
