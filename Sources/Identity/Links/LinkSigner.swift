import Crypto
import Foundation

/// Signs and reads the links of people without an account: a patient's check-in, a guest hospital's packet.
///
/// A link is base64url of: version byte, expiry (8 bytes, big endian), purpose, subject and id (each after a byte with its
/// length), and HMAC-SHA-256 of all that. The key is derived from the practice's secret for each purpose (HKDF, RFC 5869),
/// so that a link of one purpose is noise to another. Revocation and PIN attempts are kept by the caller under `id`.
public struct LinkSigner: Sendable {
    /// The longest text that is looked at; the longest link there can be has 272 characters.
    public static let maximumLength = 300

    static let limits = ["purpose": 32, "subject": 64, "id": 64]
    private static let version: UInt8 = 1
    private static let macLength = 32

    private let secret: Secret

    /// - Parameter secret: the practice's master secret for links: 32 random bytes or more.
    /// - Throws: ``IdentityError/weakSecret(bytes:expected:)``.
    public init(secret: Secret) throws(IdentityError) {
        guard secret.bytes.count >= 32 else { throw .weakSecret(bytes: secret.bytes.count, expected: 32) }
        self.secret = secret
    }

    /// The link's text, fit for a URL: at most 272 characters.
    ///
    /// - Throws: ``LinkError/claim(_:)``.
    public func sign(_ claims: LinkClaims) throws(LinkError) -> String {
        var bytes = [Self.version] + withUnsafeBytes(of: claims.expires.bigEndian) { Array($0) }
        for (name, value) in [("purpose", claims.purpose), ("subject", claims.subject), ("id", claims.id)] {
            guard (1...(Self.limits[name] ?? 0)).contains(value.utf8.count) else { throw .claim(name) }
            bytes.append(UInt8(value.utf8.count))
            bytes += value.utf8
        }
        return Base64URL.encode(bytes + mac(of: bytes, purpose: claims.purpose))
    }

    /// What a presented link says, when it is genuine, of this purpose and not over.
    ///
    /// - Parameter now: milliseconds since 1970, UTC.
    /// - Throws: any ``LinkError`` but ``LinkError/claim(_:)``; an ended link that is also forged is `forged`.
    public func read(_ text: String, purpose: String, at now: Int64) throws(LinkError) -> LinkClaims {
        guard text.utf8.count <= Self.maximumLength, let bytes = Base64URL.decode(text),
            bytes.count > Self.macLength, bytes[0] == Self.version,
            let claims = LinkSigner.claims(in: bytes.dropLast(Self.macLength).dropFirst())
        else { throw .malformed }
        let signed = Array(bytes.dropLast(Self.macLength))
        let expected = mac(of: signed, purpose: claims.purpose)
        guard ConstantTime.equal(Array(bytes.suffix(Self.macLength)), expected) else { throw .forged }
        guard claims.purpose == purpose else { throw .wrongPurpose }
        guard now < claims.expires else { throw .expired(at: claims.expires) }
        return claims
    }

    private static func claims(in bytes: ArraySlice<UInt8>) -> LinkClaims? {
        guard bytes.count > 8 else { return nil }
        let expires = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        var rest = bytes.dropFirst(8)
        var texts: [String] = []
        for name in ["purpose", "subject", "id"] {
            guard let length = rest.popFirst().map(Int.init), (1...(limits[name] ?? 0)).contains(length),
                rest.count >= length, let text = String(validating: rest.prefix(length), as: UTF8.self)
            else { return nil }
            texts.append(text)
            rest = rest.dropFirst(length)
        }
        guard rest.isEmpty else { return nil }
        return LinkClaims(purpose: texts[0], subject: texts[1], id: texts[2], expires: Int64(bitPattern: expires))
    }

    private func mac(of bytes: [UInt8], purpose: String) -> [UInt8] {
        let key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret.bytes), salt: Array("stepwell".utf8),
            info: Array("link v1 \(purpose)".utf8), outputByteCount: 32)
        return Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key))
    }
}
