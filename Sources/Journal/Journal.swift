/// An append-only store of named streams of events: the only source of truth of the program.
///
/// Nothing is updated or deleted. An append says which version of the stream it was decided on; when somebody else
/// was faster it is refused as a ``JournalError/conflict(stream:expected:actual:)`` and the caller decides again on
/// what is there now. The journal knows no medicine: types, authors, sites and bodies are opaque to it.
///
/// Two implementations pass the same tests: ``SQLiteJournal`` keeps a file, ``MemoryJournal`` keeps nothing.
///
/// Cancelling the task of a caller never interrupts a call: an append that was accepted is answered, so nobody is
/// left not knowing whether the record holds their event.
public protocol Journal: Sendable {
    /// Writes all events of one append, its summary and its outbox messages, or nothing at all.
    ///
    /// The answer comes only after the commit is on disk. After ``JournalError/storage(code:message:)`` from a failing
    /// disk the outcome may be unknown until the journal is opened again; appending the same event ids once more is
    /// safe, because an id is never stored twice.
    ///
    /// - Returns: The events as stored, in the order given.
    /// - Throws: `conflict` when the stream is not at the expected version (looked at first), `duplicateEvent` when an
    ///   event or message id is already in the journal, `invalidEvent` for a malformed append, `full`, `busy` when too
    ///   many appends are waiting, `closed`, or `storage`.
    func append(_ append: Append) async throws(JournalError) -> [StoredEvent]

    /// The events of one stream with a version greater than `version` (exclusive; 0 reads all), oldest first.
    ///
    /// - Returns: Empty for a stream that does not exist.
    func read(_ stream: StreamID, after version: Int) async throws(JournalError) -> [StoredEvent]

    /// The version of the newest event of the stream, 0 for a stream that does not exist.
    func version(of stream: StreamID) async throws(JournalError) -> Int

    /// The summaries of all streams of one kind, ordered by stream.
    func summaries(kind: String) async throws(JournalError) -> [Summary]

    /// The streams that need attention at `now`: their `wakeAt` has come (`wakeAt <= now`).
    ///
    /// Oldest `wakeAt` first, equal ones ordered by stream. A stream stays due until an append moves its `wakeAt`.
    ///
    /// - Parameters:
    ///   - now: Milliseconds since 1970, UTC.
    ///   - limit: At most so many; zero or less gives none.
    func streamsDue(at now: Int64, limit: Int) async throws(JournalError) -> [Summary]

    /// The events of all streams with a sequence greater than `sequence` (exclusive; 0 starts at the beginning), in
    /// the order they were written.
    ///
    /// - Parameter limit: At most so many; zero or less gives none.
    func events(after sequence: Int64, limit: Int) async throws(JournalError) -> [StoredEvent]

    /// The outbox messages that may be sent at `now` (`notBefore <= now`) and are not settled.
    ///
    /// Earliest `notBefore` first, equal ones in the order they were written. A message stays pending until an append
    /// names it in ``Append/settles``.
    ///
    /// - Parameters:
    ///   - now: Milliseconds since 1970, UTC.
    ///   - limit: At most so many; zero or less gives none.
    func pendingOutbox(at now: Int64, limit: Int) async throws(JournalError) -> [OutboxMessage]

    /// Computes every hash of every stream again and compares it with what is stored.
    ///
    /// Finds edited, swapped, moved and missing events and a tail that was cut off. It cannot see that the whole
    /// journal was replaced by an older copy of itself, or rewritten from some event on with all hashes made anew: for
    /// that, keep the last hashes somewhere else, too.
    func verify() async throws(JournalError) -> ChainReport

    /// Answers everything that was accepted, then closes. Later calls are refused as ``JournalError/closed``.
    ///
    /// May be called more than once; every call returns only when the journal is closed.
    func close() async
}
