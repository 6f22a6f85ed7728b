/// One decision to be recorded: events for one stream, what sums them up, and what is to be sent because of them.
///
/// All of it becomes durable at once or not at all.
public struct Append: Sendable {
    /// The stream to write to.
    public var stream: StreamID

    /// The version the decision was made on; 0 says that the stream must not exist yet.
    public var expectedVersion: Int

    /// Never empty.
    ///
    /// The first one gets version `expectedVersion + 1`.
    public var events: [NewEvent]

    /// The next moment the stream needs attention: milliseconds since 1970, UTC.
    ///
    /// `nil` takes it off the waker's list, which is why it has no default.
    public var summaryWakeAt: Int64?

    /// The new summary of the stream, opaque here, at most 1 MiB.
    public var summaryBody: [UInt8]

    /// Messages to be sent because of these events.
    public var outbox: [OutboxMessage]

    /// Ids of outbox messages that these events settle (delivered, or given up): they are pending no longer.
    ///
    /// Ids that are unknown or settled already are passed over, so two senders of one message do not fail each other.
    public var settles: [String]

    /// The stream's own key, wrapped by the master key, at most 256 bytes; kept when the stream is made
    /// (`expectedVersion` 0), ignored later.
    ///
    /// Empty for a stream that is not sealed. Never the single zero byte that marks a destroyed key.
    public var key: [UInt8]

    /// When the journal learns these events: milliseconds since 1970, UTC.
    public var recordedAt: Int64

    /// An append; checked by the journal when it is made.
    public init(
        stream: StreamID,
        expectedVersion: Int,
        events: [NewEvent],
        summaryWakeAt: Int64?,
        summaryBody: [UInt8],
        outbox: [OutboxMessage] = [],
        settles: [String] = [],
        key: [UInt8] = [],
        recordedAt: Int64
    ) {
        self.key = key
        self.stream = stream
        self.expectedVersion = expectedVersion
        self.events = events
        self.summaryWakeAt = summaryWakeAt
        self.summaryBody = summaryBody
        self.outbox = outbox
        self.settles = settles
        self.recordedAt = recordedAt
    }
}
