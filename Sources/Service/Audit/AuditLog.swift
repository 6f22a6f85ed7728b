public import Clinical
import JSONText
public import Journal
import Synchronization

/// Keeps every act in `audit/DAY.NODE` streams: appended only, chained, verified with everything else.
///
/// Beside it lies an index by patient (`trail/PATIENT`), from which a patient's report is read.
///
/// One stream a day and node, so that nodes never wait for each other and no stream grows without end. Acts that
/// arrive together share one append, and one commit with what is recorded with them; each is answered after it is on disk.
public final class AuditLog: Sendable {
    public static let kind = "audit"
    private struct Waiting {
        let entry: AuditEntry
        let act: NewEvent
        /// What is recorded with the act, in the same commit.
        let append: ReadyAppend?
        let reply: @Sendable (Outcome) -> Void
    }

    /// What became of an act and of what was to be recorded with it.
    enum Outcome: Sendable {
        case kept
        /// The act is kept, what it was about was refused.
        case refused(JournalError)
        /// Neither is kept.
        case failed(JournalError)
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
        let outcome = await withCheckedContinuation { reply in keep(entry) { reply.resume(returning: $0) } }
        switch outcome {
        case .kept: return
        case .refused(let failure), .failed(let failure): throw AccountError(failure)
        }
    }

    /// Keeps an act and writes `append` in the same commit, for callers that do not wait.
    ///
    /// - Parameter reply: Called once, after both are on disk or refused, on a thread that must not be held up.
    func keep(_ entry: AuditEntry, with append: ReadyAppend? = nil, then reply: @escaping @Sendable (Outcome) -> Void) {
        let act = NewEvent(
            id: world.newID(), type: entry.act.rawValue, occurredAt: entry.at.milliseconds, author: entry.who,
            site: entry.site, body: entry.body.canonicalBytes())
        let mustDrain = line.withLock { line -> Bool? in
            guard line.waiting.count < Self.longestLine else { return nil }
            line.waiting.append(Waiting(entry: entry, act: act, append: append, reply: reply))
            defer { line.isDraining = true }
            return !line.isDraining
        }
        switch mustDrain {
        case nil: reply(.failed(.busy))
        case true?: drain()
        case false?: break
        }
    }

    /// Writes the next batch, and the one after it when that one is on disk.
    private func drain() {
        guard let (batch, stream, version) = nextBatch() else { return }
        let lead: ReadyAppend
        do throws(JournalError) {
            lead = try ready(batch, to: stream, at: version)
        } catch {
            return finish(batch, stream, .init(lead: error, others: []), version)
        }
        journal.submit(lead: lead, batch.compactMap(\.append)) { answer in
            self.finish(batch, stream, answer, version)
        }
    }

    private func ready(
        _ batch: [Waiting], to stream: StreamID, at version: Int
    ) throws(JournalError) -> ReadyAppend {
        let append = Append(
            stream: stream, expectedVersion: version, events: batch.map(\.act), summaryWakeAt: nil,
            summaryBody: trail.summary(of: stream),
            recordedAt: world.now().milliseconds)
        guard let ready = try journal.ready(append) else {
            throw .storage(code: "audit.sealed", message: "the audit is of a kind that is sealed; expected a plain one")
        }
        return ready
    }

    private func finish(_ batch: [Waiting], _ stream: StreamID, _ answer: TogetherAnswer, _ version: Int) {
        line.withLock { line in
            guard line.stream == stream else { return }
            // The outcome of a failure may be unknown: a new stream cannot collide with what was half written.
            if answer.lead == nil { line.version = version + batch.count } else { line.stream = nil }
        }
        if answer.lead == nil { index(batch, stream, version) }
        // The next batch is on its way before the callers of this one are told.
        drain()
        var others = answer.others.makeIterator()
        for waiting in batch {
            let own = waiting.append == nil ? nil : others.next() ?? nil
            waiting.reply(answer.lead.map { .failed($0) } ?? own.map { .refused($0) } ?? .kept)
        }
    }

    /// Puts acts that are on disk into the index by patient.
    private func index(_ batch: [Waiting], _ stream: StreamID, _ version: Int) {
        let acts = batch.enumerated().map { index, waiting in
            AccessTrail.Act(entry: waiting.entry, stream: stream.id, version: version + index + 1)
        }
        if trail.add(acts, of: stream, through: version + batch.count) { Task { await trail.flush() } }
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
