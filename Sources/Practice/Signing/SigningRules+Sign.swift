public import Clinical
import JSONText

extension SigningRules {
    /// What a medical director was shown and signs.
    public struct Shown: Sendable {
        /// Hash of the files.
        public let hash: String
        /// Hash of the statements with the site's rows.
        public let snapshot: String
        /// Option by choice id; those left out keep the content's stricter one.
        public let choices: [String: String]

        public init(hash: String, snapshot: String, choices: [String: String] = [:]) {
            self.hash = hash
            self.snapshot = snapshot
            self.choices = choices
        }
    }

    /// - Parameters:
    ///   - onDisk: Hash of the files as they are at this moment.
    ///   - snapshot: Hash of ``effective`` as it is now.
    ///   - options: Of every choice, its options.
    ///   - entries: The rows that ``effective`` holds.
    public func sign(
        _ shown: Shown, onDisk: String, snapshot: String, options: [String: [String]], entries: [EnteredRow],
        by person: SigningPerson
    ) throws(SigningError) -> SigningDraft {
        let by = try person.acting(.sign)
        guard shown.hash == onDisk, shown.hash == release.hash else {
            throw .changedUnderneath(what: "the content of release \(release.name)")
        }
        guard shown.snapshot == snapshot else { throw .changedUnderneath(what: "the statements of this site") }
        for (id, option) in shown.choices.sorted(by: { $0.key < $1.key }) {
            guard options[id]?.contains(option) ?? false else { throw .unknownChoice(id) }
        }
        let unticked = pending.filter { !$0.isTicked }
        guard unticked.isEmpty else {
            throw .unticked(count: unticked.count, first: unticked.prefix(3).map(\.line.statement.id))
        }
        let signature = SigningState.Signature(
            release: release.name, hash: release.hash, snapshot: snapshot, statements: effective.lines.count,
            entries: entries.map(\.id), choices: shown.choices, by: by, at: Instant(milliseconds: 0))
        return SigningDraft(type: .signed, body: signature.json)
    }

    /// - Parameter sha256: Of the file as it was loaded.
    public func loadLabel(
        _ reference: LabelReference, therapy: String, title: String, sha256: String, by person: SigningPerson
    ) throws(SigningError) -> SigningDraft {
        let by = try person.acting(.loadLabel)
        guard release.lines.contains(where: { $0.statement.therapy == therapy }) else {
            throw .field("therapy", expected: "a therapy on file")
        }
        if let there = state.label(therapy), there.sha256 == sha256 {
            throw .field("label", expected: "a file that is not on file already (version \(there.reference.version))")
        }
        let label = LabelOnFile(
            therapy: therapy, reference: reference, title: title, sha256: sha256, by: by,
            at: Instant(milliseconds: 0))
        return SigningDraft(type: .labelLoaded, body: label.json)
    }
}

/// How a statement stands beside the label on file.
public enum StatementFlag: String, Sendable {
    /// Its source was revised before the label on file was.
    case older
    /// Its source bears no date, so nobody can tell.
    case undated

    /// - Parameter label: Revision date of the label on file, `YYYY-MM-DD`.
    /// - Returns: `nil` when the source is of the same time or newer, as far as its date goes, or cites nothing.
    public static func of(_ statement: ContentStatement, label: String) -> StatementFlag? {
        guard statement.kind == .sourced else { return nil }
        guard let revised = statement.revised else { return .undated }
        return revised < label.prefix(revised.count) ? .older : nil
    }
}
