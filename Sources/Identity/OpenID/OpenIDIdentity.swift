import JSONText

/// Who somebody is, as their practice's directory says.
public struct OpenIDIdentity: Sendable, Equatable {
    /// Which directory; with ``subject`` the one name that stays.
    public let issuer: String
    /// The person's id there; never used again for somebody else.
    public let subject: String
    /// In small letters; `nil` unless the directory says that it has checked it (`email_verified` is true).
    public let verifiedEmail: String?
    /// A name to show.
    public let name: String?
}

extension OpenIDIdentity {
    /// How far two clocks may differ, in milliseconds.
    static let skew: Int64 = 60_000
    /// How long ago a token may have been issued, in milliseconds: it was fetched a moment ago.
    static let freshness: Int64 = 600_000

    /// Holds the claims of a token whose signature is genuine against this attempt (OpenID Connect Core 1.0, 3.1.3.7).
    ///
    /// - Parameter now: milliseconds since 1970, UTC.
    /// - Throws: the first ``IDTokenFault`` found.
    static func checked(
        _ claims: JSON, settings: OpenIDSettings, nonce: Token, at now: Int64
    ) throws(IDTokenFault) -> OpenIDIdentity {
        guard claims["iss"]?.string == settings.issuer else { throw .issuer }
        try checkAudience(claims, clientID: settings.clientID)
        guard let expires = moment(claims["exp"]), now < expires + skew else { throw .expired }
        guard let issued = moment(claims["iat"]), issued <= now + skew else { throw .future }
        guard issued >= now - freshness - skew else { throw .old }
        if let notBefore = claims["nbf"] {
            guard let begins = moment(notBefore), begins <= now + skew else { throw .future }
        }
        guard let shown = claims["nonce"]?.string, ConstantTime.equal(shown, nonce.text) else { throw .nonce }
        guard let subject = claims["sub"]?.string, (1...255).contains(subject.utf8.count) else { throw .subject }
        let isVerified = claims["email_verified"]?.bool == true
        let email = claims["email"]?.string.flatMap { $0.utf8.count <= 254 ? $0.lowercased() : nil }
        return OpenIDIdentity(
            issuer: settings.issuer, subject: subject, verifiedEmail: isVerified ? email : nil,
            name: claims["name"]?.string.map { String($0.prefix(200)) })
    }

    private static func checkAudience(_ claims: JSON, clientID: String) throws(IDTokenFault) {
        let audience = claims["aud"]?.string.map { [$0] } ?? claims["aud"]?.array?.compactMap(\.string) ?? []
        guard audience.contains(clientID) else { throw .audience }
        let party = claims["azp"]
        guard party?.string == clientID || (party == nil && audience.count == 1) else { throw .audience }
    }

    /// A NumericDate (RFC 7519 section 2: seconds, fractions allowed) in milliseconds, from 1970 to the year 9999.
    private static func moment(_ json: JSON?) -> Int64? {
        guard let seconds = json?.numberText.flatMap(Double.init), (0...253_402_300_799).contains(seconds) else {
            return nil
        }
        return Int64(seconds * 1000)
    }
}
