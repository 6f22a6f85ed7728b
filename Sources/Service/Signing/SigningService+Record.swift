public import Clinical
import JSONText
import Journal
public import Practice

extension SigningService {
    /// Ticks statements as seen, all or none.
    ///
    /// - Parameter seen: Id of each statement and its hash as it was shown.
    @discardableResult
    public func tick(
        _ seen: [(statement: String, hash: String)], by person: SigningPerson
    ) async throws(SigningError) -> SigningState {
        guard !seen.isEmpty else { throw .field("statement", expected: "at least one statement to tick") }
        return try await record(by: person) { rules throws(SigningError) in
            var drafts: [SigningDraft] = []
            for (id, hash) in seen { drafts.append(try rules.tick(id, seen: hash, by: person)) }
            return drafts
        }
    }

    /// Records a row as one person read it in the label. The content is loaded and proven with it first.
    ///
    /// - Returns: The row's id.
    public func enter(_ entry: SigningRules.Entry, by person: SigningPerson) async throws(SigningError) -> String {
        let id = world.newID()
        let now = world.now()
        try await record(by: person) { rules throws(SigningError) in
            let (draft, row) = try rules.enter(entry, id: id, by: person, at: now)
            try self.prove(row, rules)
            return [draft]
        }
        return id
    }

    /// Confirms a row that another person entered.
    @discardableResult
    public func confirm(_ id: String, by person: SigningPerson) async throws(SigningError) -> SigningState {
        try await record(by: person) { rules throws(SigningError) in
            let draft = try rules.confirm(id, by: person)
            if let row = rules.state.entry(id) { try self.prove(row, rules) }
            return [draft]
        }
    }

    @discardableResult
    public func withdraw(
        _ id: String, why: String, by person: SigningPerson
    ) async throws(SigningError) -> SigningState {
        try await record(by: person) { rules throws(SigningError) in
            [try rules.withdraw(id, why: why, by: person)]
        }
    }

    /// Signs what was shown: the statements are kept first, then the signature is recorded.
    @discardableResult
    public func sign(_ shown: SigningRules.Shown, by person: SigningPerson) async throws(SigningError) -> SigningState {
        let onDisk = try ReleaseSet.reading(try filesNow())
        let options = Dictionary(
            base.choices.map { ($0.id, $0.options.map(\.id)) }, uniquingKeysWith: { first, _ in first })
        let decide = { @Sendable (rules: SigningRules) throws(SigningError) -> [SigningDraft] in
            [
                try rules.sign(
                    shown, onDisk: onDisk.hash, snapshot: self.snapshot(rules.effective), options: options,
                    entries: self.fitting(rules.state.confirmed(fitting: self.release)), by: person)
            ]
        }
        let rules = try await rules()
        _ = try decide(rules)
        do {
            _ = try await snapshots.keep(rules.effective.snapshot.canonicalBytes(), author: person.id, site: site)
        } catch {
            throw .journal(code: error.code, message: error.description)
        }
        try await keepFiles(author: person.id)
        return try await record(by: person, decide)
    }

    /// Refuses a row that the content does not take beside the other confirmed ones.
    private func prove(_ row: EnteredRow, _ rules: SigningRules) throws(SigningError) {
        let others = fitting(rules.state.confirmed(fitting: release)).filter {
            $0.id != row.id && ($0.kind == .insert || row.kind == .insert || $0.target != row.target)
        }
        if let faults = faults(others + [row]) { throw .doesNotFit(faults) }
    }

    /// Decides on what is there and appends; when somebody else was first, decides again on what they left.
    @discardableResult
    func record(
        by person: SigningPerson, _ decide: (SigningRules) throws(SigningError) -> [SigningDraft]
    ) async throws(SigningError) -> SigningState {
        for _ in 0..<8 {
            let before = try await state()
            let drafts = try decide(try rules(before))
            let now = world.now().milliseconds
            let events = drafts.map { draft in
                NewEvent(
                    id: world.newID(), type: draft.type.rawValue, occurredAt: now, author: person.id, site: site,
                    body: draft.body.canonicalBytes())
            }
            do {
                _ = try await journal.append(
                    Append(
                        stream: try StreamID(kind: "site", id: site), expectedVersion: before.version,
                        events: events, summaryWakeAt: nil, summaryBody: Array("{}".utf8), recordedAt: now))
                return try await state()
            } catch let error as JournalError {
                guard case .conflict = error else { throw .journal(code: error.code, message: error.description) }
            } catch let error as SigningError {
                throw error
            } catch {
                throw .journal(code: "signing.journal", message: "the site's record cannot be written")
            }
        }
        throw .journal(code: "signing.busy", message: "the content of \(site) is being changed by others; try again")
    }
}

extension ReleaseSet {
    /// The release as files say it, with SHA-256.
    public static func reading(_ files: [ContentFile]) throws(SigningError) -> ReleaseSet {
        do {
            return try ReleaseSet(files, digest: KeptBytes.digest)
        } catch {
            throw .doesNotFit(error.faults.map(\.description))
        }
    }
}
