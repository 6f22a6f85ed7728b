/// What lists and the waker need to know about a stream without reading its events.
///
/// Written in the same transaction as the events it sums up, so it is never older or newer than they are.
public struct Summary: Sendable, Equatable {
    /// The stream it sums up.
    public var stream: StreamID

    /// The version of the newest event it sums up.
    public var version: Int

    /// The next moment this stream needs attention: milliseconds since 1970, UTC.
    ///
    /// `nil`: none is known.
    public var wakeAt: Int64?

    /// Opaque here, at most 1 MiB.
    public var body: [UInt8]

    /// The stream's own key, wrapped by the master key.
    ///
    /// Empty when the stream was never sealed; one zero byte (``destroyedKey``) once its key was destroyed.
    public var key: [UInt8]

    /// What stands in place of a key that was destroyed: one zero byte.
    public static let destroyedKey: [UInt8] = [0]

    /// Whether the key was destroyed: the stream cannot be read or appended to, and its summary is empty.
    public var isErased: Bool { key == Self.destroyedKey }

    /// A summary as it is stored.
    public init(stream: StreamID, version: Int, wakeAt: Int64?, body: [UInt8], key: [UInt8] = []) {
        self.key = key
        self.stream = stream
        self.version = version
        self.wakeAt = wakeAt
        self.body = body
    }
}

/// What changed in the summaries of one kind; see ``Journal/changes(kind:after:limit:)``.
public struct Changes: Sendable, Equatable {
    /// Oldest change first; a stream that changed twice is there once, as it is now.
    public var summaries: [Summary]

    /// To be asked with next time.
    public var mark: Int64

    /// Some changes.
    public init(summaries: [Summary], mark: Int64) {
        self.summaries = summaries
        self.mark = mark
    }
}
