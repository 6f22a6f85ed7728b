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
    /// The content in force; changes when a site signs.
    public var protocols: Protocols { content.withLock { $0 } }
    private let content: Mutex<Protocols>
    public let site: Site
    public let rules: SiteRules
    public let world: World
    let journal: any Journal
    /// What pages show for an author's id.
    let names: @Sendable (String) -> String
    /// Why no course may be started now, in one line; `nil` when one may.
    let refusalToStart: @Sendable () async -> String?
    let cache = RecordCache(capacity: 400)
    private let turns = Turns()
    /// Up to where the summaries of other nodes are read.
    let mark = Mutex<Int64>(0)
    let summaries = Mutex<[String: PatientSummary]>([:])

    /// - Parameter names: What pages show for an author's id; the id itself by default.
    /// - Parameter refusalToStart: Asked before a course is started.
    /// - Throws: ``RecordError`` when the journal cannot be read or the site's zone is unknown to this system.
    public init(
        protocols: Protocols, site: Site, journal: any Journal, world: World = .live,
        names: @escaping @Sendable (String) -> String = { $0 },
        refusalToStart: @escaping @Sendable () async -> String? = { nil }
    ) async throws(RecordError) {
        guard let zone = Zones.zone(site.zoneID) else {
            throw .journal(
                code: "site.zone",
                message:
                    "the time zone \(site.zoneID) is not known to this system; expected an IANA name such as America/Chicago"
            )
        }
        content = Mutex(protocols)
        self.refusalToStart = refusalToStart
        self.site = site
        self.journal = journal
        self.names = names
        self.world = world
        rules = SiteRules(zone: zone, choices: site.choices)
        try await synchronize()
    }

    /// Puts newly signed content in force: from now on every record is read with it.
    public func adopt(_ protocols: Protocols) {
        content.withLock { $0 = protocols }
        cache.removeAll()
    }

    public var advisor: Advisor { Advisor(protocols, rules: rules) }
    var fever: BodyTemperature { protocols.library.limits.fever }

    // MARK: Reading

    /// One patient's record; from memory when it is there.
    public func record(_ id: String) async throws(RecordError) -> PatientRecord {
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
        return makeRecord(id, entries: stored.map(entry))
    }

    func makeRecord(_ id: String, entries: [RecordedEvent]) -> PatientRecord {
        let chart = EventReader(protocols).chart(entries)
        return PatientRecord(
            id: id, version: entries.count, entries: entries, chart: chart, state: chart.state(fever: fever))
    }

    func entry(_ stored: StoredEvent) -> RecordedEvent {
        RecordedEvent(
            version: stored.version, type: stored.type, at: Instant(milliseconds: stored.occurredAt),
            recordedAt: Instant(milliseconds: stored.recordedAt), author: names(stored.author),
            body: (try? JSON.parse(stored.body)) ?? .null)
    }

    public func advice(_ record: PatientRecord, now: Instant) -> CourseAdvice {
        advisor.advise(record.chart, record.state, now: now)
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
        if drafts.contains(where: { $0.type == .courseStarted }), let line = await refusalToStart() {
            throw .notSigned(line)
        }
        await turns.take(id)
        defer { turns.leave(id) }
        // Another node may be first; without an expected version the decision is simply made again on what they left.
        for _ in 0..<8 {
            let before = try await current(id)
            if let expecting, expecting != before.version {
                throw .changed(since: expecting, entries: before.entries.filter { $0.version > expecting })
            }
            let drafts = drafts.map { marked($0, on: before, now: now) }
            let after = try decide(drafts, on: before, author: author, now: now)
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
        guard let kept = cache.get(id) else { return nil }
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
        var entries = before.entries
        var chart = before.chart
        let reader = EventReader(protocols)
        do {
            for draft in drafts {
                let entry = RecordedEvent(
                    version: entries.count + 1, type: draft.type.rawValue, at: draft.at, recordedAt: now,
                    author: names(author), body: draft.body)
                let (next, fact) = try reader.adding(entry, to: chart)
                try RecordRules(protocols, rules: rules).check(fact, on: chart, now: now)
                entries.append(entry)
                chart = next
            }
        } catch {
            throw .field(error)
        }
        return PatientRecord(
            id: before.id, version: entries.count, entries: entries, chart: chart, state: chart.state(fever: fever))
    }

    /// A grade below what the signs support keeps what the table read, so that it is shown as overridden for ever.
    private func marked(_ draft: Draft, on before: PatientRecord, now: Instant) -> Draft {
        guard draft.type == .graded, case .object(let members) = draft.body, let grade = draft.body["grade"]?.int,
            (0...5).contains(grade), let scale = draft.body["scale"]?.string.flatMap(Self.scale)
        else { return draft }
        let given = Grading(scale: scale, grade: UInt8(clamping: grade), text: -1)
        let rest = members.filter { $0.key != Grading.leastKey }
        let least = RecordRules(protocols, rules: rules).least(given, at: draft.at, on: before.chart, now: now)
        let mark = least.map { [JSON.Member(Grading.leastKey, .int($0))] } ?? []
        return Draft(draft.type, at: draft.at, .object(rest + mark))
    }

    private static func scale(_ word: String) -> Grading.Scale? {
        switch word {
        case "crs": .crs
        case "icans": .icans
        default: nil
        }
    }

    private func append(
        _ record: PatientRecord, drafts: [Draft], from version: Int, author: String, now: Instant
    ) async throws(JournalError) {
        let advice = advice(record, now: now)
        let summary = PatientSummary(
            id: record.id, version: record.version, chart: record.chart, state: record.state, advice: advice)
        let events = drafts.map { draft in
            NewEvent(
                id: world.newID(), type: draft.type.rawValue, occurredAt: draft.at.milliseconds, author: author,
                site: site.id, body: draft.body.canonicalBytes())
        }
        _ = try await journal.append(
            Append(
                stream: try StreamID(kind: "patient", id: record.id), expectedVersion: version, events: events,
                summaryWakeAt: advice.wakeAt?.milliseconds, summaryBody: summary.body, recordedAt: now.milliseconds))
        cache.put(record)
        keep(summary)
    }

    /// Remembers a summary unless a newer one is kept.
    func keep(_ summary: PatientSummary) {
        summaries.withLock { kept in
            if let old = kept[summary.id], old.version > summary.version { return }
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
