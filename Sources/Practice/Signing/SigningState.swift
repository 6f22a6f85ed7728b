public import Clinical
import JSONText

/// What a site has ticked, entered, confirmed and signed, folded from the events of its stream.
public struct SigningState: Sendable {
    /// One person saw that a statement is open or unverified.
    public struct Tick: Sendable, Equatable {
        /// Of the statement as it was seen; other words need another tick.
        public let hash: String
        public let by: Signer
        public let at: Instant
    }

    /// A medical director's signature under a release.
    public struct Signature: Sendable, Equatable {
        public let release: String
        /// Of the files.
        public let hash: String
        /// Hash of the statements as signed, under which they are kept.
        public let snapshot: String
        public let statements: Int
        /// Rows from the label that were part of it.
        public let entries: [String]
        /// Signed options by choice id.
        public let choices: [String: String]
        public let by: Signer
        public let at: Instant
    }

    /// Of the stream, 0 when it does not exist.
    public private(set) var version = 0
    public private(set) var ticks: [String: [Tick]] = [:]
    /// Oldest first.
    public private(set) var entries: [EnteredRow] = []
    /// Oldest first.
    public private(set) var signatures: [Signature] = []
    /// Every label ever loaded, oldest first.
    public private(set) var labels: [LabelOnFile] = []

    public init() {}

    /// - Parameter events: Of one site's stream, oldest first; other types are passed over.
    public static func fold(_ events: some Sequence<SiteEvent>) -> SigningState {
        var state = SigningState()
        for event in events { state.add(event) }
        return state
    }

    public mutating func add(_ event: SiteEvent) {
        version = event.version
        guard let type = SigningEventType(rawValue: event.type) else { return }
        let body = event.body
        guard let by = Signer(body["by"]) else { return }
        switch type {
        case .ticked:
            guard let id = body["statement"]?.string, let hash = body["hash"]?.string else { return }
            ticks[id, default: []].append(Tick(hash: hash, by: by, at: event.at))
        case .entered:
            if let row = EnteredRow(body, by: by, at: event.at) { entries.append(row) }
        case .confirmed:
            change(body) { row in
                row.confirmedBy = by
                row.confirmedAt = event.at
            }
        case .withdrawn: change(body) { $0.withdrawnBy = by }
        case .signed:
            if let signature = Signature(body, by: by, at: event.at) { signatures.append(signature) }
        case .labelLoaded:
            if let label = LabelOnFile(body, by: by, at: event.at) { labels.append(label) }
        }
    }

    private mutating func change(_ body: JSON, _ edit: (inout EnteredRow) -> Void) {
        guard let id = body["entry"]?.string, let index = entries.firstIndex(where: { $0.id == id }) else { return }
        edit(&entries[index])
    }
}

extension SigningState {
    public func entry(_ id: String) -> EnteredRow? { entries.first { $0.id == id } }

    /// The newest signature.
    public var signature: Signature? { signatures.last }

    /// The label of a therapy on file: the newest version of those loaded.
    public func label(_ therapy: String) -> LabelOnFile? {
        labels.filter { $0.therapy == therapy }.max {
            ($0.reference.revised, $0.reference.version) < ($1.reference.revised, $1.reference.version)
        }
    }

    /// The version before the one on file, to show what changed.
    public func labelBefore(_ label: LabelOnFile) -> LabelOnFile? {
        labels.filter {
            $0.therapy == label.therapy && $0.sha256 != label.sha256
                && ($0.reference.revised, $0.reference.version) <= (label.reference.revised, label.reference.version)
        }.max { ($0.reference.revised, $0.reference.version) < ($1.reference.revised, $1.reference.version) }
    }

    /// Ticks that hold for the statement as it is.
    public func ticks(for line: ReleaseSet.Line) -> [Tick] {
        (ticks[line.statement.id] ?? []).filter { $0.hash == line.hash }
    }

    /// A newer label than the one a row was read in is on file.
    public func isOutdated(_ row: EnteredRow) -> Bool {
        guard let label = row.therapy.flatMap({ label($0) }) else { return false }
        return (row.label.revised, row.label.version) < (label.reference.revised, label.reference.version)
    }

    /// Confirmed rows that still fit the statements they were entered for; of several for one statement the newest.
    ///
    /// - Parameter release: As on disk, without any site's rows.
    public func confirmed(fitting release: ReleaseSet) -> [EnteredRow] {
        let rows = entries.filter { row in
            guard row.standing == .confirmed else { return false }
            return row.kind == .insert || (row.hash != nil && row.hash == release.line(row.target)?.hash)
        }
        return rows.enumerated().filter { index, row in
            row.kind == .insert || !rows[(index + 1)...].contains { $0.kind != .insert && $0.target == row.target }
        }.map(\.element)
    }

    /// The rows in use: those the newest signature covers, that were not withdrawn and still fit.
    public func inUse(fitting release: ReleaseSet) -> [EnteredRow] {
        guard let signature else { return [] }
        return confirmed(fitting: release).filter { signature.entries.contains($0.id) }
    }

    /// Whether this site may start a patient under the release that runs.
    ///
    /// - Returns: `nil` when it may; otherwise why not.
    public func refusalToStart(hash: String, release name: String) -> SigningError? {
        guard let signature else { return .unsigned }
        guard signature.hash == hash else { return .otherRelease(signed: signature.release, running: name) }
        if let row = entries.first(where: { $0.standing == .withdrawn && signature.entries.contains($0.id) }) {
            return .rowWithdrawn(entry: row.id)
        }
        return nil
    }
}
