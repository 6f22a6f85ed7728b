public import Clinical
import JSONText
public import Journal
import Synchronization

/// Keeps every act in `audit/DAY.NODE` streams: appended only, chained, verified with everything else.
///
/// One stream a day and node, so that nodes never wait for each other and no stream grows without end. Acts that
/// arrive together share one append, and one commit with what is recorded with them; each is answered after it is on disk.
public final class AuditLog: Sendable {
    public static let kind = "audit"
    private struct Waiting {
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
    private static let longestLine = 8192
    private static let largestBatch = 256

    public init(journal: any Journal, world: World = .live) {
        self.journal = journal
        self.world = world
        // The last twelve digits of an id made now: random, so no two nodes or starts share a stream.
        node = String(world.newID().suffix(12))
    }

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
            line.waiting.append(Waiting(act: act, append: append, reply: reply))
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
            stream: stream, expectedVersion: version, events: batch.map(\.act), summaryWakeAt: nil, summaryBody: [],
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
        // The next batch is on its way before the callers of this one are told.
        drain()
        var others = answer.others.makeIterator()
        for waiting in batch {
            let own = waiting.append == nil ? nil : others.next() ?? nil
            waiting.reply(answer.lead.map { .failed($0) } ?? own.map { .refused($0) } ?? .kept)
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

    // MARK: Reports

    /// What was done with one patient's record, oldest first.
    public func about(
        patient: String, from: Instant, to: Instant, limit: Int = 100_000
    ) async throws(AccountError) -> [AuditEntry] {
        try await search(holding: Array("\"\(patient)\"".utf8), from: from, to: to, limit: limit)
            .filter { $0.patient == patient }
    }

    /// Everything, oldest first.
    public func all(from: Instant, to: Instant, limit: Int = 10_000) async throws(AccountError) -> [AuditEntry] {
        try await search(holding: [], from: from, to: to, limit: limit)
    }

    private func search(
        holding bytes: [UInt8], from: Instant, to: Instant, limit: Int
    ) async throws(AccountError) -> [AuditEntry] {
        do throws(JournalError) {
            return try await journal.search(
                kind: Self.kind, holding: bytes, from: from.milliseconds, to: to.milliseconds, limit: limit
            ).compactMap(Self.entry)
        } catch {
            throw AccountError(error)
        }
    }

    private static func entry(_ stored: StoredEvent) -> AuditEntry? {
        guard let act = AuditEntry.Act(rawValue: stored.type) else { return nil }
        let body = (try? JSON.parse(stored.body)) ?? .null
        return AuditEntry(
            act, who: stored.author, at: Instant(milliseconds: stored.occurredAt),
            patient: body["patient"]?.string ?? "", site: stored.site, what: body["what"]?.string ?? "",
            from: body["from"]?.string ?? "", why: body["why"]?.string ?? "")
    }
}
