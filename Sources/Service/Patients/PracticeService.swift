public import Clinical
public import Course
public import JSONText
public import Journal
public import Practice
import Synchronization

/// The running practice: takes what people record, keeps it in the journal, and answers what is due.
///
/// Safe to use from many tasks at once. All medicine is in the pure rooms; this type only reads, decides through them,
/// appends, and remembers.
public final class PracticeService: Sendable {
    /// What advises, and how often that changed on this node since it started.
    struct InForce: Sendable {
        var content: ReleaseContent
        var era = 0
    }

    let inForce: Mutex<InForce>
    /// The site's signed releases; `nil` where nothing is signed, as in tests.
    public let releases: ReleaseShelf?
    public let site: Site
    public let world: World
    let journal: any Journal
    /// What pages show for an author's id.
    let names: @Sendable (String) -> String
    let cache = RecordCache(capacity: 400)
    let turns = Turns()
    /// Up to where the summaries of other nodes are read.
    let mark = Mutex<Int64>(0)
    let summaries = Mutex(SummaryTable())
    /// Whether summaries may have been made under other content than the one in force.
    let isStale = Mutex(true)

    /// - Parameters:
    ///   - protocols: In force where there are no `releases`.
    ///   - names: What pages show for an author's id; the id itself by default.
    ///   - releases: What the site signed: it advises, and without a signature no course is started.
    /// - Throws: ``RecordError`` when the journal cannot be read or the site's zone is unknown to this system.
    public init(
        protocols: Protocols, site: Site, journal: any Journal, world: World = .live,
        names: @escaping @Sendable (String) -> String = { $0 },
        releases: ReleaseShelf? = nil
    ) async throws(RecordError) {
        let zone = try Self.zone(of: site)
        let unsigned = ReleaseContent(protocols, rules: SiteRules(zone: zone, choices: site.choices))
        inForce = Mutex(InForce(content: try await releases?.newest(nil) ?? unsigned))
        self.releases = releases
        self.site = site
        self.journal = journal
        self.names = names
        self.world = world
        try await synchronize()
    }

    static func zone(of site: Site) throws(RecordError) -> Zone {
        guard let zone = Zones.zone(site.zoneID) else {
            throw .journal(
                code: "site.zone",
                message:
                    "the time zone \(site.zoneID) is not known to this system; expected an IANA name such as America/Chicago"
            )
        }
        return zone
    }

    // MARK: Reading

    /// One patient's record; from memory when it is there.
    public func record(_ id: String) async throws(RecordError) -> PatientRecord {
        if journal.isShared { try await refreshContent() }
        if let kept = try await current(cached: id) { return kept }
        let record = try await read(id)
        guard record.version > 0 else { throw .noSuchPatient(id) }
        cache.put(record)
        return record
    }

    func read(_ id: String) async throws(RecordError) -> PatientRecord {
        let stored: [StoredEvent]
        do {
            stored = try await journal.read(try StreamID(kind: "patient", id: id), after: 0)
        } catch {
            switch error {
            case .invalidStream, .erased: throw .noSuchPatient(id)
            default: throw .journal(code: error.code, message: error.description)
            }
        }
        return try await makeRecord(id, entries: stored.map(entry))
    }

    func entry(_ stored: StoredEvent) -> RecordedEvent {
        RecordedEvent(
            version: stored.version, type: stored.type, at: Instant(milliseconds: stored.occurredAt),
            recordedAt: Instant(milliseconds: stored.recordedAt), author: names(stored.author),
            body: (try? JSON.parse(stored.body)) ?? .null)
    }

    public func advice(_ record: PatientRecord, now: Instant) -> CourseAdvice {
        record.content.advisor.advise(record.chart, record.state, now: now)
    }

    // MARK: Recording

    /// Records what happened. Returns after it is on disk.
    ///
    /// - Parameters:
    ///   - drafts: One or more events that belong together; all are recorded or none.
    ///   - expecting: The version the person saw; `nil` records on top of whatever is there.
    ///   - recordedAt: Only for loading past events; now by default.
    public func record(
        _ drafts: [Draft], patient id: String, expecting: Int? = nil, author: String, recordedAt: Instant? = nil
    ) async throws(RecordError) -> PatientRecord {
        let now = recordedAt ?? world.now()
        let drafts = try await admit(drafts)
        await turns.take(id)
        defer { turns.leave(id) }
        // Another node may be first; without an expected version the decision is simply made again on what they left.
        for _ in 0..<8 {
            let before = try await current(id)
            if let expecting, expecting != before.version {
                throw .changed(since: expecting, entries: before.entries.filter { $0.version > expecting })
            }
            let ground = try ground(for: drafts, on: before)
            let drafts = drafts.map { marked($0, on: ground.chart, content: ground.content, now: now) }
            let after = try await settled(try decide(drafts, on: ground, author: author, now: now), after: drafts)
            do {
                try await append(after, drafts: drafts, from: before.version, author: author, now: now)
                return after
            } catch .conflict {
                cache.remove(id)
            } catch {
                throw .journal(code: error.code, message: error.description)
            }
        }
        throw .journal(code: "record.busy", message: "the record of \(id) is being changed by others; try again")
    }

    /// The record to decide on; empty for a patient nobody registered yet.
    private func current(_ id: String) async throws(RecordError) -> PatientRecord {
        if let kept = try await current(cached: id) { return kept }
        return try await read(id)
    }

    /// What is kept in memory, unless another node has written since.
    private func current(cached id: String) async throws(RecordError) -> PatientRecord? {
        guard let kept = cache.get(id), kept.era == inForce.withLock({ $0.era }) else { return nil }
        guard journal.isShared else { return kept }
        do throws(JournalError) {
            let summary = try await journal.summary(of: try StreamID(kind: "patient", id: id))
            return summary?.isErased == false && summary?.version == kept.version ? kept : nil
        } catch {
            throw .journal(code: error.code, message: error.description)
        }
    }

    private func decide(
        _ drafts: [Draft], on before: PatientRecord, author: String, now: Instant
    ) throws(RecordError) -> PatientRecord {
        let decision = try decide(
            drafts, on: before.chart, version: before.version, content: before.content, author: author, now: now)
        return PatientRecord(
            id: before.id, version: decision.version, entries: before.entries + decision.entries,
            chart: decision.chart, state: decision.state, content: before.content, standing: before.standing,
            era: before.era)
    }

    private func append(
        _ record: PatientRecord, drafts: [Draft], from version: Int, author: String, now: Instant
    ) async throws(JournalError) {
        let (append, summary) = try self.append(
            drafts, of: record.id, from: version, to: record.chart, record.state, content: record.content,
            author: author, now: now)
        _ = try await journal.append(append)
        cache.put(record)
        keep(summary)
    }

    /// Remembers a summary unless a newer one is kept.
    func keep(_ summary: PatientSummary) {
        summaries.withLock { kept in
            if let version = kept.version(of: summary.id), version > summary.version { return }
            kept[summary.id] = summary
        }
    }

    /// A new patient; the id is made here.
    public func register(_ body: JSON, at: Instant, author: String) async throws(RecordError) -> PatientRecord {
        try await record([Draft(.registered, at: at, body)], patient: world.newID(), expecting: 0, author: author)
    }

    /// Lets go of what is kept of an erased patient.
    func forget(_ id: String) {
        cache.remove(id)
        summaries.withLock { $0[id] = nil }
    }

    public func close() async { await journal.close() }
}
