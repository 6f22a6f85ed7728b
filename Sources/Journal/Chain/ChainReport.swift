/// What ``Journal/verify()`` found.
public struct ChainReport: Sendable, Equatable {
    /// Streams looked at, up to and including the broken one.
    public var streams: Int

    /// Events looked at, up to and including the broken one.
    public var events: Int

    /// `nil`: the whole journal is as it was written.
    public var firstBroken: BrokenLink?

    /// A report of what was looked at.
    public init(streams: Int, events: Int, firstBroken: BrokenLink?) {
        self.streams = streams
        self.events = events
        self.firstBroken = firstBroken
    }
}

/// The first place where the record is not what was written.
///
/// Streams are looked at in their order, each from version 1.
public struct BrokenLink: Sendable, Equatable {
    /// `kind/id`, or `*` when an event is missing together with its whole stream.
    public var stream: String

    /// The version that is missing or does not match; for `*` the sequence.
    public var version: Int

    /// What is wrong, in words, without patient data.
    public var reason: String

    /// A broken link and its reason.
    public init(stream: String, version: Int, reason: String) {
        self.stream = stream
        self.version = version
        self.reason = reason
    }
}
