import CSodium

/// Where unguessable bytes come from; tests give their own.
public struct RandomSource: Sendable {
    private let make: @Sendable (Int) -> [UInt8]

    /// A source that answers a count with that many bytes.
    public init(_ make: @escaping @Sendable (Int) -> [UInt8]) { self.make = make }

    /// The operating system's generator, through libsodium.
    public static let system = RandomSource { count in
        var bytes = [UInt8](repeating: 0, count: count)
        randombytes_buf(&bytes, count)
        return bytes
    }

    /// `count` fresh bytes; 0 or more.
    public func bytes(_ count: Int) -> [UInt8] { make(count) }
}
