import Foundation

/// One provider a practice trusts, and what it knows this program as.
public struct OpenIDSettings: Sendable, Equatable {
    /// The provider's name for itself, letter for letter, for example `https://login.example.org/tenant`.
    public let issuer: String
    /// This program's name at the provider.
    public let clientID: String
    /// Sent by HTTP Basic to the token endpoint; `nil` for a public client, which PKCE alone protects.
    public let clientSecret: Secret?
    /// Where the provider sends the browser back to; registered there.
    public let redirectURI: String

    /// - Throws: ``OpenIDError/setting(_:expected:)``: addresses are https, or http to this machine; the issuer has
    ///   neither query nor fragment.
    public init(
        issuer: String, clientID: String, clientSecret: Secret?, redirectURI: String
    ) throws(OpenIDError) {
        guard WebAddress.isSafe(issuer), !issuer.contains("?"), !issuer.contains("#") else {
            throw .setting("issuer", expected: "an https address without query (http only to this machine)")
        }
        guard WebAddress.isSafe(redirectURI), !redirectURI.contains("#") else {
            throw .setting("redirect address", expected: "an https address (http only to this machine)")
        }
        guard (1...255).contains(clientID.utf8.count) else {
            throw .setting("client id", expected: "1 to 255 characters")
        }
        self.issuer = issuer
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.redirectURI = redirectURI
    }

    /// Where the provider describes itself (OpenID Connect Discovery 1.0, section 4).
    var discoveryURL: String {
        (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration"
    }
}

/// Which addresses may be asked.
enum WebAddress {
    /// https with a host and without user name; or http to this machine, for tests and local providers.
    static func isSafe(_ text: String) -> Bool {
        guard text.utf8.count <= 2048, let url = URLComponents(string: text), let host = url.host, !host.isEmpty,
            url.user == nil, url.password == nil
        else { return false }
        switch url.scheme {
        case "https": return true
        case "http": return ["127.0.0.1", "::1", "[::1]", "localhost"].contains(host)
        default: return false
        }
    }
}
