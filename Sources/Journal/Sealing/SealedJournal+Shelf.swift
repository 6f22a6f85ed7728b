/// The shelf, with its values sealed; names are hashes and ids already and stay as they are. See ``ShelfSeal``.
extension SealedJournal {
    /// Seals the value.
    public func put(_ key: String, _ value: [UInt8], until: Int64) async throws(JournalError) {
        try await inner.put(key, try await shelf.seal(value, for: key), until: until)
    }

    /// Seals the value.
    public func putNew(
        _ key: String, _ value: [UInt8], until: Int64, at now: Int64
    ) async throws(JournalError) -> Bool {
        try await inner.putNew(key, try await shelf.seal(value, for: key), until: until, at: now)
    }

    /// Opens the value.
    public func get(_ key: String, at now: Int64) async throws(JournalError) -> [UInt8]? {
        guard let value = try await inner.get(key, at: now) else { return nil }
        return try await shelf.open(value, of: key)
    }

    /// Opens the value.
    public func take(_ key: String, at now: Int64) async throws(JournalError) -> [UInt8]? {
        guard let value = try await inner.take(key, at: now) else { return nil }
        return try await shelf.open(value, of: key)
    }

    /// As the journal behind.
    public func remove(_ key: String) async throws(JournalError) { try await inner.remove(key) }

    /// Opens the values; what the seal itself keeps there is left out.
    public func things(prefix: String, at now: Int64, limit: Int) async throws(JournalError) -> [ShelfThing] {
        var things: [ShelfThing] = []
        for thing in try await inner.things(prefix: prefix, at: now, limit: limit)
        where !thing.key.hasPrefix("sealing/") {
            things.append(
                ShelfThing(
                    key: thing.key, value: try await shelf.open(thing.value, of: thing.key), until: thing.until))
        }
        return things
    }

    /// As the journal behind.
    public func removeAll(prefix: String) async throws(JournalError) { try await inner.removeAll(prefix: prefix) }

    /// As the journal behind.
    @discardableResult
    public func sweep(at now: Int64) async throws(JournalError) -> Int { try await inner.sweep(at: now) }
}
