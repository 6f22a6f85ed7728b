/// A fact somebody recorded, before the journal has stored it.
///
/// May hold patient data (in `body`); the other fields should not, they may be logged.
public struct NewEvent: Sendable, Equatable {
    /// UUID of version 7 as 36 lower-case characters, unique over the whole journal.
    public var id: String

    /// What happened, in the words of the caller, for example `dose-given`.
    ///
    /// 1 to 256 bytes, no control characters.
    public var type: String

    /// When it happened: milliseconds since 1970, UTC.
    public var occurredAt: Int64

    /// Who recorded it.
    ///
    /// At most 256 bytes, no control characters; may be empty.
    public var author: String

    /// Where.
    ///
    /// At most 256 bytes, no control characters; may be empty.
    public var site: String

    /// Canonical JSON, opaque here.
    ///
    /// At most 1 MiB (1,048,576 bytes, included).
    public var body: [UInt8]

    /// An event to be appended; checked when it is.
    public init(id: String, type: String, occurredAt: Int64, author: String, site: String, body: [UInt8]) {
        self.id = id
        self.type = type
        self.occurredAt = occurredAt
        self.author = author
        self.site = site
        self.body = body
    }
}
