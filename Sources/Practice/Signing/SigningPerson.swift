public import Clinical
public import JSONText

/// Who acts, with the roles they have at this site.
public struct SigningPerson: Sendable, Equatable {
    public let id: String
    public let name: String
    public let roles: Set<String>

    public init(id: String, name: String, roles: Set<String>) {
        self.id = id
        self.name = name
        self.roles = roles
    }

    public func may(_ act: SigningAct) -> Bool { !roles.isDisjoint(with: act.roles) }

    /// The person in the role they act in.
    ///
    /// - Throws: ``SigningError/notAllowed(act:)``.
    func acting(_ act: SigningAct) throws(SigningError) -> Signer {
        guard let role = roles.intersection(act.roles).sorted().first else { throw .notAllowed(act: act) }
        return Signer(id: id, name: name, role: role)
    }
}

/// A person as an event keeps them: with the role they acted in.
public struct Signer: Sendable, Equatable {
    public let id: String
    public let name: String
    public let role: String

    public init(id: String, name: String, role: String) {
        self.id = id
        self.name = name
        self.role = role
    }

    /// `A. Name (pharmacist)`.
    public var line: String { "\(name) (\(role == "medical-director" ? "medical director" : role))" }

    var json: JSON {
        .object([
            JSON.Member("id", .string(id)), JSON.Member("name", .string(name)), JSON.Member("role", .string(role)),
        ])
    }

    init?(_ json: JSON?) {
        guard let json, let id = json["id"]?.string, let name = json["name"]?.string,
            let role = json["role"]?.string
        else { return nil }
        self.init(id: id, name: name, role: role)
    }
}

/// An event of a site's stream as read.
public struct SiteEvent: Sendable {
    /// Its place in the stream, from 1.
    public let version: Int
    public let type: String
    public let at: Instant
    public let body: JSON

    public init(version: Int, type: String, at: Instant, body: JSON) {
        self.version = version
        self.type = type
        self.at = at
        self.body = body
    }
}
