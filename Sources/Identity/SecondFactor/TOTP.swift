import Crypto

/// One-time codes by time (RFC 6238): HMAC-SHA-1, six digits, a new one every 30 seconds.
public enum TOTP {
    /// How long one code lasts, in milliseconds.
    public static let stepLength: Int64 = 30_000

    /// A fresh secret of 20 bytes, the length of the hash (RFC 4226 section 4).
    public static func makeSecret(from source: RandomSource = .system) -> Secret { Secret(source.bytes(20)) }

    /// Which step a moment (milliseconds since 1970, UTC) lies in; rounds down.
    public static func step(at now: Int64) -> Int64 {
        now >= 0 ? now / stepLength : (now - stepLength + 1) / stepLength
    }

    /// The code of one step: `digits` ASCII digits, 6 unless a test asks for the 8 of the RFC's table.
    public static func code(_ secret: Secret, step: Int64, digits: Int = 6) -> String {
        let counter = withUnsafeBytes(of: step.bigEndian) { Array($0) }
        let mac = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret.bytes)))
        let offset = Int(mac[19] & 0x0F)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let modulus = (0..<digits).reduce(UInt64(1)) { product, _ in product * 10 }
        let text = String(UInt64(number) % modulus)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// Checks a code, one step early or late allowed.
    ///
    /// - Parameters:
    ///   - code: as typed; spaces are dropped.
    ///   - now: milliseconds since 1970, UTC.
    ///   - lastUsedStep: the step returned at the last success; codes of it and before are refused, so that nobody who
    ///     watched can use one again.
    /// - Returns: the step to remember as used, or `nil` when the code is wrong or used.
    public static func verify(_ code: String, _ secret: Secret, at now: Int64, lastUsedStep: Int64?) -> Int64? {
        let typed = code.filter { $0 != " " }
        guard typed.utf8.count == 6 else { return nil }
        let current = step(at: now)
        var matched: Int64?
        for step in current - 1...current + 1
        where ConstantTime.equal(typed, TOTP.code(secret, step: step)) && step > lastUsedStep ?? .min {
            matched = matched ?? step
        }
        return matched
    }

    /// The `otpauth:` address an authenticator program reads, for a link or a QR code.
    ///
    /// - Parameters:
    ///   - issuer: the practice's name, shown in the program; colons are dropped.
    ///   - account: the person's email address; colons are dropped.
    public static func uri(_ secret: Secret, issuer: String, account: String) -> String {
        let issuer = PercentText.encode(issuer.filter { $0 != ":" })
        let account = PercentText.encode(account.filter { $0 != ":" })
        let key = Base32.rfc4648.encode(secret.bytes)
        return "otpauth://totp/\(issuer):\(account)?secret=\(key)&issuer=\(issuer)&algorithm=SHA1&digits=6&period=30"
    }
}
