public import Clinical
public import JSONText

/// Which sites look after a patient, who broke the glass, and which links are out: folded from `access/PATIENT`.
///
/// Kept apart from the clinical record, so that giving access never gets in the way of somebody recording a dose.
public struct PatientAccess: Sendable, Equatable {
    /// Somebody opened the record in an emergency.
    public struct BrokenGlass: Sendable, Equatable {
        public let person: String
        public let reason: String
        public let from: Instant
        /// Not included.
        public let until: Instant
    }

    /// A link that was given out.
    public struct Link: Sendable, Equatable {
        public let id: String
        public let purpose: LinkPurpose
        public let until: Instant
        public let pinHash: String
        public let madeBy: String
        public var isRevoked: Bool
    }

    /// Sites of the care team; `nil` while nobody set it: the site that registered the patient.
    public var sites: Set<String>?
    public var glass: [BrokenGlass]
    public var links: [Link]

    /// How long a broken glass lasts.
    public static let glassHours = 4

    public init() {
        sites = nil
        glass = []
        links = []
    }

    /// Whether a person of these sites may open the record at this moment.
    ///
    /// - Parameter home: The site that registered the patient.
    public func admits(_ person: Person, home: String, at now: Instant) -> Bool {
        !person.sites.isDisjoint(with: sites ?? [home]) || hasBrokenGlass(person.id, at: now)
    }

    public func hasBrokenGlass(_ person: String, at now: Instant) -> Bool {
        glass.contains { $0.person == person && $0.from <= now && now < $0.until }
    }
}

/// What can happen to the access of a patient's record.
public enum AccessEvent: String, Sendable, CaseIterable {
    case careTeamSet = "care-team-set"
    case glassBroken = "glass-broken"
    case linkMade = "link-made"
    case linkRevoked = "link-revoked"
}

extension PatientAccess {
    /// The access after one more event.
    public func applying(_ type: String, _ body: JSON, author: String, at: Instant) -> PatientAccess {
        guard let event = AccessEvent(rawValue: type) else { return self }
        var access = self
        func moment(_ key: String) -> Instant {
            Instant(milliseconds: body[key]?.numberText.flatMap { Int64($0) } ?? at.milliseconds)
        }
        switch event {
        case .careTeamSet: access.sites = Set(body["sites"]?.array?.compactMap(\.string) ?? [])
        case .glassBroken:
            access.glass.append(
                BrokenGlass(person: author, reason: body["reason"]?.string ?? "", from: at, until: moment("until")))
        case .linkMade:
            guard let id = body["id"]?.string, let purpose = body["purpose"]?.string.flatMap(LinkPurpose.init) else {
                return self
            }
            access.links.append(
                Link(
                    id: id, purpose: purpose, until: moment("until"), pinHash: body["pin"]?.string ?? "",
                    madeBy: author, isRevoked: false))
        case .linkRevoked:
            for index in access.links.indices where access.links[index].id == body["id"]?.string {
                access.links[index].isRevoked = true
            }
        }
        return access
    }
}
