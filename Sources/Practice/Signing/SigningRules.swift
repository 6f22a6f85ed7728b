public import Clinical
import JSONText

/// Decides what may be recorded about a site's content. Gives the event, or refuses with the reason.
public struct SigningRules: Sendable {
    public let state: SigningState
    /// As on disk.
    public let release: ReleaseSet
    /// With every confirmed row of the site made.
    public let effective: ReleaseSet

    public init(state: SigningState, release: ReleaseSet, effective: ReleaseSet) {
        self.state = state
        self.release = release
        self.effective = effective
    }

    /// Open and unverified statements, each with the ticks that hold for it as it is.
    public var pending: [Pending] {
        effective.needingTick.map { Pending(line: $0, ticks: state.ticks(for: $0)) }
    }

    public struct Pending: Sendable {
        public let line: ReleaseSet.Line
        public let ticks: [SigningState.Tick]
        public var isTicked: Bool { !ticks.isEmpty }
    }

    /// - Parameter hash: Of the statement as it was shown to the person.
    public func tick(_ id: String, seen hash: String, by person: SigningPerson) throws(SigningError) -> SigningDraft {
        let by = try person.acting(.tick)
        guard let line = effective.line(id) else { throw .unknownStatement(id) }
        guard line.statement.needsTick else { throw .nothingToTick(id) }
        guard line.hash == hash else { throw .changedUnderneath(what: "the statement \(id)") }
        let seen = line.statement.kind == .open ? "seen-open" : "seen-unverified"
        return SigningDraft(
            type: .ticked,
            body: .object([
                JSON.Member("statement", .string(id)), JSON.Member("hash", .string(hash)),
                JSON.Member("as", .string(seen)), JSON.Member("by", by.json),
            ]))
    }

    /// A row as typed in. Whether it fits into the content is for the caller to prove before it is recorded.
    public struct Entry: Sendable {
        public let kind: ContentChange.Kind
        public let target: String
        /// Of the statement as it was shown; `nil` for an added entry.
        public let seen: String?
        public let yaml: String
        public let closes: [String]
        public let section: String

        public init(
            _ kind: ContentChange.Kind, target: String, seen: String? = nil, yaml: String = "", closes: [String] = [],
            section: String
        ) {
            self.kind = kind
            self.target = target
            self.seen = seen
            self.yaml = yaml
            self.closes = closes
            self.section = section
        }
    }

    /// - Parameter id: A new id for the row.
    public func enter(
        _ entry: Entry, id: String, by person: SigningPerson, at now: Instant
    ) throws(SigningError) -> (SigningDraft, EnteredRow) {
        let by = try person.acting(.enter)
        try check(entry)
        guard let therapy = ContentStatement.therapy(of: entry.target) else {
            throw .field("statement", expected: "a statement of a therapy: only those stand in an official label")
        }
        guard let label = state.label(therapy) else { throw .noLabel(therapy: therapy) }
        let full = EnteredRow(
            id: id, kind: entry.kind, target: entry.target, hash: entry.seen, yaml: entry.yaml, closes: entry.closes,
            label: label.reference, section: entry.section, enteredBy: by, enteredAt: now)
        return (SigningDraft(type: .entered, body: full.json), full)
    }

    private static func check(_ text: String, _ field: String, _ lines: PlainText.Lines) throws(SigningError) {
        if let found = PlainText.found(in: text, lines) {
            throw .field(field, expected: "text that can be seen, without \(found)")
        }
    }

    private func check(_ entry: Entry) throws(SigningError) {
        guard !entry.section.isEmpty, entry.section.utf8.count <= 200, !entry.section.contains("\n") else {
            throw .field("section", expected: "the section and table of the label, for example §2.6 Table 5")
        }
        try Self.check(entry.section, "section", .one)
        try Self.check(entry.yaml, "row", .many)
        guard entry.yaml.utf8.count <= 20_000 else { throw .field("row", expected: "at most 20000 bytes") }
        let file = entry.target.prefix { $0 != ":" }
        for id in entry.closes where release.line("\(file):open/\(id)") == nil {
            throw .unknownStatement("\(file):open/\(id)")
        }
        if entry.kind == .insert { return }
        guard let line = release.line(entry.target) else { throw .unknownStatement(entry.target) }
        guard line.hash == entry.seen else { throw .changedUnderneath(what: "the statement \(entry.target)") }
        let isSettled = line.statement.kind == .open || line.statement.pointsTo != nil
        if entry.kind == .confirm, line.statement.kind != .sourced || isSettled {
            throw .field("row", expected: "the missing row as the label gives it: this statement has no values yet")
        }
        if entry.kind == .replace, line.statement.kind != .sourced {
            throw .field("row", expected: "an entry added to a list: an open statement is answered, not replaced")
        }
    }

    public func confirm(_ id: String, by person: SigningPerson) throws(SigningError) -> SigningDraft {
        let by = try person.acting(.confirm)
        guard let row = state.entry(id) else { throw .unknownEntry(id) }
        guard row.standing == .entered else { throw .settled(entry: id, how: row.standing.rawValue) }
        guard row.enteredBy.id != by.id else { throw .samePerson(entry: id) }
        if row.kind != .insert, release.line(row.target)?.hash != row.hash {
            throw .changedUnderneath(what: "the statement \(row.target)")
        }
        return settle(.confirmed, id, by)
    }

    public func withdraw(_ id: String, why: String, by person: SigningPerson) throws(SigningError) -> SigningDraft {
        let by = try person.acting(.withdraw)
        guard let row = state.entry(id) else { throw .unknownEntry(id) }
        guard row.standing != .withdrawn else { throw .settled(entry: id, how: row.standing.rawValue) }
        guard !why.isEmpty, why.utf8.count <= 500 else { throw .field("why", expected: "the reason, in a few words") }
        try Self.check(why, "why", .many)
        return settle(.withdrawn, id, by, [JSON.Member("why", .string(why))])
    }

    private func settle(
        _ type: SigningEventType, _ id: String, _ by: Signer, _ more: [JSON.Member] = []
    ) -> SigningDraft {
        SigningDraft(
            type: type,
            body: .object([JSON.Member("entry", .string(id)), JSON.Member("by", by.json)] + more))
    }
}
