public import Clinical
import Identity
import JSONText
import Journal
public import Practice

/// A link that opens one thing for somebody without an account.
public struct OpenedLink: Sendable, Equatable {
    public let id: String
    public let patient: String
    public let purpose: LinkPurpose
    /// Not included.
    public let until: Instant
}

/// Links for patients and guest hospitals: signed, expiring, revocable, one purpose each, with a PIN.
extension PatientAccessService {
    /// How often a wrong PIN is taken before the link is revoked.
    static let pinTries = 5

    /// Makes a link and its PIN; both are given out once and by different ways.
    ///
    /// - Parameter hours: 1 ... 2160.
    public func makeLink(
        _ patient: String, purpose: LinkPurpose, hours: Int, by viewer: Viewer
    ) async throws(AccountError) -> (token: String, pin: String) {
        guard (1...2160).contains(hours) else {
            throw .field(name: "hours", line: "Choose 1 hour to 90 days.")
        }
        let pin = Pin.random()
        let id = accounts.world.newID()
        let until = accounts.world.now().adding(hours: hours)
        let hash = try await accounts.pinHash(pin.revealed)
        try await change(
            patient, .linkMade,
            [
                "id": .string(id), "purpose": .string(purpose.rawValue), "until": .int(until.milliseconds),
                "pin": .string(hash),
            ], by: viewer)
        let claims = LinkClaims(purpose: purpose.rawValue, subject: patient, id: id, expires: until.milliseconds)
        do throws(LinkError) {
            return (try links.sign(claims), pin.revealed)
        } catch {
            throw .journal(code: error.code, message: error.description)
        }
    }

    public func revokeLink(_ id: String, of patient: String, by viewer: Viewer) async throws(AccountError) {
        guard access(patient).links.contains(where: { $0.id == id }) else { throw .linkOver }
        try await change(patient, .linkRevoked, ["id": .string(id)], by: viewer)
    }

    /// The link a signed text stands for, while it is good; says nothing of the patient before the PIN is shown.
    ///
    /// - Throws: ``AccountError/linkOver`` for everything that is not a good link of that purpose.
    public func link(_ text: String, purpose: LinkPurpose) async throws(AccountError) -> PatientAccess.Link {
        try await open(text, purpose: purpose).link
    }

    private func open(
        _ text: String, purpose: LinkPurpose
    ) async throws(AccountError) -> (link: PatientAccess.Link, patient: String) {
        let now = accounts.world.now()
        let claims: LinkClaims
        do throws(LinkError) {
            claims = try links.read(text, purpose: purpose.rawValue, at: now.milliseconds)
        } catch {
            throw .linkOver
        }
        try await refresh()
        guard let link = access(claims.subject).links.first(where: { $0.id == claims.id }),
            !link.isRevoked, link.purpose == purpose, now < link.until
        else { throw .linkOver }
        return (link, claims.subject)
    }

    /// Shows the PIN; gives a token for a cookie that opens just this.
    ///
    /// - Throws: ``AccountError/pin(_:)``; after the last try the link is revoked and ``AccountError/linkOver``.
    public func enter(_ text: String, purpose: LinkPurpose, pin: String) async throws(AccountError) -> String {
        let (link, patient) = try await open(text, purpose: purpose)
        // Counted before the PIN is looked at, so that many at once are not more tries than one after the other.
        let attempt = try await nextTry(of: link)
        guard try await accounts.verify(pin, link.pinHash) else {
            guard attempt < Self.pinTries else {
                try await revoke(link, of: patient)
                throw .linkOver
            }
            throw .pin("This PIN does not fit. \(Self.pinTries - attempt) more tries, then the link ends.")
        }
        let token = Token.random()
        let value = JSON.object([
            JSON.Member("link", .string(link.id)), JSON.Member("patient", .string(patient)),
            JSON.Member("purpose", .string(purpose.rawValue)), JSON.Member("until", .int(link.until.milliseconds)),
        ])
        let until = min(link.until.milliseconds, accounts.world.now().adding(hours: 12).milliseconds)
        try await shelf { () throws(JournalError) in
            try await accounts.journal.removeAll(prefix: "link-try/\(link.id)/")
            try await accounts.journal.put("visit/" + token.hash.hex, value.bytes(), until: until)
        }
        return token.text
    }

    /// What a visitor's cookie opens; `nil` when the link ended or was revoked meanwhile.
    public func visit(_ text: String) async throws(AccountError) -> OpenedLink? {
        guard let token = Token(text) else { return nil }
        let now = accounts.world.now()
        var bytes: [UInt8]?
        try await shelf { () throws(JournalError) in
            bytes = try await accounts.journal.get("visit/" + token.hash.hex, at: now.milliseconds)
        }
        guard let bytes, let json = try? JSON.parse(bytes), let id = json["link"]?.string,
            let patient = json["patient"]?.string, let word = json["purpose"]?.string,
            let purpose = LinkPurpose(rawValue: word)
        else { return nil }
        try await refresh()
        guard let link = access(patient).links.first(where: { $0.id == id }), !link.isRevoked, now < link.until else {
            return nil
        }
        return OpenedLink(id: id, patient: patient, purpose: purpose, until: link.until)
    }

    private func nextTry(of link: PatientAccess.Link) async throws(AccountError) -> Int {
        let now = accounts.world.now().milliseconds
        for attempt in 1...Self.pinTries {
            var mine = false
            try await shelf { () throws(JournalError) in
                mine = try await accounts.journal.putNew(
                    "link-try/\(link.id)/\(attempt)", [1], until: link.until.milliseconds, at: now)
            }
            if mine { return attempt }
        }
        throw .linkOver
    }

    private func revoke(_ link: PatientAccess.Link, of patient: String) async throws(AccountError) {
        try await change(patient, .linkRevoked, ["id": .string(link.id)], author: AccountService.machine)
    }

    private func shelf(_ step: () async throws(JournalError) -> Void) async throws(AccountError) {
        do throws(JournalError) {
            try await step()
        } catch {
            throw AccountError(error)
        }
    }
}
