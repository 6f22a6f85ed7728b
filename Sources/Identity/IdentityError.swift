/// Why proving who somebody is failed for a reason of the program, not of the person.
///
/// Holds no password, code, token or secret, not even a part of one.
public enum IdentityError: Error, Sendable, Equatable {
    /// Every hashing thread is taken and the queue is full; holds how many wait.
    case busy(waiting: Int)

    /// The hasher has been shut, or the task that asked was cancelled.
    case closed

    /// A password is outside the limits; holds how many characters and bytes it has after normalisation.
    case passwordLength(characters: Int, bytes: Int)

    /// A stored hash is not one that this program wrote.
    case unreadableHash

    /// Hashing could not get its memory; holds how many bytes it asked for.
    case noMemory(bytes: Int)

    /// A secret is too short to be one; holds its length and what was expected, in bytes.
    case weakSecret(bytes: Int, expected: Int)

    /// A system library could not be started; holds its name.
    case library(String)
}

extension IdentityError {
    /// Stable, for logs, metrics and tests, for example `identity.busy`.
    public var code: String {
        switch self {
        case .busy: "identity.busy"
        case .closed: "identity.closed"
        case .passwordLength: "identity.password-length"
        case .unreadableHash: "identity.unreadable-hash"
        case .noMemory: "identity.no-memory"
        case .weakSecret: "identity.weak-secret"
        case .library: "identity.library"
        }
    }
}

extension IdentityError: CustomStringConvertible {
    /// What was tried, what was seen, what was expected and what to do; one line, without the code.
    public var description: String {
        switch self {
        case .busy(let waiting):
            "tried to check a password, but \(waiting) others are waiting already; try again in a few seconds"
        case .closed:
            "tried to check a password while the program is stopping; sign in again in a moment"
        case .passwordLength(let characters, let bytes):
            """
            tried to hash a password of \(characters) characters and \(bytes) bytes; expected \
            \(PasswordHasher.characters.lowerBound) to \(PasswordHasher.characters.upperBound) characters in at most \
            \(PasswordHasher.maximumBytes) bytes; choose another
            """
        case .unreadableHash:
            "tried to compare a password with a stored hash that is no Argon2 hash; set the password anew by invitation"
        case .noMemory(let bytes):
            """
            tried to hash a password with \(bytes) bytes of memory and could not get them; give the server more memory \
            or lower the cost
            """
        case .weakSecret(let bytes, let expected):
            "tried to use a secret of \(bytes) bytes; expected at least \(expected) random bytes; make a new one"
        case .library(let name):
            "tried to start \(name) and it refused; install the system library again"
        }
    }
}
