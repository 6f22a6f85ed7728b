/// A journal that encrypts what streams of some kinds hold, in front of any other journal.
///
/// Each stream of a sealed kind has a key of its own, made with its first event and kept wrapped under the master key
/// beside its summary. Bodies of events, summaries and outbox messages are sealed; ids, types, moments, authors and sites
/// are not. The hash chain is over what is stored, so it can be verified without keys. Destroying a stream's key erases
/// what it held for good, and the chain still verifies.
///
/// A stream of a sealed kind that was made without sealing stays so: it reads as it is, and later events are stored plain.
///
/// Bodies in sealed kinds may have up to 1 MiB less 256 bytes. Other kinds pass through. Values on the shelf are sealed, too.
public final class SealedJournal: Journal {
    let inner: any Journal
    let ring: MasterKeyRing
    let cache: KeyCache
    let shelf: ShelfSeal
    private let kinds: Set<String>

    /// Call ``check()`` before the first use.
    ///
    /// - Parameters:
    ///   - kinds: The kinds of streams that are sealed. A kind must not be taken off the list later: its streams would
    ///     be read as ciphertext.
    ///   - cacheCapacity: How many keys of streams written lately are kept in memory.
    public init(
        _ journal: any Journal, ring: MasterKeyRing, sealing kinds: Set<String>, cacheCapacity: Int = 100_000
    ) {
        inner = journal
        self.ring = ring
        shelf = ShelfSeal(journal, ring: ring)
        self.kinds = kinds
        cache = KeyCache(capacity: cacheCapacity)
    }

    /// As the journal behind.
    public var isShared: Bool { inner.isShared }

    /// Whether streams of the stream's kind are sealed.
    func seals(_ stream: StreamID) -> Bool { kinds.contains(stream.kind) }

    /// The kinds that are sealed, in order.
    var sealedKinds: [String] { kinds.sorted() }

    // MARK: Keys

    /// The key that is wrapped in `wrapped`.
    ///
    /// - Throws: `sealBroken`, `masterKeyMissing` or `masterKeyWrong`.
    func unwrap(_ wrapped: [UInt8], of stream: StreamID, version: Int) throws(JournalError) -> StreamKey {
        let keys = ring.keys
        // Maybe the file has it by now.
        let isKnown = StreamKey.masterID(of: wrapped).map { keys.key($0) != nil } ?? true
        guard
            let key = try StreamKey(unwrapping: wrapped, for: stream, by: isKnown ? keys : ring.refreshed())
        else { throw .sealBroken(stream: stream.description, version: version) }
        return key
    }

    /// What can be done with a stream of a sealed kind.
    enum Access {
        case none
        case plain
        case sealed(StreamKey, version: Int)
        case erased
    }

    /// Looks at the stored key.
    func access(_ stream: StreamID) async throws(JournalError) -> Access {
        guard let summary = try await inner.summary(of: stream) else { return .none }
        return try access(summary)
    }

    func access(_ summary: Summary) throws(JournalError) -> Access {
        if summary.isErased { return .erased }
        if summary.key.isEmpty { return .plain }
        return .sealed(
            try unwrap(summary.key, of: summary.stream, version: summary.version), version: summary.version)
    }

    // MARK: What passes through

    /// As the journal behind.
    public func version(of stream: StreamID) async throws(JournalError) -> Int { try await inner.version(of: stream) }

    /// As the journal behind: needs no keys.
    public func verify() async throws(JournalError) -> ChainReport { try await inner.verify() }

    /// Destroys the key in the journal behind, and forgets it here.
    public func destroyKey(of stream: StreamID) async throws(JournalError) -> Bool {
        cache.drop(stream)
        defer { cache.drop(stream) }
        return try await inner.destroyKey(of: stream)
    }

    /// As the journal behind.
    public func rewrapKeys(
        _ change: @escaping @Sendable ([UInt8]) throws(JournalError) -> [UInt8]
    ) async throws(JournalError) -> Int {
        try await inner.rewrapKeys(change)
    }

    /// Closes the journal behind.
    public func close() async { await inner.close() }
}
