import CSodium

/// Bytes that must not be seen: prints as `redacted`, compares in constant time.
public struct Secret: Sendable, Equatable {
    /// The bytes themselves; keep them short-lived.
    public let bytes: [UInt8]

    /// Takes the bytes as they are.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Takes the UTF-8 bytes of a text, for example a client secret out of a settings file.
    public init(text: String) { self.init(Array(text.utf8)) }

    /// In constant time for secrets of one length; the length is no secret.
    public static func == (left: Secret, right: Secret) -> Bool { ConstantTime.equal(left.bytes, right.bytes) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "Secret(redacted)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}

/// Comparison whose duration does not tell where two values differ.
public enum ConstantTime {
    /// Whether both hold the same bytes; different lengths are told apart at once.
    public static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && sodium_memcmp(left, right, left.count) == 0
    }

    /// Whether both are the same UTF-8 text; different lengths are told apart at once.
    public static func equal(_ left: String, _ right: String) -> Bool { equal(Array(left.utf8), Array(right.utf8)) }
}
