/// Why something about a site's content was not recorded, or a patient may not be started. Nothing was changed.
public enum SigningError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The person has none of the roles that may do this.
    case notAllowed(act: SigningAct)
    /// The same person entered the row.
    case samePerson(entry: String)
    case unknownStatement(String)
    case unknownEntry(String)
    /// What the person saw is not what is on file now.
    case changedUnderneath(what: String)
    /// The statement is neither open nor unverified, so there is nothing to tick.
    case nothingToTick(String)
    /// Statements still lack their tick; holds how many and the first few.
    case unticked(count: Int, first: [String])
    /// No official label of that therapy is on file to read against.
    case noLabel(therapy: String)
    /// A field of the form is empty or of the wrong kind.
    case field(String, expected: String)
    /// The row does not fit into the content; holds what the loader found.
    case doesNotFit([String])
    /// The entry is confirmed or withdrawn already.
    case settled(entry: String, how: String)
    /// No medical director has signed any release for this site.
    case unsigned
    /// The release on disk is not the one that was signed.
    case otherRelease(signed: String, running: String)
    /// A row that the signature covers was withdrawn since.
    case rowWithdrawn(entry: String)
    /// The journal could not keep or read it.
    case journal(code: String, message: String)
    case unknownChoice(String)

    /// Stable, for example `signing.unticked`.
    public var code: String {
        switch self {
        case .notAllowed: "signing.not-allowed"
        case .samePerson: "signing.same-person"
        case .unknownStatement: "signing.unknown-statement"
        case .unknownEntry: "signing.unknown-entry"
        case .changedUnderneath: "signing.changed-underneath"
        case .nothingToTick: "signing.nothing-to-tick"
        case .unticked: "signing.unticked"
        case .noLabel: "signing.no-label"
        case .field: "signing.field"
        case .doesNotFit: "signing.does-not-fit"
        case .settled: "signing.settled"
        case .unsigned: "signing.unsigned"
        case .otherRelease: "signing.other-release"
        case .rowWithdrawn: "signing.row-withdrawn"
        case .journal(let code, _): code
        case .unknownChoice: "signing.unknown-choice"
        }
    }

    public var description: String {
        switch self {
        case .notAllowed(let act):
            "only \(act.roles.sorted().joined(separator: " or ")) may \(act.words); ask one of them"
        case .samePerson(let entry):
            "the row \(entry) was entered by the same person; a second pharmacist or physician must confirm it"
        case .unknownStatement(let id): "the content has no statement \"\(id)\"; open the list again"
        case .unknownEntry(let id): "there is no entered row \"\(id)\"; open the list again"
        case .changedUnderneath(let what): "\(what) is no longer what was shown; look at it again, then decide"
        case .nothingToTick(let id): "\"\(id)\" is neither open nor unverified; it needs no tick"
        case .unticked(let count, let first):
            """
            \(count) open or unverified statements have no tick by a pharmacist or physician; \
            the first: \(first.joined(separator: ", ")); tick each, or enter it from the label
            """
        case .noLabel(let therapy):
            "no official label of \(therapy) is on file; load the downloaded label file first, so that two people read it"
        case .field(let field, let expected): "\(field): expected \(expected)"
        case .doesNotFit(let faults):
            "the row does not fit into the content: \(faults.prefix(5).joined(separator: " | ")); mend it and enter it again"
        case .settled(let entry, let how): "the row \(entry) is \(how) already"
        case .unsigned:
            "no medical director has signed a content release for this site; the reference can be read, no patient can start"
        case .otherRelease(let signed, let running):
            """
            the medical director signed release \(signed), the program runs \(running); \
            sign the running one before a patient starts
            """
        case .rowWithdrawn(let entry):
            "the row \(entry) was withdrawn after the release was signed; sign again before a patient starts"
        case .journal(_, let message): message
        case .unknownChoice(let id): "\(id): the content has no such choice or no such option"
        }
    }
}

/// What can be done about a site's content, and who may.
public enum SigningAct: String, Sendable, CaseIterable {
    case tick, enter, confirm, withdraw, sign
    case loadLabel = "load-label"

    /// Names of the roles that may.
    public var roles: Set<String> {
        Set(Role.allCases.filter { RoleTable.may($0, deed) }.map(\.rawValue))
    }

    /// What the table of roles calls it.
    public var deed: Deed {
        switch self {
        case .tick, .enter, .confirm: .tickStatement
        case .withdraw: .withdrawRow
        case .sign: .signContent
        case .loadLabel: .loadLabel
        }
    }

    var words: String {
        switch self {
        case .tick: "tick a statement"
        case .enter: "enter a row from the label"
        case .confirm: "confirm a row"
        case .withdraw: "withdraw a row"
        case .sign: "sign the content"
        case .loadLabel: "load a label"
        }
    }
}
