/// The name of a stream: its kind and its id, written `kind/id`, for example `patient/0198c2f4-7a10`.
///
/// Both parts have 1 to 64 characters out of ASCII letters, digits, `-`, `_` and `.`. Streams are ordered by kind,
/// then by id, as ASCII.
///
/// A stream id must not identify a person by itself: it appears in error messages and logs.
public struct StreamID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// What the stream is about, for example `patient`.
    public let kind: String

    /// Which one of its kind.
    public let id: String

    /// - Throws: ``JournalError/invalidStream(_:)`` with the name that was refused.
    public init(kind: String, id: String) throws(JournalError) {
        guard Self.isPart(kind), Self.isPart(id) else { throw .invalidStream("\(kind)/\(id)") }
        self.kind = kind
        self.id = id
    }

    /// Reads `kind/id`.
    ///
    /// - Throws: ``JournalError/invalidStream(_:)`` with the text that was refused.
    public init(_ text: String) throws(JournalError) {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, let kind = String(parts[0]), let id = String(parts[1]),
            Self.isPart(kind), Self.isPart(id)
        else { throw .invalidStream(text) }
        self.kind = kind
        self.id = id
    }

    /// `kind/id`.
    public var description: String { "\(kind)/\(id)" }

    /// By kind, then by id.
    public static func < (left: StreamID, right: StreamID) -> Bool {
        (left.kind, left.id) < (right.kind, right.id)
    }

    private static func isPart(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
