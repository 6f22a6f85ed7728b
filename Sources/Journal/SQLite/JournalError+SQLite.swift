import GRDB

extension JournalError {
    /// Says in the journal's words what SQLite or GRDB reported.
    ///
    /// Statement arguments never get in: they may hold patient data.
    ///
    /// - Parameter task: What was tried, for example `open /var/lib/stepwell/journal.sqlite`.
    init(_ error: any Error, doing task: String) {
        switch error {
        case let error as JournalError: self = error
        case let error as DatabaseError: self.init(sqlite: error, doing: task)
        case is RowDecodingError:
            self = .storage(code: "damaged", message: "tried to \(task): a row holds a value of the wrong type")
        default:
            self = .storage(code: "unexpected", message: "tried to \(task): \(type(of: error))")
        }
    }

    private init(sqlite error: DatabaseError, doing task: String) {
        let text = error.message ?? "no message"
        let message = "tried to \(task): \(text) (SQLite result \(error.extendedResultCode.rawValue))"
        switch (error.resultCode, error.extendedResultCode) {
        case (.SQLITE_FULL, _), (_, .SQLITE_IOERR_WRITE), (_, .SQLITE_IOERR_SHMSIZE):
            self = .full(message: message)
        case (.SQLITE_BUSY, _):
            self = .busy
        case (.SQLITE_ERROR, _) where text.hasPrefix("could not activate WAL Mode"):
            self = .notDurable(setting: "journal_mode", found: "not wal")
        default:
            self = .storage(code: Self.name(of: error.resultCode), message: message)
        }
    }

    /// SQLite's own name of the failures an operator may meet.
    private static func name(of code: ResultCode) -> String {
        switch code {
        case .SQLITE_PERM: "SQLITE_PERM"
        case .SQLITE_LOCKED: "SQLITE_LOCKED"
        case .SQLITE_NOMEM: "SQLITE_NOMEM"
        case .SQLITE_READONLY: "SQLITE_READONLY"
        case .SQLITE_IOERR: "SQLITE_IOERR"
        case .SQLITE_CORRUPT: "SQLITE_CORRUPT"
        case .SQLITE_CANTOPEN: "SQLITE_CANTOPEN"
        case .SQLITE_TOOBIG: "SQLITE_TOOBIG"
        case .SQLITE_CONSTRAINT: "SQLITE_CONSTRAINT"
        case .SQLITE_AUTH: "SQLITE_AUTH"
        case .SQLITE_NOTADB: "SQLITE_NOTADB"
        default: "SQLITE_\(code.rawValue)"
        }
    }
}
