/// The shelf is not sealed: it holds hashes and counts, nothing about patients.
extension SealedJournal {
    /// As the journal behind.
    public func put(_ key: String, _ value: [UInt8], until: Int64) async throws(JournalError) {
        try await inner.put(key, value, until: until)
    }

    /// As the journal behind.
    public func putNew(
        _ key: String, _ value: [UInt8], until: Int64, at now: Int64
    ) async throws(JournalError) -> Bool {
        try await inner.putNew(key, value, until: until, at: now)
    }

    /// As the journal behind.
    public func get(_ key: String, at now: Int64) async throws(JournalError) -> [UInt8]? {
        try await inner.get(key, at: now)
    }

    /// As the journal behind.
    public func take(_ key: String, at now: Int64) async throws(JournalError) -> [UInt8]? {
        try await inner.take(key, at: now)
    }

    /// As the journal behind.
    public func remove(_ key: String) async throws(JournalError) { try await inner.remove(key) }

    /// As the journal behind.
    public func things(prefix: String, at now: Int64, limit: Int) async throws(JournalError) -> [ShelfThing] {
        try await inner.things(prefix: prefix, at: now, limit: limit)
    }

    /// As the journal behind.
    public func removeAll(prefix: String) async throws(JournalError) { try await inner.removeAll(prefix: prefix) }

    /// As the journal behind.
    @discardableResult
    public func sweep(at now: Int64) async throws(JournalError) -> Int { try await inner.sweep(at: now) }
}
