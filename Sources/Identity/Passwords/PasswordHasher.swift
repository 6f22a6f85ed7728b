import CSodium
import NIOPosix
import Synchronization

/// Argon2id through libsodium, on threads of its own, so that a sign-in never holds up another request.
///
/// At most `threads` hashes run at a time and at most `queue` wait; the next is refused with ``IdentityError/busy(waiting:)``.
/// Peak memory is `threads × cost.memLimit`.
public final class PasswordHasher: Sendable {
    /// How many characters (as people count them, after NFKC) a password has; both ends included.
    public static let characters = 8...128
    /// The most bytes a password may have in UTF-8 after NFKC.
    public static let maximumBytes = 1024

    /// What new hashes cost.
    public let cost: PasswordCost
    /// A hash of nobody's password, at this cost: verify against it when there is no such account, so that the time
    /// taken does not tell.
    public let dummyHash: String

    private let pool: NIOThreadPool
    private let capacity: Int
    private let taken = Mutex(0)

    /// Starts the threads, and computes ``dummyHash`` once, on the caller's thread.
    ///
    /// - Parameters:
    ///   - threads: hashes at a time, 1 or more.
    ///   - queue: hashes that may wait, 0 or more.
    public init(
        cost: PasswordCost = .standard, threads: Int = 2, queue: Int = 32, random: RandomSource = .system
    ) throws(IdentityError) {
        guard sodium_init() >= 0 else { throw .library("libsodium") }
        self.cost = cost
        capacity = max(threads, 1) + max(queue, 0)
        dummyHash = try PasswordHasher.argon2id(PlainPassword(Base64URL.encode(random.bytes(32))), cost: cost)
        pool = NIOThreadPool(numberOfThreads: max(threads, 1))
        pool.start()
    }

    deinit { pool.shutdownGracefully { _ in } }

    /// A hash to store, in the PHC text form with its own salt and cost; under 128 ASCII characters.
    ///
    /// - Throws: ``IdentityError/passwordLength(characters:bytes:)``, ``IdentityError/busy(waiting:)``,
    ///   ``IdentityError/noMemory(bytes:)``, ``IdentityError/closed``.
    public func hash(_ password: String) async throws(IdentityError) -> String {
        let plain = PlainPassword(password)
        guard Self.characters.contains(plain.characters), plain.count <= Self.maximumBytes else {
            throw .passwordLength(characters: plain.characters, bytes: plain.count)
        }
        return try await hash(plain)
    }

    /// A hash of a PIN to store. A PIN has no strength of its own: its attempts must be counted and ended.
    public func hash(_ pin: Pin) async throws(IdentityError) -> String { try await hash(PlainPassword(pin.digits)) }

    private func hash(_ plain: PlainPassword) async throws(IdentityError) -> String {
        let cost = cost
        return try await run { () throws(IdentityError) in try PasswordHasher.argon2id(plain, cost: cost) }
    }

    /// Whether this is the password (or PIN) behind a stored hash; takes as long for a wrong one as for the right one.
    ///
    /// What is longer than any password may be is `false` without hashing.
    ///
    /// - Throws: ``IdentityError/unreadableHash`` when `stored` is no Argon2 hash, ``IdentityError/busy(waiting:)``,
    ///   ``IdentityError/closed``.
    public func verify(_ password: String, against stored: String) async throws(IdentityError) -> Bool {
        guard stored.hasPrefix("$argon2"), stored.utf8.count < crypto_pwhash_strbytes() else { throw .unreadableHash }
        guard password.utf8.count <= Self.maximumBytes * 4 else { return false }
        let plain = PlainPassword(password)
        guard plain.count <= Self.maximumBytes else { return false }
        return try await run { () throws(IdentityError) in
            plain.read { crypto_pwhash_str_verify(stored, $0, UInt64(plain.count)) } == 0
        }
    }

    /// Whether a stored hash was made at another cost and should be made anew at the next successful sign-in.
    public func needsRehash(_ stored: String) -> Bool {
        guard stored.utf8.count < crypto_pwhash_strbytes() else { return true }
        return crypto_pwhash_str_needs_rehash(stored, cost.opsLimit, cost.memLimit) != 0
    }

    /// Ends the threads when what runs has ended; later calls get ``IdentityError/closed``.
    public func shutdown() async { try? await pool.shutdownGracefully() }

    /// How many hashes run or wait now.
    public var load: Int { taken.withLock { $0 } }

    private func run<Result: Sendable>(
        _ work: @escaping @Sendable () throws(IdentityError) -> Result
    ) async throws(IdentityError) -> Result {
        let others = taken.withLock { taken -> Int? in
            guard taken < capacity else { return taken }
            taken += 1
            return nil
        }
        if let others { throw .busy(waiting: others) }
        defer { taken.withLock { $0 -= 1 } }
        do {
            return try await pool.runIfActive { try work() }
        } catch {
            throw error as? IdentityError ?? .closed
        }
    }

    private static func argon2id(_ plain: PlainPassword, cost: PasswordCost) throws(IdentityError) -> String {
        var text = [CChar](repeating: 0, count: crypto_pwhash_strbytes())
        let result = plain.read {
            crypto_pwhash_str_alg(
                &text, $0, UInt64(plain.count), cost.opsLimit, cost.memLimit, crypto_pwhash_alg_argon2id13())
        }
        guard result == 0 else { throw .noMemory(bytes: cost.memLimit) }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
