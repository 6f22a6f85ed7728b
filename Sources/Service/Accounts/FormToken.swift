import Crypto
import Foundation
import Identity

/// What forms carry to show that they were made for this session.
enum FormToken {
    /// Made from the session's token with a keyed hash: whoever sees a form cannot make the cookie from it.
    static func text(of token: Token) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("stepwell-form-1".utf8), using: SymmetricKey(data: Data(token.text.utf8)))
        return Base64URL.encode(Array(code))
    }

    /// The name of a text on the shelf, where the text itself should not lie.
    static func digest(_ text: String) -> String { Base64URL.encode(Array(SHA256.hash(data: Data(text.utf8)))) }
}
