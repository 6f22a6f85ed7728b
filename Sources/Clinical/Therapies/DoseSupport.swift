/// Drugs to give before a dose.
public struct Premedication: Sendable {
    /// Dose names it belongs to.
    public let doses: [String]
    /// Regimens it belongs to; empty means all.
    public let regimens: [String]
    /// Hours before the dose, both included; `nil` when not on file.
    public let hoursBefore: ClosedRange<Int>?
    public let drugs: [Drug]
    public let citation: Citation

    public struct Drug: Sendable {
        public let role: String
        public let name: String
        /// As written for people, for example `650 to 1 000 mg`; `nil` when not on file.
        public let amount: String?
        public let routes: [String]

        /// One line: `dexamethasone 16 mg PO or IV`.
        public var line: String {
            var parts = [name]
            if let amount { parts.append(amount) }
            if !routes.isEmpty { parts.append(routes.joined(separator: " or ")) }
            return parts.joined(separator: " ")
        }
    }
}

/// Where a patient stays, and how long, after a dose.
public struct Observation: Sendable {
    public let id: String
    public let doses: [String]
    public let regimens: [String]
    /// `hospital` or `near-facility`.
    public let setting: Setting
    public let hours: Int
    public let text: String
    /// When two label versions differ: which choice and which option this belongs to.
    public let option: (choice: String, option: String)?
    public let citation: Citation

    public enum Setting: String, Sendable, CaseIterable {
        case hospital
        case nearFacility = "near-facility"
    }
}

/// A label's table of volumes by weight band for one dose.
public struct VolumeTable: Sendable {
    public let doses: [String]
    /// Regimens it belongs to; empty means all.
    public let regimens: [String]
    public let presentation: String
    /// Lightest first, apart from each other.
    public let bands: [Band]
    public let citation: Citation

    public struct Band: Sendable, Equatable {
        /// Kilograms, both ends included.
        public let from: BodyWeight
        public let to: BodyWeight
        public let amount: DoseAmount
        public let volume: DoseVolume
    }

    public func band(for weight: BodyWeight) -> Band? { bands.first { $0.from <= weight && weight <= $0.to } }
}
