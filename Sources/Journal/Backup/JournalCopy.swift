/// What a copy has, and its source has, too.
public struct CopyReport: Sendable, Equatable {
    /// Streams copied.
    public let streams: Int
    /// Events copied.
    public let events: Int
    /// Messages that were waiting to be sent, copied.
    public let messages: Int

    /// What was counted.
    public init(streams: Int, events: Int, messages: Int) {
        self.streams = streams
        self.events = events
        self.messages = messages
    }
}

/// Copies everything that is the record from one journal to an empty one, for example from SQLite to PostgreSQL, then
/// verifies both and compares their streams and last hashes.
///
/// Events keep ids, moments, order and hashes; summaries, wrapped keys and waiting messages come along; erased streams
/// stay erased. The shelf and settled messages stay behind. Of a ``SealedJournal`` the journal behind it is copied, as it
/// is: the copy needs the same master keys. Nobody else may use either journal meanwhile.
///
/// - Parameter progress: Told how many events were copied, now and then.
/// - Throws: ``JournalError/copy(_:)`` when the target is not empty, the source is broken or changed meanwhile, or the copy
///   is not the same; and what reading and appending throw.
public func copyJournal(
    from source: any Journal, to target: any Journal, progress: @Sendable (Int) -> Void = { _ in }
) async throws(JournalError) -> CopyReport {
    let source = (source as? SealedJournal)?.inner ?? source
    let target = (target as? SealedJournal)?.inner ?? target
    guard try await target.events(after: 0, limit: 1).isEmpty else {
        throw .copy("the target holds events already; expected an empty journal")
    }
    let report = try await source.verify()
    if let broken = report.firstBroken {
        throw .copy("the source is broken at \(broken.stream), version \(broken.version): \(broken.reason)")
    }
    var copy = JournalCopy(source: source, target: target)
    try await copy.run(progress)
    return try await copy.compare(with: report)
}

/// A copy being made.
struct JournalCopy {
    private static let page = 1000
    private static let largestGroup = 8 << 20

    let source: any Journal
    let target: any Journal
    private var messages: ArraySlice<OutboxMessage> = []
    private var messageCount = 0
    private var lastHashes: [StreamID: [UInt8]] = [:]
    private var erased: [StreamID] = []

    init(source: any Journal, target: any Journal) {
        self.source = source
        self.target = target
    }

    mutating func run(_ progress: @Sendable (Int) -> Void) async throws(JournalError) {
        messages = try await source.pendingOutbox(at: .max, limit: .max)[...]
        messageCount = messages.count
        var last: Int64 = 0
        var count = 0
        while true {
            let events = try await source.events(after: last, limit: Self.page)
            guard let end = events.last?.sequence else { break }
            last = end
            try await target.load(try await appends(of: events))
            count += events.count
            progress(count)
        }
        guard messages.isEmpty else {
            throw .copy("\(messages.count) waiting messages found no place; settle some of them first")
        }
        for stream in erased {
            guard try await target.destroyKey(of: stream) else { throw .copy("\(stream) could not be erased again") }
        }
    }

    /// Both verify, and each stream ends with the same hash: then all its events are the same.
    func compare(with before: ChainReport) async throws(JournalError) -> CopyReport {
        let copied = try await target.verify()
        guard copied == before, try await source.verify() == before else {
            throw .copy(
                """
                the source had \(before.streams) streams and \(before.events) events, the copy has \(copied.streams) and \
                \(copied.events); expected equal ones: stop everything that uses the source and begin with an empty target
                """)
        }
        var rest = lastHashes
        var last: Int64 = 0
        while case let events = try await target.events(after: last, limit: Self.page), let end = events.last {
            last = end.sequence
            for event in events where rest[event.stream] == event.hash { rest[event.stream] = nil }
        }
        guard rest.isEmpty, lastHashes.count == before.streams else {
            throw .copy("\(rest.count) streams end with another hash; begin again with an empty target")
        }
        return CopyReport(streams: before.streams, events: before.events, messages: messageCount)
    }

    /// Events in their order; neighbours that were recorded together are appended together.
    private mutating func appends(of events: [StoredEvent]) async throws(JournalError) -> [Append] {
        var appends: [Append] = []
        for event in events {
            lastHashes[event.stream] = event.hash
            if let last = appends.last, last.stream == event.stream, last.recordedAt == event.recordedAt,
                last.byteCount + event.body.count < Self.largestGroup
            {
                appends[appends.count - 1].events.append(event.event)
            } else {
                appends.append(
                    Append(
                        stream: event.stream, expectedVersion: event.version - 1, events: [event.event],
                        summaryWakeAt: nil, summaryBody: [], recordedAt: event.recordedAt))
            }
        }
        for index in appends.indices { try await complete(&appends[index]) }
        return appends
    }

    /// The first append of a stream brings its key, the last one its summary; messages go with the first that have room.
    private mutating func complete(_ append: inout Append) async throws(JournalError) {
        guard let summary = try await source.summary(of: append.stream) else {
            throw .copy("\(append.stream) has events and no summary")
        }
        if append.expectedVersion == 0 {
            append.key = summary.key
            if summary.isErased {
                // To be destroyed at the end: nothing can be appended after that.
                append.key = [1, 1]
                erased.append(append.stream)
            }
        }
        if summary.version == append.expectedVersion + append.events.count {
            append.summaryBody = summary.body
            append.summaryWakeAt = summary.wakeAt
        }
        var bytes = append.byteCount
        while let message = messages.first, bytes < Self.largestGroup {
            bytes += message.body.count + 128
            append.outbox.append(message)
            messages.removeFirst()
        }
    }
}
