/// Decides writes that share a transaction, one after the other, on what was in the journal when they got the lock.
///
/// Nobody else can write until the commit, so what is decided here holds. A refused write changes nothing here, and so
/// does not disturb its neighbours.
struct PostgresBatch {
    /// Where a stream ends, after the writes decided so far.
    struct Stream {
        let key: Int64
        var version: Int
        var hash: [UInt8]
        var wrappedKey: [UInt8]
        var wakeAt: Int64?
        var body: [UInt8] = []
        var mark: Int64 = 0
    }

    struct Message {
        let key: Int64
        let message: OutboxMessage
        var settledAt: Int64?
    }

    private(set) var head: PostgresHead
    private(set) var streams: [StreamID: Stream]
    private(set) var changed: Set<StreamID> = []
    private(set) var events: [(streamKey: Int64, event: StoredEvent)] = []
    private(set) var messages: [Message] = []
    private(set) var settled: [(id: String, at: Int64)] = []
    private var eventIDs: Set<String>
    private var messageIDs: Set<String>

    /// - Parameters:
    ///   - streams: Those of the writes that exist.
    ///   - eventIDs: Those of the writes that are in the journal already; likewise `messageIDs`.
    init(head: PostgresHead, streams: [StreamID: Stream], eventIDs: Set<String>, messageIDs: Set<String>) {
        self.head = head
        self.streams = streams
        self.eventIDs = eventIDs
        self.messageIDs = messageIDs
    }

    mutating func decide(_ write: PostgresWrite) -> Result<PostgresWritten, JournalError> {
        Result { () throws(JournalError) in
            switch write {
            case .append(let append):
                .stored(try add(append))
            case .resummarize(let stream, let version, let wakeAt, let body):
                .done(resummarize(stream, at: version, wakeAt: wakeAt, body: body))
            case .destroyKey(let stream):
                .done(destroyKey(of: stream))
            }
        }
    }

    private mutating func add(_ append: Append) throws(JournalError) -> [StoredEvent] {
        let actual = streams[append.stream]?.version ?? 0
        guard actual == append.expectedVersion else {
            throw .conflict(stream: append.stream.description, expected: append.expectedVersion, actual: actual)
        }
        guard streams[append.stream]?.wrappedKey != Summary.destroyedKey else {
            throw .erased(stream: append.stream.description)
        }
        try Self.takeAll(append.events.map(\.id), after: append.outbox.map(\.id), &eventIDs, &messageIDs)

        var stream = streams[append.stream] ?? newStream(key: append.key)
        let stored = append.events.map { event in
            head.sequence += 1
            stream.version += 1
            stream.hash = HashChain.hash(
                after: stream.hash, stream: append.stream.description, version: stream.version, event: event,
                recordedAt: append.recordedAt)
            return StoredEvent(
                stream: append.stream, version: stream.version, event: event, recordedAt: append.recordedAt,
                hash: stream.hash, sequence: head.sequence)
        }
        events += stored.map { (stream.key, $0) }
        stream.wakeAt = append.summaryWakeAt
        stream.body = append.summaryBody
        keep(stream, append.stream)
        addMessages(append)
        return stored
    }

    /// Adds the ids to those that are taken, or none of them.
    private static func takeAll(
        _ events: [String], after messages: [String], _ eventIDs: inout Set<String>, _ messageIDs: inout Set<String>
    ) throws(JournalError) {
        for (ids, taken) in [(events, eventIDs), (messages, messageIDs)] {
            var new: Set<String> = []
            for id in ids where taken.contains(id) || !new.insert(id).inserted { throw .duplicateEvent(id: id) }
        }
        eventIDs.formUnion(events)
        messageIDs.formUnion(messages)
    }

    private mutating func addMessages(_ append: Append) {
        let settles = Set(append.settles)
        for index in messages.indices where settles.contains(messages[index].message.id) {
            messages[index].settledAt = messages[index].settledAt ?? append.recordedAt
        }
        settled += append.settles.map { ($0, append.recordedAt) }
        for message in append.outbox {
            head.messageKey += 1
            messages.append(Message(key: head.messageKey, message: message))
        }
    }

    private mutating func resummarize(_ id: StreamID, at version: Int, wakeAt: Int64?, body: [UInt8]) -> Bool {
        guard var stream = streams[id], stream.version == version, stream.wrappedKey != Summary.destroyedKey else {
            return false
        }
        stream.wakeAt = wakeAt
        stream.body = body
        keep(stream, id)
        return true
    }

    private mutating func destroyKey(of id: StreamID) -> Bool {
        guard var stream = streams[id], !stream.wrappedKey.isEmpty, stream.wrappedKey != Summary.destroyedKey else {
            return false
        }
        stream.wrappedKey = Summary.destroyedKey
        stream.wakeAt = nil
        stream.body = []
        keep(stream, id)
        return true
    }

    private mutating func newStream(key: [UInt8]) -> Stream {
        head.streamKey += 1
        return Stream(key: head.streamKey, version: 0, hash: HashChain.start, wrappedKey: key)
    }

    private mutating func keep(_ stream: Stream, _ id: StreamID) {
        head.mark += 1
        streams[id] = stream
        streams[id]?.mark = head.mark
        changed.insert(id)
    }
}
