/// What a ``MemoryJournal`` holds behind its lock.
struct MemoryRecords: Sendable {
    struct Stream: Sendable {
        var events: [StoredEvent]
        var summary: Summary
        var mark: Int64 = 0
        var claimedUntil: Int64?
    }

    private struct Message: Sendable {
        let message: OutboxMessage
        var isSettled = false
    }

    var streams: [StreamID: Stream] = [:]
    private(set) var events: [StoredEvent] = []
    var shelf: [String: ShelfThing] = [:]
    private var lastMark: Int64 = 0
    private var eventIDs: Set<String> = []
    private var messages: [Message] = []
    private var messageIDs: [String: Int] = [:]

    /// Refuses everything before it changes anything: there is no transaction to roll back.
    mutating func append(_ append: Append) throws(JournalError) -> [StoredEvent] {
        let stream = append.stream
        let actual = streams[stream]?.summary.version ?? 0
        guard append.expectedVersion == actual else {
            throw .conflict(stream: stream.description, expected: append.expectedVersion, actual: actual)
        }
        guard streams[stream]?.summary.isErased != true else { throw .erased(stream: stream.description) }
        try refuseDuplicates(of: append)

        let stored = chain(append, after: streams[stream]?.events.last?.hash ?? HashChain.start)
        let summary = Summary(
            stream: stream, version: actual + stored.count, wakeAt: append.summaryWakeAt, body: append.summaryBody,
            key: streams[stream]?.summary.key ?? append.key)
        streams[stream, default: Stream(events: [], summary: summary)].events += stored
        change(stream, to: summary)
        events += stored
        eventIDs.formUnion(stored.map(\.id))
        for id in append.settles {
            if let index = messageIDs[id] { messages[index].isSettled = true }
        }
        for message in append.outbox {
            messageIDs[message.id] = messages.count
            messages.append(Message(message: message))
        }
        return stored
    }

    /// Puts the summary in place with a new mark, and ends the claim.
    mutating func change(_ stream: StreamID, to summary: Summary) {
        lastMark += 1
        streams[stream]?.summary = summary
        streams[stream]?.mark = lastMark
        streams[stream]?.claimedUntil = nil
    }

    func due(at now: Int64, limit: Int) -> [Summary] {
        let due = streams.values.compactMap { stream in
            stream.summary.wakeAt.flatMap { $0 <= now ? (wakeAt: $0, summary: stream.summary) : nil }
        }
        return due.sorted { ($0.wakeAt, $0.summary.stream) < ($1.wakeAt, $1.summary.stream) }
            .prefix(max(0, limit)).map(\.summary)
    }

    func pending(at now: Int64, limit: Int) -> [OutboxMessage] {
        let pending = messages.enumerated().filter { !$0.element.isSettled && $0.element.message.notBefore <= now }
        return pending.sorted { ($0.element.message.notBefore, $0.offset) < ($1.element.message.notBefore, $1.offset) }
            .prefix(max(0, limit)).map(\.element.message)
    }

    func verify() -> ChainReport {
        var walk = ChainWalk()
        for (name, stream) in streams.sorted(by: { $0.key < $1.key }) {
            walk.begin(
                stream: name.description, summaryVersion: stream.summary.version,
                summaryHash: stream.events.last?.hash ?? HashChain.start)
            for event in stream.events {
                walk.check(
                    version: event.version, event: event.event, recordedAt: event.recordedAt, hash: event.hash)
            }
        }
        return walk.finish()
    }

    private func refuseDuplicates(of append: Append) throws(JournalError) {
        var newIDs: Set<String> = []
        for event in append.events {
            guard !eventIDs.contains(event.id), newIDs.insert(event.id).inserted else {
                throw .duplicateEvent(id: event.id)
            }
        }
        newIDs = []
        for message in append.outbox {
            guard messageIDs[message.id] == nil, newIDs.insert(message.id).inserted else {
                throw .duplicateEvent(id: message.id)
            }
        }
    }

    private func chain(_ append: Append, after hash: [UInt8]) -> [StoredEvent] {
        var hash = hash
        return append.events.enumerated().map { index, event in
            let version = append.expectedVersion + index + 1
            hash = HashChain.hash(
                after: hash, stream: append.stream.description, version: version, event: event,
                recordedAt: append.recordedAt)
            return StoredEvent(
                stream: append.stream, version: version, event: event, recordedAt: append.recordedAt, hash: hash,
                sequence: Int64(events.count + index + 1))
        }
    }
}
