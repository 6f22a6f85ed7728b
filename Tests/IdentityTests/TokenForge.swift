import Crypto
import CryptoExtras
import Foundation
import JSONText
import Synchronization

@testable import Identity

/// Makes ID tokens, good and bad, by hand: header, claims and signature are whatever a test wants.
struct TokenForge: Sendable {
    let rsa: _RSA.Signing.PrivateKey
    let elliptic = P256.Signing.PrivateKey()

    init() throws { rsa = try _RSA.Signing.PrivateKey(keySize: .bits2048) }

    func keySet(rsaID: String = "rsa-1", ellipticID: String = "ec-1") throws -> JSON {
        let numbers = try rsa.publicKey.getKeyPrimitives()
        let point = [UInt8](elliptic.publicKey.x963Representation)
        let rsaKey: JSON = [
            "kty": "RSA", "kid": .string(rsaID), "use": "sig", "n": .string(Base64URL.encode(numbers.modulus)),
            "e": .string(Base64URL.encode(numbers.publicExponent)),
        ]
        let ellipticKey: JSON = [
            "kty": "EC", "crv": "P-256", "kid": .string(ellipticID), "alg": "ES256",
            "x": .string(Base64URL.encode(point[1..<33])), "y": .string(Base64URL.encode(point[33...])),
        ]
        return ["keys": .array([rsaKey, ellipticKey, ["kty": "oct", "k": "AAAA", "kid": "hmac-1"]])]
    }

    /// The RSA public key as somebody might use it for a symmetric secret.
    func publicForms() throws -> [[UInt8]] {
        let key = rsa.publicKey
        return [
            Array(key.pemRepresentation.utf8), [UInt8](key.derRepresentation),
            [UInt8](try key.getKeyPrimitives().modulus),
        ]
    }

    enum Signature { case rs256, ps256, es256, none, hmac([UInt8]), rs512 }

    func token(_ header: JSON, _ claims: JSON, _ signature: Signature) throws -> String {
        let text = Base64URL.encode(header.bytes()) + "." + Base64URL.encode(claims.bytes())
        let bytes = Data(text.utf8)
        let signed: [UInt8] =
            switch signature {
            case .rs256:
                [UInt8](try rsa.signature(for: SHA256.hash(data: bytes), padding: .insecurePKCS1v1_5).rawRepresentation)
            case .rs512:
                [UInt8](try rsa.signature(for: SHA512.hash(data: bytes), padding: .insecurePKCS1v1_5).rawRepresentation)
            case .ps256: [UInt8](try rsa.signature(for: SHA256.hash(data: bytes), padding: .PSS).rawRepresentation)
            case .es256: [UInt8](try elliptic.signature(for: bytes).rawRepresentation)
            case .none: []
            case .hmac(let key): [UInt8](HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key)))
            }
        return text + "." + Base64URL.encode(signed)
    }
}

extension JSON {
    /// This object with one member set, or removed when `value` is `nil`.
    func setting(_ key: String, _ value: JSON?) -> JSON {
        let kept = (members ?? []).filter { $0.key != key }
        return .object(kept + (value.map { [Member(key, $0)] } ?? []))
    }
}

/// A provider in memory: answers by address, and counts what was asked.
final class ProviderStub: Sendable {
    private struct State {
        var answers: [String: OpenIDTransport.Answer] = [:]
        var asked: [OpenIDTransport.Request] = []
    }

    private let state = Mutex(State())

    func answer(_ url: String, _ json: JSON, status: Int = 200) { answer(url, json.bytes(), status: status) }

    func answer(_ url: String, _ body: [UInt8], status: Int = 200) {
        state.withLock { $0.answers[url] = .init(status: status, body: body) }
    }

    func asked(_ what: String) -> [OpenIDTransport.Request] { state.withLock { $0.asked.filter { $0.what == what } } }

    var transport: OpenIDTransport {
        OpenIDTransport { [self] request throws(OpenIDError) in
            let answer = state.withLock { state in
                state.asked.append(request)
                return state.answers[request.url]
            }
            guard let answer else { throw .unreachable(request.what) }
            return answer
        }
    }
}
