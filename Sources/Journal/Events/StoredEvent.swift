/// An event as the journal holds it, for ever.
public struct StoredEvent: Sendable, Equatable {
    /// The stream it belongs to.
    public let stream: StreamID

    /// Its place in the stream: 1, 2, 3 … without gaps.
    public let version: Int

    /// UUID of version 7, unique over the whole journal.
    public let id: String

    /// What happened.
    public let type: String

    /// When it happened: milliseconds since 1970, UTC.
    public let occurredAt: Int64

    /// When the journal learned it: milliseconds since 1970, UTC.
    public let recordedAt: Int64

    /// Who recorded it.
    public let author: String

    /// Where.
    public let site: String

    /// Canonical JSON, opaque here.
    public let body: [UInt8]

    /// SHA-256 (32 bytes) over this event and the hash of the one before it; see ``HashChain``.
    public let hash: [UInt8]

    /// Its place in the whole journal.
    ///
    /// Greater for an event written later; gaps are allowed.
    public let sequence: Int64

    /// Puts together what was given and what the journal adds.
    public init(
        stream: StreamID, version: Int, event: NewEvent, recordedAt: Int64, hash: [UInt8], sequence: Int64
    ) {
        self.stream = stream
        self.version = version
        self.id = event.id
        self.type = event.type
        self.occurredAt = event.occurredAt
        self.recordedAt = recordedAt
        self.author = event.author
        self.site = event.site
        self.body = event.body
        self.hash = hash
        self.sequence = sequence
    }

    /// The event as it was given to the journal.
    public var event: NewEvent {
        NewEvent(id: id, type: type, occurredAt: occurredAt, author: author, site: site, body: body)
    }
}
