/// Why the journal refused or failed.
///
/// Holds no patient data: stream and event ids only.
public enum JournalError: Error, Sendable, Equatable {
    /// A stream name is malformed; holds the name.
    case invalidStream(String)

    /// An append is malformed; says where, what was seen and what was expected.
    case invalidEvent(String)

    /// A thing for the shelf is malformed; says what was seen and what was expected, never the key or the value.
    case invalidThing(String)

    /// Somebody else appended first: the stream is at `actual`, the caller had decided on `expected`.
    case conflict(stream: String, expected: Int, actual: Int)

    /// An event or message with this id is in the journal already, or twice in one append.
    case duplicateEvent(id: String)

    /// The key of the stream was destroyed: what it held can never be read again, and nothing more is written to it.
    case erased(stream: String)

    /// A body does not open with the stream's key: it was changed, or belongs to another event or stream. `version` is
    /// that of the event, or of the stream when its summary, its key or a message does not open.
    case sealBroken(stream: String, version: Int)

    /// Something was sealed under a master key that is not in the key ring.
    case masterKeyMissing(id: String)

    /// The ring has a master key of this id, but it is not the one that was used.
    case masterKeyWrong(id: String)

    /// The file or text with the master keys cannot be used; says which, where and why, never a key.
    case masterKeys(String)

    /// A backup could not be made or restored; says what, where and why. Nothing was left behind or replaced.
    case backup(String)

    /// A journal could not be copied to another one, or the copy is not the same; the copy must not be used.
    case copy(String)

    /// The file was written by a newer version of the program; `found` is a migration this one does not know.
    case newerSchema(found: String)

    /// The database does not promise that a commit is on disk; the journal refuses to start.
    case notDurable(setting: String, found: String)

    /// SQLite or the file system failed, or what is stored is damaged. `code` is SQLite's own, for example
    /// `SQLITE_CORRUPT`, or one of `damaged` and `foreign-file`.
    case storage(code: String, message: String)

    /// The disk (or the size limit) is full, or writing to it fails. The record is as it was before.
    case full(message: String)

    /// The journal is closed or closing.
    case closed

    /// Too many appends are waiting, or another process holds the file. Nothing was written.
    case busy
}

extension JournalError {
    /// Stable, for logs, metrics and tests, for example `journal.conflict`.
    public var code: String {
        switch self {
        case .invalidStream: "journal.invalid-stream"
        case .invalidEvent: "journal.invalid-event"
        case .invalidThing: "journal.invalid-thing"
        case .erased: "journal.erased"
        case .sealBroken: "journal.seal-broken"
        case .masterKeyMissing: "journal.master-key-missing"
        case .masterKeyWrong: "journal.master-key-wrong"
        case .masterKeys: "journal.master-keys"
        case .backup: "journal.backup"
        case .copy: "journal.copy"
        case .conflict: "journal.conflict"
        case .duplicateEvent: "journal.duplicate-event"
        case .newerSchema: "journal.newer-schema"
        case .notDurable: "journal.not-durable"
        case .storage: "journal.storage"
        case .full: "journal.full"
        case .closed: "journal.closed"
        case .busy: "journal.busy"
        }
    }
}

extension JournalError: CustomStringConvertible {
    /// What was tried, what was seen, what was expected and what to do; one line, without the code.
    public var description: String {
        switch self {
        case .invalidStream(let name):
            """
            tried to name a stream "\(name.prefix(160))"; expected kind/id, each 1 to 64 characters out of ASCII \
            letters, digits, "-", "_" and "."; fix the caller
            """
        case .invalidEvent(let what):
            "tried to append something malformed: \(what); nothing was written; fix the caller"
        case .invalidThing(let what):
            "tried to put something malformed on the shelf: \(what); nothing was written; fix the caller"
        case .erased(let stream):
            """
            tried to use \(stream), but its key was destroyed: what it held was erased for good and nothing more can be \
            recorded there; start a new stream if the same person comes back
            """
        case .sealBroken(let stream, let version):
            """
            tried to open what is sealed in \(stream) at version \(version), but it does not open with the stream's key: \
            it was changed or moved outside the program; run the audit's verification, and restore from a backup
            """
        case .masterKeyMissing(let id):
            """
            tried to open what is sealed under master key \(id), but the key ring has no key of that id; put the right \
            key file back (the copy that was kept elsewhere), then start again
            """
        case .masterKeyWrong(let id):
            """
            tried to open what is sealed under master key \(id), but the key ring holds another key under that id; put \
            the right key file back (the copy that was kept elsewhere), then start again
            """
        case .masterKeys(let what):
            "tried to use master keys: \(what)"
        case .backup(let what):
            "tried to back up or restore a journal: \(what); nothing was replaced"
        case .copy(let what):
            "tried to copy a journal: \(what); do not use the copy"
        case .conflict(let stream, let expected, let actual):
            """
            tried to append to \(stream) after version \(expected), but it is at version \(actual): somebody else was \
            faster; nothing was written; read the stream again and decide on what is there now
            """
        case .duplicateEvent(let id):
            """
            tried to append "\(id)", but that id is in the journal already; ids must be unique; nothing was written; \
            if this is a repeated attempt, the first one succeeded, otherwise make a new id
            """
        case .newerSchema(let found):
            """
            tried to open a journal that a newer version of the program has changed (\(found)); expected only changes \
            this version knows; nothing was touched; run the newer version, or restore the backup made before it
            """
        case .notDurable(let setting, let found):
            """
            tried to open a journal that keeps every answered append through a power cut, but \(setting) is \
            "\(found)"; put the file on a local file system where SQLite can use write-ahead logging
            """
        case .storage(let code, let message):
            """
            tried to use the journal's file and got \(code): \(message); expected a readable, writable and undamaged \
            journal; check path, permissions and disk, and restore from a backup if the file is damaged
            """
        case .full(let message):
            """
            tried to write to the journal, but there was no room: \(message); nothing was written and the record is as \
            it was; free disk space, then try again
            """
        case .closed:
            "tried to use a journal that is closed or closing; open it again"
        case .busy:
            """
            tried to append, but too many appends are waiting or another process holds the journal; nothing was \
            written; try again in a moment
            """
        }
    }
}
