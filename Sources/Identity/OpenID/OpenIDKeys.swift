import JSONText
import JWTKit

/// The public keys a provider signs with (RFC 7517); others in its list are passed over.
struct OpenIDKeys: Sendable, Equatable {
    struct Key: Sendable, Equatable {
        enum Material: Sendable, Equatable {
            case rsa(modulus: String, exponent: String)
            case p256(x: String, y: String)
        }

        let id: String?
        let algorithm: String?
        let material: Material

        func fits(_ algorithm: IDToken.Algorithm) -> Bool {
            guard self.algorithm == nil || self.algorithm == algorithm.rawValue else { return false }
            switch (material, algorithm) {
            case (.rsa, .rs256), (.rsa, .ps256), (.p256, .es256): return true
            default: return false
            }
        }
    }

    let keys: [Key]

    /// - Throws: ``OpenIDError/answer(_:_:)`` when it is no key set, or one without a usable key.
    init(_ json: JSON) throws(OpenIDError) {
        keys = (json["keys"]?.array ?? []).prefix(64).compactMap(OpenIDKeys.key)
        guard !keys.isEmpty else { throw .answer("keys", "there is no RSA or P-256 signing key among them") }
    }

    private static func key(_ json: JSON) -> Key? {
        guard json["use"] == nil || json["use"]?.string == "sig" else { return nil }
        let material: Key.Material
        switch json["kty"]?.string {
        case "RSA":
            // 2048 bits or more (NIST SP 800-131A); more than 8192 would cost us time.
            guard let modulus = json["n"]?.string, let exponent = json["e"]?.string,
                let bytes = Base64URL.decode(modulus), (256...1024).contains(bytes.count), bytes.first != 0,
                Base64URL.decode(exponent).map({ (1...4).contains($0.count) }) == true
            else { return nil }
            material = .rsa(modulus: modulus, exponent: exponent)
        case "EC":
            guard json["crv"]?.string == "P-256", let x = json["x"]?.string, let y = json["y"]?.string,
                Base64URL.decode(x)?.count == 32, Base64URL.decode(y)?.count == 32
            else { return nil }
            material = .p256(x: x, y: y)
        default: return nil
        }
        return Key(id: json["kid"]?.string, algorithm: json["alg"]?.string, material: material)
    }

    /// The key a token says it was signed with; without a key id only when there is no choice.
    func key(for token: IDToken) -> Key? {
        let fitting = keys.filter { $0.fits(token.algorithm) }
        guard let id = token.keyID else { return fitting.count == 1 ? fitting.first : nil }
        return fitting.first { $0.id == id }
    }
}

extension OpenIDKeys.Key {
    private struct AnyClaims: JWTPayload {
        func verify(using algorithm: some JWTAlgorithm) async throws {}
    }

    /// Whether this key signed the token. The algorithm was chosen from our list and fits the key; jwt-kit gets that one
    /// key for that one algorithm and chooses nothing.
    func signed(_ token: IDToken) async -> Bool {
        let collection = JWTKeyCollection()
        do {
            switch (material, token.algorithm) {
            case (.rsa(let modulus, let exponent), .rs256):
                await collection.add(
                    rsa: try Insecure.RSA.PublicKey(modulus: modulus, exponent: exponent), digestAlgorithm: .sha256)
            case (.rsa(let modulus, let exponent), .ps256):
                await collection.add(
                    pss: try Insecure.RSA.PublicKey(modulus: modulus, exponent: exponent), digestAlgorithm: .sha256)
            case (.p256(let x, let y), .es256):
                await collection.add(ecdsa: try ES256PublicKey(parameters: (x, y)))
            default: return false
            }
            _ = try await collection.verify(token.text, as: AnyClaims.self)
            return true
        } catch {
            return false
        }
    }
}
