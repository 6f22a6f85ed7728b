/// Small things with an end: sessions, one-time tokens, counts of attempts. Not the record.
///
/// Unlike events they are replaced and removed. They lie beside the journal, so that several nodes share them and a
/// restart keeps them. Keys are names or hashes, never secrets: 1 to 200 ASCII characters without control characters.
/// Values are at most 64 KiB.
///
/// All moments are milliseconds since 1970, UTC. A thing whose `until` has come (`until <= now`) is gone.
public protocol Shelf: Sendable {
    /// Puts a thing on the shelf, or replaces the one of that key; on disk before it returns.
    func put(_ key: String, _ value: [UInt8], until: Int64) async throws(JournalError)

    /// Puts a thing on the shelf only if there is none of that key that still lasts at `now`.
    ///
    /// - Returns: Whether it was put; of two at once exactly one is told `true`.
    func putNew(_ key: String, _ value: [UInt8], until: Int64, at now: Int64) async throws(JournalError) -> Bool

    /// The thing of that key, `nil` when there is none at `now`.
    func get(_ key: String, at now: Int64) async throws(JournalError) -> [UInt8]?

    /// Takes the thing off the shelf: of two who take it at once exactly one gets it.
    func take(_ key: String, at now: Int64) async throws(JournalError) -> [UInt8]?

    /// Removes the thing of that key, if there is one.
    func remove(_ key: String) async throws(JournalError)

    /// The keys that begin with `prefix`, and their things, in order of the keys; at most `limit`.
    func things(prefix: String, at now: Int64, limit: Int) async throws(JournalError) -> [ShelfThing]

    /// Removes everything whose key begins with `prefix`.
    func removeAll(prefix: String) async throws(JournalError)

    /// Removes what has ended before `now`.
    ///
    /// - Returns: How many things.
    @discardableResult
    func sweep(at now: Int64) async throws(JournalError) -> Int
}

/// One thing on the ``Shelf``.
public struct ShelfThing: Sendable, Equatable {
    /// Its name.
    public let key: String
    /// Opaque here.
    public let value: [UInt8]
    /// When it ends: milliseconds since 1970, UTC.
    public let until: Int64

    /// A thing with an end.
    public init(key: String, value: [UInt8], until: Int64) {
        self.key = key
        self.value = value
        self.until = until
    }
}
