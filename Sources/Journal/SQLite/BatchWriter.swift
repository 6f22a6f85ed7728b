import GRDB

/// Commits many writes in one transaction, each by itself or not at all.
struct BatchWriter {
    let db: Database

    /// Does all of the batch and commits it once; the answers may be given when this returns.
    ///
    /// A refused write (conflict, duplicate) does not disturb its neighbours. When the file itself fails, nothing of the
    /// batch is written, and each is then tried alone: one that is too large for the disk must not fail small ones.
    func commit(_ batch: ArraySlice<any PendingWrite>) {
        do {
            // By prepared statements: the ones GRDB offers are compiled each time, which one lone append would feel.
            try db.run("BEGIN IMMEDIATE")
            for write in batch { try attempt(write) }
            try db.run("COMMIT")
        } catch {
            // SQLite may have rolled back already; then this does nothing.
            try? db.rollback()
            let failure = JournalError(error, doing: "write")
            // Another process that holds the file would make each of them wait as long again.
            guard batch.count > 1, failure != .busy else {
                for write in batch { write.fail(failure) }
                return
            }
            for index in batch.indices { commit(batch[index...index]) }
        }
    }

    /// Does one write in a savepoint, so that a refusal takes back this one only.
    ///
    /// - Throws: What fails the whole transaction.
    private func attempt(_ write: any PendingWrite) throws {
        try db.run("SAVEPOINT one_write")
        do {
            try write.attempt(db)
            try db.run("RELEASE one_write")
        } catch let refusal as JournalError {
            try db.run("ROLLBACK TO one_write")
            try db.run("RELEASE one_write")
            write.fail(refusal)
        }
    }
}

/// Writes a leading append and others that depend on it, inside the savepoint of one write.
struct TogetherWriter {
    let db: Database

    /// - Returns: One refusal or `nil` for each of the others.
    /// - Throws: ``JournalError`` when the lead is refused, which refuses all; anything else when the file fails.
    func write(lead: Append, _ appends: [ReadyAppend]) throws -> [JournalError?] {
        var writer = try AppendWriter(db: db)
        _ = try writer.write(lead)
        return try appends.map { ready in
            do {
                _ = try writer.write(ready.append)
                return nil
            } catch let refusal as JournalError {
                // These two come before the first change; after any other one a half may be left, which goes with all.
                switch refusal {
                case .conflict, .erased: return refusal
                default: throw refusal
                }
            }
        }
    }
}

extension Database {
    /// Runs a statement that is prepared once and kept.
    func run(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
