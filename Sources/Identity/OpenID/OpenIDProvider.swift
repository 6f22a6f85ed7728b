/// A practice's own directory, asked by OpenID Connect: code flow with PKCE, state and nonce.
///
/// `begin` gives the address for the browser and the attempt to keep; `finish` takes what the browser came back with.
/// What a provider says of itself is kept an hour; its keys until a token names one that is not among them, and then
/// fetched anew once a minute at most.
public struct OpenIDProvider: Sendable {
    /// The provider asked.
    public let settings: OpenIDSettings

    let transport: OpenIDTransport
    let metadata = Fetched<OpenIDMetadata>()
    let keys = Fetched<OpenIDKeys>()

    /// Asks over the network; connections close when the last copy is let go.
    public init(_ settings: OpenIDSettings) { self.init(settings, over: .network()) }

    init(_ settings: OpenIDSettings, over transport: OpenIDTransport) {
        self.settings = settings
        self.transport = transport
    }

    /// Begins a sign-in.
    ///
    /// - Parameter now: milliseconds since 1970, UTC.
    /// - Returns: where to send the browser, and the attempt to keep until it comes back.
    public func begin(
        at now: Int64, random: RandomSource = .system
    ) async throws(OpenIDError) -> (url: String, attempt: OpenIDAttempt) {
        let attempt = OpenIDAttempt.random(from: random)
        return (attempt.authorizationURL(try await discovered(at: now), settings), attempt)
    }

    /// Ends a sign-in: exchanges the code and checks the ID token.
    ///
    /// - Parameters:
    ///   - query: the part of the returning browser's address after `?`, as it came.
    ///   - attempt: kept for this browser, and taken off the shelf: never use one twice.
    ///   - now: milliseconds since 1970, UTC.
    /// - Throws: any ``OpenIDError``.
    public func finish(
        query: String, attempt: OpenIDAttempt, at now: Int64
    ) async throws(OpenIDError) -> OpenIDIdentity {
        let code = try attempt.code(in: query, for: settings)
        let endpoint = try await discovered(at: now).tokenEndpoint
        let text = try await tokenText(code, attempt, from: endpoint)
        return try await identity(in: text, nonce: attempt.nonce, at: now)
    }
}
