import JSONText

/// An ID token taken apart, not yet trusted (RFC 7515 compact form).
struct IDToken: Sendable {
    /// The algorithms this program trusts; `none` and the symmetric ones are not among them and never will be.
    enum Algorithm: String, Sendable, CaseIterable {
        case rs256 = "RS256"
        case ps256 = "PS256"
        case es256 = "ES256"
    }

    static let maximumLength = 65_536

    let text: String
    let algorithm: Algorithm
    let keyID: String?
    let claims: JSON

    /// - Throws: ``IDTokenFault/malformed`` or ``IDTokenFault/algorithm``.
    init(_ text: String) throws(IDTokenFault) {
        guard text.utf8.count <= IDToken.maximumLength else { throw .malformed }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, Base64URL.decode(parts[2]) != nil else { throw .malformed }
        let header = try IDToken.object(parts[0])
        claims = try IDToken.object(parts[1])
        // An extension this program does not know must be refused (RFC 7515 section 4.1.11); a token of another kind too.
        guard header["crit"] == nil, header["typ"].map({ $0.string?.uppercased() == "JWT" }) ?? true else {
            throw .malformed
        }
        guard let algorithm = header["alg"]?.string.flatMap(Algorithm.init(rawValue:)) else { throw .algorithm }
        self.algorithm = algorithm
        keyID = header["kid"]?.string
        self.text = text
    }

    private static func object(_ part: Substring) throws(IDTokenFault) -> JSON {
        guard let bytes = Base64URL.decode(part), let json = try? JSON.parse(bytes, maximumDepth: 16),
            let members = json.members, Set(members.map(\.key)).count == members.count
        else { throw .malformed }
        return json
    }
}
