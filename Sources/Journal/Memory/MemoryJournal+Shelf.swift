/// The shelf of a journal in memory: a dictionary.
extension MemoryJournal {
    /// Replaces the thing.
    public func put(_ key: String, _ value: [UInt8], until: Int64) async throws(JournalError) {
        try ShelfThing.check(key: key, value: value)
        try use { $0.shelf[key] = ShelfThing(key: key, value: value, until: until) }
    }

    /// Looks and puts under one lock.
    public func putNew(
        _ key: String, _ value: [UInt8], until: Int64, at now: Int64
    ) async throws(JournalError) -> Bool {
        try ShelfThing.check(key: key, value: value)
        return try use { records in
            if let there = records.shelf[key], there.until > now { return false }
            records.shelf[key] = ShelfThing(key: key, value: value, until: until)
            return true
        }
    }

    /// Copies the thing.
    public func get(_ key: String, at now: Int64) async throws(JournalError) -> [UInt8]? {
        try use { records in records.shelf[key].flatMap { $0.until > now ? $0.value : nil } }
    }

    /// Looks and removes under one lock.
    public func take(_ key: String, at now: Int64) async throws(JournalError) -> [UInt8]? {
        try use { records in records.shelf.removeValue(forKey: key).flatMap { $0.until > now ? $0.value : nil } }
    }

    /// Removes the thing.
    public func remove(_ key: String) async throws(JournalError) {
        try use { $0.shelf[key] = nil }
    }

    /// Sorts the things that last.
    public func things(prefix: String, at now: Int64, limit: Int) async throws(JournalError) -> [ShelfThing] {
        try use { records in
            let things = records.shelf.values.filter { $0.until > now && $0.key.utf8.starts(with: prefix.utf8) }
            return Array(things.sorted { $0.key < $1.key }.prefix(max(0, limit)))
        }
    }

    /// Looks at every key.
    public func removeAll(prefix: String) async throws(JournalError) {
        try use { records in records.shelf = records.shelf.filter { !$0.key.utf8.starts(with: prefix.utf8) } }
    }

    /// Looks at every thing.
    @discardableResult
    public func sweep(at now: Int64) async throws(JournalError) -> Int {
        try use { records in
            let before = records.shelf.count
            records.shelf = records.shelf.filter { $0.value.until > now }
            return before - records.shelf.count
        }
    }
}
