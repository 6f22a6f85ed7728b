/// An append-only store of named streams of events: the only source of truth of the program.
///
/// Nothing is updated or deleted. An append says which version of the stream it was decided on; when somebody else
/// was faster it is refused as a ``JournalError/conflict(stream:expected:actual:)`` and the caller decides again on
/// what is there now. The journal knows no medicine: types, authors, sites and bodies are opaque to it.
///
/// Three implementations pass the same tests: ``SQLiteJournal`` keeps a file, ``PostgresJournal`` keeps a database that
/// several servers share, ``MemoryJournal`` keeps nothing. ``SealedJournal`` wraps any of them and encrypts bodies.
///
/// Cancelling the task of a caller never interrupts a call: an append that was accepted is answered, so nobody is
/// left not knowing whether the record holds their event.
public protocol Journal: Shelf {
    /// Whether other processes may append to this journal, so that what is kept in memory may be behind it.
    var isShared: Bool { get }

    /// Writes all events of one append, its summary and its outbox messages, or nothing at all.
    ///
    /// The answer comes only after the commit is on disk. After ``JournalError/storage(code:message:)`` from a failing
    /// disk the outcome may be unknown until the journal is opened again; appending the same event ids once more is
    /// safe, because an id is never stored twice.
    ///
    /// - Returns: The events as stored, in the order given.
    /// - Throws: `conflict` when the stream is not at the expected version (looked at first), `erased` when its key was
    ///   destroyed, `duplicateEvent` when an event or message id is already in the journal, `invalidEvent` for a malformed append, `full`, `busy` when too
    ///   many appends are waiting, `closed`, or `storage`.
    func append(_ append: Append) async throws(JournalError) -> [StoredEvent]

    /// Makes an append ready for ``submit(lead:_:then:)``, on the caller's thread and without waiting for anybody.
    ///
    /// - Returns: `nil` when it takes more than that, for example a key that is not in memory: then
    ///   ``append(_:)`` is the way.
    /// - Throws: `invalidEvent` for a malformed append.
    func ready(_ append: Append) throws(JournalError) -> ReadyAppend?

    /// Writes `lead` and then the others: each of the others by itself or not at all, none of them unless `lead` is written.
    ///
    /// In SQLite all of it is one commit, shared with others that wait. The lead is on disk before the others or with them.
    ///
    /// - Parameter answer: Called once, after the commit, on a thread that must not be held up.
    func submit(
        lead: ReadyAppend, _ appends: [ReadyAppend], then answer: @escaping @Sendable (TogetherAnswer) -> Void)

    /// Writes many appends in their order, faster than one by one: for an empty journal that becomes a copy of another.
    ///
    /// When one is refused or fails, those before it may have been written.
    func load(_ appends: [Append]) async throws(JournalError)

    /// The events of one stream with a version greater than `version` (exclusive; 0 reads all), oldest first.
    ///
    /// - Returns: Empty for a stream that does not exist.
    func read(_ stream: StreamID, after version: Int) async throws(JournalError) -> [StoredEvent]

    /// The version of the newest event of the stream, 0 for a stream that does not exist.
    func version(of stream: StreamID) async throws(JournalError) -> Int

    /// The summaries of all streams of one kind, ordered by stream.
    func summaries(kind: String) async throws(JournalError) -> [Summary]

    /// The summary of one stream; `nil` for a stream that does not exist.
    func summary(of stream: StreamID) async throws(JournalError) -> Summary?

    /// The summaries of one kind that were written after `mark` (exclusive; 0 gives all), and the mark to ask with next.
    ///
    /// A change that commits later always has a greater mark, on several nodes, too, so nothing is passed over.
    /// Ordered by mark; at most `limit`. Marks of different kinds are not to be compared. When nothing changed, the mark
    /// is the one that was given.
    func changes(kind: String, after mark: Int64, limit: Int) async throws(JournalError) -> Changes

    /// Replaces the summary and `wakeAt` of a stream without an event: the same events looked at at a later moment.
    ///
    /// - Returns: Whether it was written; `false` when the stream is not at `version` (any more) or was erased.
    /// - Throws: `invalidEvent` for a body that is too large, and what storage throws.
    @discardableResult
    func resummarize(
        _ stream: StreamID, at version: Int, wakeAt: Int64?, body: [UInt8]
    ) async throws(JournalError) -> Bool

    /// Claims streams of one kind that need attention at `now`, so that no other node is given them before `lease` is over.
    ///
    /// The claim ends with the next append or ``resummarize(_:at:wakeAt:body:)`` of the stream, or at `now + lease`; a
    /// node that dies therefore delays a due stream by no more than the lease. Two nodes asking at once get different
    /// streams and do not wait for each other.
    ///
    /// - Parameters:
    ///   - now: Milliseconds since 1970, UTC.
    ///   - lease: Milliseconds, more than 0.
    ///   - limit: At most so many, oldest `wakeAt` first; zero or less gives none.
    func claimDue(kind: String, at now: Int64, lease: Int64, limit: Int) async throws(JournalError) -> [Summary]

    /// Events of streams of one kind whose body, as stored, holds `bytes`, recorded in `from ..< to`; in the order they
    /// were written. Empty `bytes` are in every body.
    ///
    /// Reads every event of the kind: for reports, not for pages that many people open.
    func search(
        kind: String, holding bytes: [UInt8], from: Int64, to: Int64, limit: Int
    ) async throws(JournalError) -> [StoredEvent]

    /// Removes the key of a stream for good: what was sealed with it can never be read again.
    ///
    /// Events and hashes stay, so the chain still verifies. ``Summary/key`` is then ``Summary/destroyedKey``. The
    /// summary's body is replaced with an empty one, the stream is taken off the waker's list, and later appends are
    /// refused as ``JournalError/erased(stream:)``.
    ///
    /// - Returns: Whether there was such a stream with a key; `false` when it was destroyed before.
    func destroyKey(of stream: StreamID) async throws(JournalError) -> Bool

    /// Replaces the key of every stream that has one, in one transaction: for a new master key.
    ///
    /// Streams that were never sealed, or whose key was destroyed, are passed over. Marks do not change.
    ///
    /// - Parameter change: Gives the new wrapping of one wrapped key; when it throws, nothing is changed.
    /// - Returns: How many keys were replaced.
    func rewrapKeys(
        _ change: @escaping @Sendable ([UInt8]) throws(JournalError) -> [UInt8]
    ) async throws(JournalError) -> Int

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

extension Journal {
    /// One after the other.
    public func load(_ appends: [Append]) async throws(JournalError) {
        for append in appends { _ = try await self.append(append) }
    }
}
