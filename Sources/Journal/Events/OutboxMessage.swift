/// Something to be sent because of an append: it is on disk if and only if the events that caused it are.
///
/// It stays pending until a later append names its id in ``Append/settles``. Sending must tolerate repetition: a crash
/// between sending and settling makes the message pending again.
public struct OutboxMessage: Sendable, Equatable {
    /// Unique over the whole journal.
    ///
    /// 1 to 256 ASCII characters, no control characters.
    public var id: String

    /// By which way it goes, for example `smtp`.
    ///
    /// 1 to 256 bytes, no control characters.
    public var channel: String

    /// Not to be sent before this moment: milliseconds since 1970, UTC.
    public var notBefore: Int64

    /// Opaque here, at most 1 MiB.
    public var body: [UInt8]

    /// A message to be appended; checked when it is.
    public init(id: String, channel: String, notBefore: Int64, body: [UInt8]) {
        self.id = id
        self.channel = channel
        self.notBefore = notBefore
        self.body = body
    }
}
