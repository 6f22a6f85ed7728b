import Clinical
import HTTPTypes
import Hummingbird
import Logging
import Practice
import Service

/// What the pages about content and labels need: the service, who acts, and what a form must carry.
struct SigningDesk: Sendable {
    let pages: Pages
    let signing: SigningService
    /// The person who is signed in; `nil` when nobody is.
    let actor: @Sendable (AppContext) -> SigningPerson?
    /// A hidden field every form of this session carries, as name and value; `nil` when there are no sessions.
    let token: @Sendable (AppContext) -> (name: String, value: String)?

    /// Refuses a posted form that lacks what this session's forms carry.
    let admit: @Sendable (FormData, AppContext) throws -> Void
    /// Puts signed content in force on this server.
    let adopt: @Sendable () async throws -> Void
    /// How whoever is signed in stands with the second factor that signing asks for.
    let factor: @Sendable (AppContext) -> Factor
    /// The site's, for dates.
    let zone: Zone
    /// Whether courses start before the content is signed, as in the demo practice.
    let startsUnsigned: Bool

    enum Factor: Sendable {
        /// Not set up.
        case missing
        /// Set up, and not shown in this session.
        case notShown
        case shown
    }

    init(
        pages: Pages, signing: SigningService, zone: Zone = .utc, startsUnsigned: Bool = false,
        actor: @escaping @Sendable (AppContext) -> SigningPerson?,
        token: @escaping @Sendable (AppContext) -> (name: String, value: String)? = { _ in nil },
        admit: @escaping @Sendable (FormData, AppContext) throws -> Void = { _, _ in },
        adopt: @escaping @Sendable () async throws -> Void = {},
        factor: @escaping @Sendable (AppContext) -> Factor = { _ in .shown }
    ) {
        self.factor = factor
        self.adopt = adopt
        self.pages = pages
        self.signing = signing
        self.zone = zone
        self.startsUnsigned = startsUnsigned
        self.admit = admit
        self.actor = actor
        self.token = token
    }

    /// After signing or withdrawing. The signature stands whatever happens here; every node looks again by itself.
    func putInForce(_ context: AppContext) async {
        do {
            try await adopt()
        } catch {
            context.logger.error("signed content could not be put in force yet; every node tries again")
        }
    }

    func person(_ context: AppContext) throws(PageRefusal) -> SigningPerson {
        guard let person = actor(context) else {
            throw PageRefusal(status: .forbidden, line: "Sign in with a role that may do this.")
        }
        return person
    }

    func may(_ act: SigningAct, _ context: AppContext) -> Bool { actor(context)?.may(act) ?? false }

    /// The posted fields, once the form was admitted.
    func form(_ request: Request, _ context: AppContext) async throws -> FormData {
        let form = try await FormData(body: request)
        try admit(form, context)
        return form
    }

    func hidden(_ context: AppContext) -> [FormField] {
        token(context).map { [FormField(kind: .hidden, name: $0.name, label: "", value: $0.value)] } ?? []
    }

    /// Which status a refusal has; what belongs to no form becomes a page of its own.
    static func status(_ error: SigningError) -> HTTPResponse.Status {
        switch error {
        case .notAllowed: .forbidden
        case .unknownStatement, .unknownEntry: .notFound
        case .samePerson, .changedUnderneath, .settled, .unticked, .nothingToTick, .rowWithdrawn, .otherRelease,
            .unsigned:
            .conflict
        case .noLabel, .field, .doesNotFit, .unknownChoice: .unprocessableContent
        case .journal(let code, _): code.hasPrefix("label.") ? .unprocessableContent : .serviceUnavailable
        }
    }

    /// What differs from the release signed last; `nil` when none was signed or it cannot be read.
    static func sinceSigned(_ signing: SigningService) async -> ReleaseDiff? {
        do throws(SigningError) {
            guard try await signing.rules().state.signature != nil else { return nil }
            return try await signing.diff()
        } catch {
            return nil
        }
    }

    static func words(_ error: SigningError) -> String {
        let text = error.description
        return text.prefix(1).uppercased() + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
    }

    static func refusal(_ error: SigningError) -> PageRefusal {
        PageRefusal(status: status(error), line: words(error))
    }

    /// Runs a step whose refusal is a page of its own.
    static func unwrap<Value>(_ step: () async throws(SigningError) -> Value) async throws(PageRefusal) -> Value {
        do throws(SigningError) {
            return try await step()
        } catch {
            throw refusal(error)
        }
    }
}
