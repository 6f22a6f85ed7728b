import Identity
import JSONText
import Journal
import Practice

/// The second factor of an account: a secret in an authenticator app, and recovery codes on paper.
extension AccountService {
    /// A secret to be typed or scanned; nothing is kept until ``confirmSecondFactor(_:secret:code:)``.
    public func newFactorSecret(for viewer: Viewer, issuer: String) -> (secret: String, address: String) {
        let secret = TOTP.makeSecret()
        return (
            Base32.rfc4648.encode(secret.bytes), TOTP.uri(secret, issuer: issuer, account: viewer.person.email)
        )
    }

    /// The address an app reads for a secret made before; `nil` when the text is no such secret.
    public func factorAddress(_ secret: String, for viewer: Viewer, issuer: String) -> String? {
        Self.secret(secret).map { TOTP.uri($0, issuer: issuer, account: viewer.person.email) }
    }

    /// Shows the second factor once more in a running session, for what needs it fresh.
    ///
    /// - Throws: ``AccountError/wrongCode`` for a wrong or used code, ``AccountError/wait(seconds:)`` after too many.
    public func confirm(_ viewer: Viewer, code: String) async throws(AccountError) {
        guard viewer.person.hasSecondFactor else { throw .wrongCode }
        let limit = try limited("confirm", viewer)
        try await spend(code, of: viewer.person)
        attempts.succeeded(limit, now: world.now())
        try await markFactor(viewer)
    }

    /// Counts an attempt at a secret inside a session, so that a session left open is no place to guess it.
    func limited(_ what: String, _ viewer: Viewer) throws(AccountError) -> SignInLimit {
        let who = "\(what) \(viewer.person.id)"
        let limit = SignInLimit(account: who, address: who, device: nil)
        if let seconds = attempts.refusal(limit, now: world.now()) { throw .wait(seconds: seconds) }
        return limit
    }

    /// From now on the session counts as one with a second factor.
    private func markFactor(_ viewer: Viewer) async throws(AccountError) {
        var session = Session(
            person: viewer.person.id, made: viewer.session.made, shared: viewer.session.shared, factor: true)
        session.seen = world.now()
        try await sessions.save(session, key: viewer.key)
    }

    /// Turns the second factor on, after one code showed that the app has the secret.
    ///
    /// - Returns: Recovery codes, shown once.
    public func confirmSecondFactor(
        _ viewer: Viewer, secret: String, code: String
    ) async throws(AccountError) -> [String] {
        guard let read = Self.secret(secret) else { throw .wrongCode }
        try await spend(code, read, of: viewer.person)
        let made = RecoveryCodes.make()
        try await directory.change(viewer.person.id, by: viewer.person.id) { _ in
            [
                Ledger.Change(
                    type: PersonEvent.factorSet.rawValue,
                    body: [
                        "secret": .string(Base32.rfc4648.encode(read.bytes)),
                        "recovery": .string(made.stored.json.text),
                    ])
            ]
        }
        try await markFactor(viewer)
        return made.codes
    }

    /// Turns it off; not for people whose roles need one.
    public func removeSecondFactor(_ viewer: Viewer, password: String) async throws(AccountError) {
        guard !viewer.person.needsSecondFactor else { throw .notAllowed("a second factor is required for your roles") }
        let limit = try limited("password", viewer)
        guard try await verify(password, viewer.person.passwordHash) else { throw .wrongSignIn }
        attempts.succeeded(limit, now: world.now())
        try await directory.change(viewer.person.id, by: viewer.person.id) { _ in
            [Ledger.Change(type: PersonEvent.factorRemoved.rawValue, body: [:])]
        }
    }
}
