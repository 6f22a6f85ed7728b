/// The shelf lies in the same database, so all nodes share it.
extension PostgresJournal {
    /// One statement, on disk when it returns.
    public func put(_ key: String, _ value: [UInt8], until: Int64) async throws(JournalError) {
        try ShelfThing.check(key: key, value: value)
        try await read { db throws(JournalError) in try PostgresShelf.put(key, value, until: until, db) }
    }

    /// The row of the key decides between two nodes.
    public func putNew(
        _ key: String, _ value: [UInt8], until: Int64, at now: Int64
    ) async throws(JournalError) -> Bool {
        try ShelfThing.check(key: key, value: value)
        return try await read { db throws(JournalError) in
            try PostgresShelf.putNew(key, value, until: until, at: now, db)
        }
    }

    /// Reads by key.
    public func get(_ key: String, at now: Int64) async throws(JournalError) -> [UInt8]? {
        try await read { db throws(JournalError) in try PostgresShelf.get(key, at: now, db) }
    }

    /// The row of the key decides between two nodes.
    public func take(_ key: String, at now: Int64) async throws(JournalError) -> [UInt8]? {
        try await read { db throws(JournalError) in try PostgresShelf.take(key, at: now, db) }
    }

    /// Removes by key.
    public func remove(_ key: String) async throws(JournalError) {
        try await read { db throws(JournalError) in try PostgresShelf.remove(key, db) }
    }

    /// Reads by the index over keys.
    public func things(prefix: String, at now: Int64, limit: Int) async throws(JournalError) -> [ShelfThing] {
        try await read { db throws(JournalError) in
            try PostgresShelf.things(prefix: prefix, at: now, limit: limit, db)
        }
    }

    /// Removes by the index over keys.
    public func removeAll(prefix: String) async throws(JournalError) {
        try await read { db throws(JournalError) in try PostgresShelf.removeAll(prefix: prefix, db) }
    }

    /// Removes by the index over ends.
    @discardableResult
    public func sweep(at now: Int64) async throws(JournalError) -> Int {
        try await read { db throws(JournalError) in try PostgresShelf.sweep(at: now, db) }
    }
}
