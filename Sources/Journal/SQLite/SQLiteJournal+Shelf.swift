/// The shelf of a journal in a file: changes share a commit with appends.
extension SQLiteJournal {
    /// Writes the thing's row.
    public func put(_ key: String, _ value: [UInt8], until: Int64) async throws(JournalError) {
        try ShelfThing.check(key: key, value: value)
        let thing = ShelfThing(key: key, value: value, until: until)
        try await change(bytes: value.count) { db in try ShelfWriter(db: db).put(thing) }
    }

    /// Writes the thing's row unless there is one that lasts.
    public func putNew(
        _ key: String, _ value: [UInt8], until: Int64, at now: Int64
    ) async throws(JournalError) -> Bool {
        try ShelfThing.check(key: key, value: value)
        let thing = ShelfThing(key: key, value: value, until: until)
        return try await change(bytes: value.count) { db in try ShelfWriter(db: db).putNew(thing, at: now) }
    }

    /// Reads the thing's row.
    public func get(_ key: String, at now: Int64) async throws(JournalError) -> [UInt8]? {
        try await use("read the shelf") { db in try ShelfWriter(db: db).get(key, at: now) }
    }

    /// Deletes and returns the thing's row in one statement.
    public func take(_ key: String, at now: Int64) async throws(JournalError) -> [UInt8]? {
        try await change { db in try ShelfWriter(db: db).take(key, at: now) }
    }

    /// Deletes the thing's row.
    public func remove(_ key: String) async throws(JournalError) {
        try await change { db in try ShelfWriter(db: db).remove(key) }
    }

    /// Reads a range of keys.
    public func things(prefix: String, at now: Int64, limit: Int) async throws(JournalError) -> [ShelfThing] {
        try await use("read the shelf") { db in try ShelfWriter(db: db).things(prefix: prefix, at: now, limit: limit) }
    }

    /// Deletes a range of keys.
    public func removeAll(prefix: String) async throws(JournalError) {
        try await change { db in try ShelfWriter(db: db).removeAll(prefix: prefix) }
    }

    /// Deletes by the index over ends.
    @discardableResult
    public func sweep(at now: Int64) async throws(JournalError) -> Int {
        try await change { db in try ShelfWriter(db: db).sweep(at: now) }
    }
}
