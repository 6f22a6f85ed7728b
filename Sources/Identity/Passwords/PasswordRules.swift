import CZxcvbn
import Foundation

/// Which passwords people may choose: long enough, and hard to guess; no rules about kinds of characters.
///
/// After NIST SP 800-63B: length matters, composition rules do not, and a new password is held against lists of common
/// ones and against words near the person. The holding is done by libzxcvbn, whose estimate is in bits: the base-2
/// logarithm of the guesses a cracker needs who tries common passwords, words, names, dates, keyboard walks and repeats
/// first.
public struct PasswordRules: Sendable {
    /// The fewest characters, after NFKC. NIST SP 800-63B-4 asks for 15 where a password is the only factor.
    public let minimumCharacters: Int
    /// The fewest bits. 34 is 10 to the power of 10 guesses: zxcvbn's best class, "very unguessable", which holds out
    /// against a stolen file of slow hashes.
    public let minimumBits: Double

    public init(minimumCharacters: Int = 10, minimumBits: Double = 34) {
        self.minimumCharacters = minimumCharacters
        self.minimumBits = minimumBits
    }

    /// Why a password was refused; `reason` is a line for the person.
    public enum Fault: Error, Sendable, Equatable {
        case short(minimum: Int)
        case long(maximum: Int)
        case guessable

        /// Stable, for logs, metrics and tests.
        public var code: String {
            switch self {
            case .short: "identity.password-short"
            case .long: "identity.password-long"
            case .guessable: "identity.password-guessable"
            }
        }

        /// What to do instead.
        public var reason: String {
            switch self {
            case .short(let minimum): "Use at least \(minimum) characters; four or more random words work well."
            case .long(let maximum): "Use at most \(maximum) characters."
            case .guessable:
                """
                This password is easy to guess: it is common, or made of a name, a date or a pattern. Four or more random \
                words work well.
                """
            }
        }
    }

    /// Holds a new password against the rules.
    ///
    /// - Parameter near: the person's email address, names and practice; each of their words counts as known to a guesser.
    /// - Returns: `nil` when it may be used.
    public func fault(in password: String, near: [String] = []) -> Fault? {
        guard password.utf8.count <= PasswordHasher.maximumBytes * 4 else {
            return .long(maximum: PasswordHasher.characters.upperBound)
        }
        let plain = PlainPassword(password)
        guard plain.characters >= minimumCharacters else { return .short(minimum: minimumCharacters) }
        guard plain.characters <= PasswordHasher.characters.upperBound, plain.count <= PasswordHasher.maximumBytes
        else { return .long(maximum: PasswordHasher.characters.upperBound) }
        let bits = PasswordRules.bits(of: plain, near: PasswordRules.words(in: near))
        return plain.hasZero || bits < minimumBits ? .guessable : nil
    }

    /// Words of three letters or more, as they stand and whole: `a.berg@clinic.example` knows itself and `berg`, `clinic`.
    static func words(in texts: [String]) -> [String] {
        var words: Set<String> = []
        for text in texts {
            let small = text.prefix(256).lowercased()
            words.insert(small)
            for word in small.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) where word.count >= 3 {
                words.insert(String(word))
            }
        }
        return words.subtracting([""]).sorted()
    }

    /// libzxcvbn's estimate in bits.
    static func bits(of password: PlainPassword, near words: [String]) -> Double {
        let copies = words.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        var dictionary = copies.map { UnsafePointer<CChar>($0) } + [nil]
        return password.read { ZxcvbnMatch($0, &dictionary, nil) } ?? 0
    }
}
