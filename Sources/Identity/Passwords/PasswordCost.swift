/// What one Argon2id hash costs.
public struct PasswordCost: Sendable, Equatable {
    /// Passes over the memory; 1 or more.
    public let opsLimit: UInt64
    /// Memory of one hash in bytes; 8 KiB or more, a multiple of 1024.
    public let memLimit: Int

    /// libsodium's own parameters; one lane.
    public init(opsLimit: UInt64, memLimit: Int) {
        self.opsLimit = opsLimit
        self.memLimit = memLimit
    }

    /// 3 passes over 64 MiB: above OWASP's minimum (19 MiB, 2 passes) and RFC 9106's second choice in one lane.
    /// Takes some 130 ms on a small server of 2026 (two shared cores), 90 ms of it computing.
    public static let standard = PasswordCost(opsLimit: 3, memLimit: 64 << 20)

    /// For tests only: 1 pass over 8 KiB.
    public static let fast = PasswordCost(opsLimit: 1, memLimit: 8 << 10)
}
