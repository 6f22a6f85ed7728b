import Clinical
import Identity
import JSONText
import Journal
public import Practice

/// One attempt to sign in.
public struct SignInAttempt: Sendable {
    public var email: String
    public var password: String
    /// The second factor's digits or a recovery code; empty when none was asked for yet.
    public var code: String
    /// The network address it came from.
    public var address: String
    /// A random mark this browser was given at an earlier sign-in of this person; empty when it has none.
    public var device: String
    /// On a workstation that several people use.
    public var shared: Bool
    /// What the first half of a sign-in gave, so that the password need not be typed again beside the code.
    public var step: String

    public init(
        email: String, password: String, code: String = "", address: String, device: String = "", shared: Bool = false,
        step: String = ""
    ) {
        self.step = step
        self.email = email
        self.password = password
        self.code = code
        self.address = address
        self.device = device
        self.shared = shared
    }
}

/// What came of an attempt.
public enum SignInAnswer: Sendable {
    /// - Parameter device: To be kept in a cookie, so that a stranger's attempts do not slow this browser down.
    case signedIn(token: String, person: Person, device: String)
    /// The password fits; the code of the second factor is needed.
    ///
    /// - Parameter step: Sent back with the code, good for five minutes.
    case needsCode(step: String)
}

extension AccountService {
    /// Signs in. Every failure says the same and takes as long, whether the account exists or not.
    ///
    /// - Throws: ``AccountError/wrongSignIn``, ``AccountError/wait(seconds:)`` or ``AccountError/busy``.
    public func signIn(_ attempt: SignInAttempt) async throws(AccountError) -> SignInAnswer {
        let now = world.now()
        if journal.isShared { try await directory.refresh() }
        let person = directory.person(email: attempt.email).flatMap { $0.standing == .active ? $0 : nil }
        let device = await knownDevice(attempt, person)
        let limit = SignInLimit(account: attempt.email, address: attempt.address, device: device)
        if let seconds = attempts.refusal(limit, now: now) { throw .wait(seconds: seconds) }
        guard let person = try await proven(attempt, person) else { throw .wrongSignIn }
        if person.hasSecondFactor {
            guard !attempt.code.isEmpty else {
                // A right password proves nothing to a known device's counter yet: only the code does.
                if device == nil { attempts.succeeded(limit, now: now) }
                return .needsCode(step: try await halfway(person))
            }
            do throws(AccountError) {
                try await spend(attempt.code, of: person)
            } catch {
                throw .wrongSignIn
            }
        }
        attempts.succeeded(limit, now: now)
        try await useUp(attempt.step)
        let token = try await open(person, shared: attempt.shared, factor: person.hasSecondFactor)
        let kept = try await remember(person, device == nil ? "" : attempt.device)
        return .signedIn(token: token.text, person: person, device: kept)
    }

    /// The person, when the password fits or was shown a moment ago.
    private func proven(_ attempt: SignInAttempt, _ person: Person?) async throws(AccountError) -> Person? {
        if !attempt.step.isEmpty {
            guard let token = Token(attempt.step), let person else { return nil }
            do throws(JournalError) {
                let kept = try await journal.get("step/" + token.hash.hex, at: world.now().milliseconds)
                return kept == Array(person.id.utf8) ? person : nil
            } catch {
                throw AccountError(error)
            }
        }
        let hash = person.map(\.passwordHash).flatMap { $0.isEmpty ? nil : $0 } ?? hasher.dummyHash
        let fits = try await verify(attempt.password, hash)
        guard fits, let person, !person.passwordHash.isEmpty else { return nil }
        await renew(attempt.password, of: person)
        return person
    }

    /// Hashes a password that was right again when its hash is of another cost; when that fails, the next sign-in does it.
    private func renew(_ password: String, of person: Person) async {
        guard hasher.needsRehash(person.passwordHash), let hash = try? await hash(password) else { return }
        _ = try? await directory.change(person.id, by: Self.machine) { now in
            // Somebody may have changed the password meanwhile: that one stays.
            guard now.passwordHash == person.passwordHash else { return [] }
            return [Ledger.Change(type: PersonEvent.passwordRehashed.rawValue, body: ["password": .string(hash)])]
        }
    }

    private func useUp(_ step: String) async throws(AccountError) {
        guard let token = Token(step) else { return }
        do throws(JournalError) {
            try await journal.remove("step/" + token.hash.hex)
        } catch {
            throw AccountError(error)
        }
    }

    private func halfway(_ person: Person) async throws(AccountError) -> String {
        let token = Token.random()
        do throws(JournalError) {
            try await journal.put(
                "step/" + token.hash.hex, Array(person.id.utf8), until: world.now().adding(minutes: 5).milliseconds)
        } catch {
            throw AccountError(error)
        }
        return token.text
    }

    private static func deviceKey(_ token: Token, _ person: Person) -> String {
        "device/\(person.id)/\(token.hash.hex)"
    }

    private func knownDevice(_ attempt: SignInAttempt, _ person: Person?) async -> TokenHash? {
        guard let person, let token = Token(attempt.device),
            (try? await journal.get(Self.deviceKey(token, person), at: world.now().milliseconds)) != nil
        else { return nil }
        return token.hash
    }

    private func remember(_ person: Person, _ device: String) async throws(AccountError) -> String {
        if !device.isEmpty { return device }
        let token = Token.random()
        do throws(JournalError) {
            try await journal.put(
                Self.deviceKey(token, person), [1], until: world.now().adding(hours: 24 * 90).milliseconds)
        } catch {
            throw AccountError(error)
        }
        return token.text
    }

    /// Uses up a code: each step of the clock and each recovery code is good once, on all nodes together.
    func spend(_ code: String, of person: Person) async throws(AccountError) {
        let digits = code.filter { !$0.isWhitespace }
        if digits.utf8.count == 6, digits.utf8.allSatisfy({ (48...57).contains($0) }) {
            guard let secret = Self.secret(person.factorSecret) else { throw .wrongCode }
            return try await spend(digits, secret, of: person)
        }
        try await directory.change(person.id, by: person.id) { person throws(AccountError) in
            guard let stored = (try? JSON.parse(Array(person.recovery.utf8))).flatMap({ RecoveryCodes($0) }),
                let left = stored.spending(code)
            else { throw .wrongCode }
            return [Ledger.Change(type: PersonEvent.recoveryUsed.rawValue, body: ["left": .string(left.json.text)])]
        }
    }

    func spend(_ digits: String, _ secret: Secret, of person: Person) async throws(AccountError) {
        let now = world.now()
        guard let step = TOTP.verify(digits, secret, at: now.milliseconds, lastUsedStep: nil) else {
            throw .wrongCode
        }
        let fresh: Bool
        do throws(JournalError) {
            fresh = try await journal.putNew(
                "totp/\(person.id)/\(step)", [1], until: now.adding(hours: 1).milliseconds, at: now.milliseconds)
        } catch {
            throw AccountError(error)
        }
        guard fresh else { throw .wrongCode }
    }

    static func secret(_ text: String) -> Secret? {
        guard let bytes = Base32.rfc4648.decode(text), bytes.count >= 16 else { return nil }
        return Secret(bytes)
    }
}
