public import Clinical
import JSONText
public import Journal
import Synchronization

/// Keeps every act in `audit/DAY.NODE` streams: appended only, chained, verified with everything else.
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
                    stream: stream, expectedVersion: version, events: events, summaryWakeAt: nil, summaryBody: [],
                    recordedAt: world.now().milliseconds))
            line.withLock { line in if line.stream == stream { line.version = version + events.count } }
            return nil
        } catch {
            // The outcome may be unknown: a new stream cannot collide with what was half written.
            line.withLock { line in if line.stream == stream { line.stream = nil } }
            return error
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
