public import Clinical
import Exchange
import JSONText
public import Journal
public import Practice
import Synchronization

/// A site's content: what runs, what is open, who ticked, entered, confirmed and signed it.
///
/// Safe to use from many tasks at once. All decisions are in ``SigningRules``; this type reads, asks, appends to the
/// stream `site/ID`, and remembers.
public final class SigningService: Sendable {
    public let site: String
    /// The content that runs, as read at start, without any site's rows.
    public let release: ReleaseSet
    public let base: ContentLibrary
    let files: [ContentFile]
    let journal: any Journal
    let world: World
    let snapshots: KeptBytes
    let labelFiles: KeptBytes
    let memory = Mutex(Memory())
    private let readAgain: @Sendable () throws(FolderError) -> [ContentFile]

    struct Memory {
        var state = SigningState()
        /// Keyed by the ids of the rows in it.
        var effective: [[String]: ReleaseSet] = [:]
        var fitting: [[String]: [EnteredRow]] = [:]
        /// Labels as read, by the hash of their file; a few, the others are read again when asked for.
        var labels: [String: LabelDocument] = [:]
    }

    static let keptLabels = 12

    /// - Parameter files: Reads the content folder; asked again when somebody signs.
    /// - Throws: ``SigningError`` when the content does not load or the journal cannot be read.
    public init(
        site: String, journal: any Journal, world: World = .live,
        files: @escaping @Sendable () throws(FolderError) -> [ContentFile]
    ) async throws(SigningError) {
        self.site = site
        self.journal = journal
        self.world = world
        readAgain = files
        snapshots = KeptBytes(journal: journal, kind: "release", world: world)
        labelFiles = KeptBytes(journal: journal, kind: "label", world: world)
        do {
            self.files = try files()
            base = try ContentLibrary.load(self.files)
            release = try ReleaseSet(self.files, digest: KeptBytes.digest)
        } catch let error as ContentFaults {
            throw .doesNotFit(error.faults.map(\.description))
        } catch let error as FolderError {
            throw .journal(code: error.code, message: error.description)
        } catch {
            throw .journal(code: "signing.content", message: "the content cannot be read")
        }
        // A release signed before its files were kept gets them while they still run.
        if try await state().signature?.hash == release.hash { try await keepFiles(author: "stepwell") }
    }

    // MARK: Reading

    /// Everything recorded for this site, up to this moment.
    public func state() async throws(SigningError) -> SigningState {
        let kept = memory.withLock { $0.state }
        let events: [StoredEvent]
        do {
            events = try await journal.read(try StreamID(kind: "site", id: site), after: kept.version)
        } catch {
            throw .journal(code: error.code, message: error.description)
        }
        guard !events.isEmpty else { return kept }
        var state = kept
        for event in events { state.add(Self.event(event)) }
        let newest = state
        memory.withLock { if $0.state.version < newest.version { $0.state = newest } }
        return newest
    }

    static func event(_ stored: StoredEvent) -> SiteEvent {
        SiteEvent(
            version: stored.version, type: stored.type, at: Instant(milliseconds: stored.occurredAt),
            body: (try? JSON.parse(stored.body)) ?? .null)
    }

    /// What a person decides on: the statements with every confirmed row of the site made.
    public func rules() async throws(SigningError) -> SigningRules { try rules(try await state()) }

    func rules(_ state: SigningState) throws(SigningError) -> SigningRules {
        let rows = fitting(state.confirmed(fitting: release))
        return SigningRules(state: state, release: release, effective: try effective(rows))
    }

    /// Open and unverified statements with the ticks that hold.
    public func pending() async throws(SigningError) -> [SigningRules.Pending] { try await rules().pending }

    /// What differs between the statements signed last and those that would be signed now.
    public func diff() async throws(SigningError) -> ReleaseDiff {
        let rules = try await rules()
        return ReleaseDiff.between(try await lastSigned(rules.state), rules.effective)
    }

    /// The statements as signed last; `nil` when nobody signed yet.
    func lastSigned(_ state: SigningState) async throws(SigningError) -> ReleaseSet? {
        guard let signature = state.signature else { return nil }
        return try await statements(of: signature)
    }

    /// Whether this site may start a patient: `nil` when it may, otherwise why not.
    public func refusalToStart() async throws(SigningError) -> SigningError? {
        try await state().refusalToStart(hash: release.hash, release: release.name)
    }

    /// The content with the rows in use at this site; read and proven like any other.
    public func library() async throws(SigningError) -> ContentLibrary {
        let rows = fitting(try await state().inUse(fitting: release))
        guard !rows.isEmpty else { return base }
        do {
            return try ContentLibrary.load(files, changing: rows.map(\.change))
        } catch {
            throw .doesNotFit(error.faults.map(\.description))
        }
    }

    /// Hash of the statements a medical director signs.
    public func snapshot(_ effective: ReleaseSet) -> String {
        KeptBytes.digest(effective.snapshot.canonicalBytes())
    }

    /// Whether the folder still holds the content that runs; only that is signed.
    public var isOnDisk: Bool {
        (try? filesNow()).map { KeptBytes.digest(ReleaseSet.framed($0)) == release.hash } ?? false
    }

    func filesNow() throws(SigningError) -> [ContentFile] {
        do {
            return try readAgain()
        } catch {
            throw .journal(code: error.code, message: error.description)
        }
    }
}

extension SigningService {
    /// The rows that the content takes together. When a newer release no longer takes one, the others stay.
    func fitting(_ rows: [EnteredRow]) -> [EnteredRow] {
        guard !rows.isEmpty else { return [] }
        let key = rows.map(\.id)
        if let kept = memory.withLock({ $0.fitting[key] }) { return kept }
        var good = rows
        if faults(rows) != nil {
            good = []
            for row in rows where faults(good + [row]) == nil { good.append(row) }
        }
        let result = good
        memory.withLock { $0.fitting = [key: result] }
        return result
    }

    /// What the loader finds wrong with the content when these rows are made; `nil` when it takes them.
    func faults(_ rows: [EnteredRow]) -> [String]? {
        do {
            _ = try ContentLibrary.load(files, changing: rows.map(\.change))
            return nil
        } catch {
            return error.faults.map(\.description)
        }
    }

    func effective(_ rows: [EnteredRow]) throws(SigningError) -> ReleaseSet {
        guard !rows.isEmpty else { return release }
        let key = rows.map(\.id)
        if let kept = memory.withLock({ $0.effective[key] }) { return kept }
        do {
            let set = try ReleaseSet(files, changing: rows.map(\.change), digest: KeptBytes.digest)
            memory.withLock { $0.effective = [key: set] }
            return set
        } catch {
            throw .doesNotFit(error.faults.map(\.description))
        }
    }
}
