public import Clinical
import JSONText
public import Journal
import Synchronization

/// Keeps every act in `audit/DAY.NODE` streams: appended only, chained, verified with everything else.
///
/// Beside it lies an index by patient (`trail/PATIENT`), from which a patient's report is read.
///
/// One stream a day and node, so that nodes never wait for each other and no stream grows without end. Acts that
/// arrive together share one append; each is answered after it is on disk.
public final class AuditLog: Sendable {
    public static let kind = "audit"
    private struct Waiting {
        let entry: AuditEntry
        let reply: CheckedContinuation<JournalError?, Never>
    }

    private struct Line {
        var waiting: [Waiting] = []
        var isDraining = false
        /// Where this node writes now, and at which version that stream is.
        var stream: StreamID?
        var day: Day?
        var version = 0
    }

    private let journal: any Journal
    private let world: World
    private let node: String
    private let line = Mutex(Line())
    private let tally = Mutex(RefusalTally())
    /// Counts the journal would not take.
    private let unwritten = Mutex<[AuditEntry]>([])
    private let trail: AccessTrail
    private static let longestLine = 8192
    private static let largestBatch = 256
    private static let mostUnwritten = 10 * RefusalTally.mostKeys

    public init(journal: any Journal, world: World = .live) {
        self.journal = journal
        self.world = world
        // The last twelve digits of an id made now: random, so no two nodes or starts share a stream.
        node = String(world.newID().suffix(12))
        trail = AccessTrail(journal: journal, world: world)
    }

    /// Brings the index by patient up to date with what earlier servers wrote.
    public func catchUp() async throws(JournalError) { try await trail.catchUp() }

    /// Returns after the act is on disk.
    ///
    /// - Throws: ``AccountError/busy`` when too many acts wait, or what the journal said; the act is then not kept and
    ///   what it was about must be refused.
    public func keep(_ entry: AuditEntry) async throws(AccountError) {
        let failure = await withCheckedContinuation { reply in
            let mustDrain = line.withLock { line -> Bool? in
                guard line.waiting.count < Self.longestLine else { return nil }
                line.waiting.append(Waiting(entry: entry, reply: reply))
                defer { line.isDraining = true }
                return !line.isDraining
            }
            switch mustDrain {
            case nil: reply.resume(returning: .busy)
            case true?: Task { await self.drain() }
            case false?: break
            }
        }
        if let failure { throw AccountError(failure) }
    }

    private func drain() async {
        while let (batch, stream, version) = nextBatch() {
            let failure = await write(batch, to: stream, at: version)
            for waiting in batch { waiting.reply.resume(returning: failure) }
        }
    }

    private func nextBatch() -> (batch: [Waiting], stream: StreamID, version: Int)? {
        let now = world.now()
        return line.withLock { line in
            guard !line.waiting.isEmpty else {
                line.isDraining = false
                return nil
            }
            let day = Zone.utc.day(of: now)
            if line.day != day || line.stream == nil || line.version > 100_000 {
                // A name of its own even when the clock steps back over midnight.
                line.stream = try? StreamID(
                    kind: Self.kind, id: "\(day.iso).\(node).\(String(now.milliseconds, radix: 36))")
                line.day = day
                line.version = 0
            }
            guard let stream = line.stream else {
                line.isDraining = false
                return nil
            }
            let batch = Array(line.waiting.prefix(Self.largestBatch))
            line.waiting.removeFirst(batch.count)
            return (batch, stream, line.version)
        }
    }

    private func write(_ batch: [Waiting], to stream: StreamID, at version: Int) async -> JournalError? {
        let events = batch.map { waiting in
            NewEvent(
                id: world.newID(), type: waiting.entry.act.rawValue, occurredAt: waiting.entry.at.milliseconds,
                author: waiting.entry.who, site: waiting.entry.site, body: waiting.entry.body.canonicalBytes())
        }
        do {
            _ = try await journal.append(
                Append(
                    stream: stream, expectedVersion: version, events: events, summaryWakeAt: nil,
                    summaryBody: trail.summary(of: stream), recordedAt: world.now().milliseconds))
            line.withLock { line in if line.stream == stream { line.version = version + events.count } }
            let acts = batch.enumerated().map { index, waiting in
                AccessTrail.Act(entry: waiting.entry, stream: stream.id, version: version + index + 1)
            }
            if trail.add(acts, of: stream, through: version + events.count) { Task { await trail.flush() } }
            return nil
        } catch {
            // The outcome may be unknown: a new stream cannot collide with what was half written.
            line.withLock { line in if line.stream == stream { line.stream = nil } }
            return error
        }
    }

    // MARK: Refused attempts

    /// Counts a sign-in that was refused without a look at the password; nothing is written while somebody waits.
    ///
    /// Written as one act when the window of ten minutes ends, before the next attempt that is looked at, and at the end.
    /// What is counted and not written is lost with the process (kill -9), and only that.
    public func refused(email: String, who: String, what: String, from: String, at: Instant) {
        let key = RefusalTally.Key(email: email, from: from, what: what)
        tally.withLock { $0.add(key, who: who, at: at) }
    }

    /// Keeps a sign-in that was looked at, behind what was refused to the same account and address before.
    public func keep(attempt entry: AuditEntry, email: String) async throws(AccountError) {
        let key = RefusalTally.Key(email: email, from: entry.from, what: entry.what)
        await write(tally.withLock { $0.take(key) })
        try await keep(entry)
    }

    /// Writes the counts whose window is over, and the index of what was done by patient. To be called now and then.
    public func settle() async {
        await write(tally.withLock { $0.take(endedBy: world.now()) })
        await trail.flush()
    }

    /// Writes what is only in memory: before the journal is closed.
    public func close() async {
        await write(tally.withLock { $0.take(endedBy: nil) })
        // Once to wait for a round under way, once for what came meanwhile.
        await trail.flush()
        await trail.flush()
    }

    /// Counts that cannot be written now are kept for the next time.
    private func write(_ counts: [AuditEntry]) async {
        let all = unwritten.withLock { list in
            defer { list = [] }
            return list + counts
        }
        for entry in all where (try? await keep(entry)) == nil {
            unwritten.withLock { list in if list.count < Self.mostUnwritten { list.append(entry) } }
        }
    }

    // MARK: Reports

    /// What was done with one patient's record, newest first; from the index by patient, not from the whole audit.
    public func about(patient: String) async throws(AccountError) -> [AuditEntry] {
        do throws(JournalError) {
            return try await trail.acts(on: patient)
        } catch {
            throw AccountError(error)
        }
    }

    /// Everything in `from ..< to`, newest first: reads the streams of those days only.
    public func acts(from: Instant, to: Instant) async throws(AccountError) -> [AuditEntry] {
        // A stream is named after the day it was begun; an act may be a moment older than its stream.
        let days = (Zone.utc.day(of: from) - 1).iso...(Zone.utc.day(of: to) + 1).iso
        var acts: [(entry: AuditEntry, place: Int64)] = []
        do throws(JournalError) {
            for summary in try await journal.summaries(kind: Self.kind)
            where days.contains(String(summary.stream.id.prefix(10))) {
                for stored in try await journal.read(summary.stream, after: 0)
                where from.milliseconds <= stored.occurredAt && stored.occurredAt < to.milliseconds {
                    if let entry = Self.entry(stored) { acts.append((entry, stored.sequence)) }
                }
            }
        } catch {
            throw AccountError(error)
        }
        return acts.sorted { ($0.entry.at, $0.place) > ($1.entry.at, $1.place) }.map(\.entry)
    }

    static func entry(_ stored: StoredEvent) -> AuditEntry? {
        guard let act = AuditEntry.Act(rawValue: stored.type) else { return nil }
        return AuditEntry(
            act, who: stored.author, at: Instant(milliseconds: stored.occurredAt), site: stored.site,
            body: (try? JSON.parse(stored.body)) ?? .null)
    }
}
