import Foundation
import JSONText

/// What the provider is asked, and how its answers are read.
extension OpenIDProvider {
    private static let hour: Int64 = 3_600_000
    private static let minute: Int64 = 60_000

    func discovered(at now: Int64) async throws(OpenIDError) -> OpenIDMetadata {
        let (settings, transport) = (settings, transport)
        return try await metadata.value(noOlderThan: Self.hour, at: now) { () throws(OpenIDError) in
            let request = OpenIDTransport.Request(what: "discovery document", url: settings.discoveryURL)
            return try OpenIDMetadata(try await OpenIDProvider.json(request, over: transport), for: settings)
        }
    }

    /// Trusts a token or says why not.
    func identity(
        in text: String, nonce: Token, at now: Int64
    ) async throws(OpenIDError) -> OpenIDIdentity {
        let token = try OpenIDProvider.trusting { () throws(IDTokenFault) in try IDToken(text) }
        guard let key = try await key(for: token, at: now) else { throw .token(.key) }
        guard await key.signed(token) else { throw .token(.signature) }
        let settings = settings
        return try OpenIDProvider.trusting { () throws(IDTokenFault) in
            try OpenIDIdentity.checked(token.claims, settings: settings, nonce: nonce, at: now)
        }
    }

    private func key(for token: IDToken, at now: Int64) async throws(OpenIDError) -> OpenIDKeys.Key? {
        let known = try await keys(noOlderThan: Self.hour, at: now)
        if let key = known.key(for: token) { return key }
        return try await keys(noOlderThan: Self.minute, at: now).key(for: token)
    }

    private func keys(noOlderThan age: Int64, at now: Int64) async throws(OpenIDError) -> OpenIDKeys {
        let url = try await discovered(at: now).keysURL
        let transport = transport
        return try await keys.value(noOlderThan: age, at: now) { () throws(OpenIDError) in
            try OpenIDKeys(try await OpenIDProvider.json(.init(what: "keys", url: url), over: transport))
        }
    }

    /// Exchanges the code for the ID token (RFC 6749 section 4.1.3, client by HTTP Basic after section 2.3.1).
    func tokenText(
        _ code: String, _ attempt: OpenIDAttempt, from endpoint: String
    ) async throws(OpenIDError) -> String {
        var form = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", settings.redirectURI),
            ("code_verifier", attempt.verifier.text),
        ]
        var authorization: String?
        if let secret = settings.clientSecret {
            let password = String(decoding: secret.bytes, as: UTF8.self)
            let pair = PercentText.encode(settings.clientID) + ":" + PercentText.encode(password)
            authorization = "Basic " + Data(pair.utf8).base64EncodedString()
        } else {
            form.append(("client_id", settings.clientID))
        }
        let request = OpenIDTransport.Request(
            what: "token endpoint", url: endpoint, form: PercentText.form(form), authorization: authorization)
        let json = try await OpenIDProvider.json(request, over: transport)
        guard json["token_type"]?.string?.lowercased() == "bearer", let text = json["id_token"]?.string else {
            throw .answer("token endpoint", "there is no ID token in it")
        }
        return text
    }

    private static func json(
        _ request: OpenIDTransport.Request, over transport: OpenIDTransport
    ) async throws(OpenIDError) -> JSON {
        let answer = try await transport.send(request)
        let json = try? JSON.parse(answer.body, maximumDepth: 32)
        if (400...401).contains(answer.status), let error = json?["error"]?.string {
            throw .denied(OpenIDAttempt.plain(error))
        }
        guard answer.status == 200 else { throw .answer(request.what, "its status is \(answer.status)") }
        guard let json, json.members != nil else { throw .answer(request.what, "it is no JSON object") }
        return json
    }

    private static func trusting<Value>(_ body: () throws(IDTokenFault) -> Value) throws(OpenIDError) -> Value {
        do throws(IDTokenFault) {
            return try body()
        } catch {
            throw .token(error)
        }
    }
}
