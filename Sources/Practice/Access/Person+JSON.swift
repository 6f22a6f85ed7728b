import Clinical
public import JSONText

/// The stored form of an account: the summary of its stream.
extension Person {
    public var json: JSON {
        .object([
            JSON.Member("email", .string(email)), JSON.Member("name", .string(name)),
            JSON.Member("roles", .array(roles.sorted().map { .string($0.rawValue) })),
            JSON.Member("sites", .array(sites.sorted().map { .string($0) })),
            JSON.Member("standing", .string(standing.rawValue)), JSON.Member("password", .string(passwordHash)),
            JSON.Member("pin", .string(pinHash)), JSON.Member("secret", .string(factorSecret)),
            JSON.Member("recovery", .string(recovery)),
            JSON.Member("sessionsFrom", .int(sessionsFrom.milliseconds)),
            JSON.Member("selfGiven", .array(selfGiven.sorted().map { .string($0.rawValue) })),
            JSON.Member("identity", .string(directoryIdentity)),
        ])
    }

    /// Reads the stored form; `nil` when it is something else.
    public init?(id: String, json: JSON) {
        guard let email = json["email"]?.string, let word = json["standing"]?.string,
            let standing = Standing(rawValue: word)
        else { return nil }
        self.init(id: id)
        self.email = email
        name = json["name"]?.string ?? ""
        roles = Set(json["roles"]?.array?.compactMap { $0.string.flatMap(Role.init(rawValue:)) } ?? [])
        sites = Set(json["sites"]?.array?.compactMap(\.string) ?? [])
        self.standing = standing
        passwordHash = json["password"]?.string ?? ""
        pinHash = json["pin"]?.string ?? ""
        factorSecret = json["secret"]?.string ?? ""
        recovery = json["recovery"]?.string ?? ""
        sessionsFrom = Instant(milliseconds: json["sessionsFrom"]?.numberText.flatMap { Int64($0) } ?? 0)
        selfGiven = Set(json["selfGiven"]?.array?.compactMap { $0.string.flatMap(Role.init(rawValue:)) } ?? [])
        directoryIdentity = json["identity"]?.string ?? ""
    }
}

/// The stored form of who may open a record.
extension PatientAccess {
    public var json: JSON {
        .object([
            JSON.Member("sites", sites.map { .array($0.sorted().map { .string($0) }) } ?? .null),
            JSON.Member(
                "glass",
                .array(
                    glass.map {
                        [
                            "person": .string($0.person), "reason": .string($0.reason),
                            "from": .int($0.from.milliseconds), "until": .int($0.until.milliseconds),
                        ]
                    })),
            JSON.Member(
                "links",
                .array(
                    links.map {
                        [
                            "id": .string($0.id), "purpose": .string($0.purpose.rawValue),
                            "until": .int($0.until.milliseconds), "pin": .string($0.pinHash),
                            "by": .string($0.madeBy), "revoked": .bool($0.isRevoked),
                        ]
                    })),
        ])
    }

    /// Reads the stored form; `nil` when it is something else.
    public init?(json: JSON) {
        guard json.members != nil else { return nil }
        func moment(_ json: JSON, _ key: String) -> Instant {
            Instant(milliseconds: json[key]?.numberText.flatMap { Int64($0) } ?? 0)
        }
        sites = json["sites"]?.array.map { Set($0.compactMap(\.string)) }
        glass = (json["glass"]?.array ?? []).map {
            BrokenGlass(
                person: $0["person"]?.string ?? "", reason: $0["reason"]?.string ?? "", from: moment($0, "from"),
                until: moment($0, "until"))
        }
        links = (json["links"]?.array ?? []).compactMap { link in
            guard let id = link["id"]?.string, let purpose = link["purpose"]?.string.flatMap(LinkPurpose.init) else {
                return nil
            }
            return Link(
                id: id, purpose: purpose, until: moment(link, "until"), pinHash: link["pin"]?.string ?? "",
                madeBy: link["by"]?.string ?? "", isRevoked: link["revoked"]?.bool ?? false)
        }
    }
}
