public import Clinical
import JSONText

/// A statement read in the official label by one person, waiting for or confirmed by a second one.
public struct EnteredRow: Sendable, Equatable {
    public let id: String
    public let kind: ContentChange.Kind
    /// The statement's id, or the list's path for an added entry.
    public let target: String
    /// Hash of the statement as it was when the row was entered; `nil` for an added entry.
    public let hash: String?
    /// The entry in the content's own words; empty when the statement stands as it is.
    public let yaml: String
    /// Ids of open statements it answers.
    public let closes: [String]
    public let label: LabelReference
    /// Section and table of the label, for example `§2.6 Table 5`.
    public let section: String
    public let enteredBy: Signer
    public let enteredAt: Instant
    public internal(set) var confirmedBy: Signer?
    public internal(set) var confirmedAt: Instant?
    public internal(set) var withdrawnBy: Signer?

    public enum Standing: String, Sendable { case entered, confirmed, withdrawn }

    public var standing: Standing { withdrawnBy != nil ? .withdrawn : confirmedBy != nil ? .confirmed : .entered }

    public var therapy: String? { ContentStatement.therapy(of: target) }

    /// `Entered by A (pharmacist), confirmed by B (physician) against the label revised 2026-03-01.`
    public var signatures: String {
        let second = confirmedBy.map { "confirmed by \($0.line)" } ?? "not confirmed yet"
        return "Entered by \(enteredBy.line), \(second) against the label revised \(label.revised)."
    }

    /// The change to the content this row is.
    public var change: ContentChange {
        ContentChange(
            kind: kind, target: target, yaml: yaml, closes: closes,
            title: "Official label, version \(label.version), set \(label.setID)", revised: label.revised,
            place: section, note: signatures)
    }
}

/// Which official label a row was read in.
public struct LabelReference: Sendable, Equatable {
    /// The set id: the same for all versions of one product's label.
    public let setID: String
    /// Counts up with each revision.
    public let version: Int
    /// Revision date, `YYYY-MM-DD`.
    public let revised: String

    public init(setID: String, version: Int, revised: String) {
        self.setID = setID
        self.version = version
        self.revised = revised
    }

    var json: JSON {
        .object([
            JSON.Member("setID", .string(setID)), JSON.Member("version", .int(version)),
            JSON.Member("revised", .string(revised)),
        ])
    }

    init?(_ json: JSON?) {
        guard let json, let setID = json["setID"]?.string, let version = json["version"]?.int,
            let revised = json["revised"]?.string
        else { return nil }
        self.init(setID: setID, version: version, revised: revised)
    }
}

/// An official label that a site has on file.
public struct LabelOnFile: Sendable, Equatable {
    public let therapy: String
    public let reference: LabelReference
    public let title: String
    /// Of the file as it was loaded, 64 hexadecimal digits.
    public let sha256: String
    public let by: Signer
    public let at: Instant
}
