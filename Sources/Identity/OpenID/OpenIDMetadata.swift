import JSONText

/// What a provider says of itself (OpenID Connect Discovery 1.0, section 3): the part used here.
public struct OpenIDMetadata: Sendable, Equatable {
    public let issuer: String
    public let authorizationEndpoint: String
    public let tokenEndpoint: String
    public let keysURL: String

    /// Reads and checks the document.
    ///
    /// - Throws: ``OpenIDError/answer(_:_:)`` when it names another issuer than the one asked (section 4.3), lacks an
    ///   address, or names an unsafe one.
    init(_ json: JSON, for settings: OpenIDSettings) throws(OpenIDError) {
        guard let issuer = json["issuer"]?.string, issuer == settings.issuer else {
            throw .answer("discovery document", "its issuer is not the configured one")
        }
        self.issuer = issuer
        authorizationEndpoint = try OpenIDMetadata.address("authorization_endpoint", in: json, for: settings)
        tokenEndpoint = try OpenIDMetadata.address("token_endpoint", in: json, for: settings)
        keysURL = try OpenIDMetadata.address("jwks_uri", in: json, for: settings)
    }

    private static func address(
        _ name: String, in json: JSON, for settings: OpenIDSettings
    ) throws(OpenIDError) -> String {
        guard let address = json[name]?.string else {
            throw .answer("discovery document", "\(name) is missing")
        }
        // A provider on the network may not send requests to this machine's own ports.
        let isAllowed =
            WebAddress.isSafe(address) && (settings.issuer.hasPrefix("http:") || address.hasPrefix("https:"))
        guard isAllowed, !address.contains("#") else {
            throw .answer("discovery document", "\(name) is no https address")
        }
        return address
    }
}
