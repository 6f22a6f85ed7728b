import Clinical
import JSONText
import Journal
import Synchronization

/// The acts on each patient's record, by patient, so that an access report does not read the audit of everybody.
///
/// The audit stays the truth; this is an index made from it: `trail/PATIENT` streams whose events hold some acts each, with
/// the place in the audit they are from. It is written behind the acts, some at a time, never while somebody waits for a
/// page. The summary of each audit stream says up to which version it is indexed; what a crash left out is indexed
/// when the next server starts, and an act that is there twice is read once.
final class AccessTrail: Sendable {
    static let kind = "trail"
    private static let type = "acts"
    /// So many acts wait at most before they are written; a busy practice reaches it before the minute is over.
    private static let mostPending = 4_096
    /// So many patients are written at a time, so that they share commits.
    private static let mostAtOnce = 64

    /// An act and its place in the audit.
    struct Act: Sendable {
        let entry: AuditEntry
        let stream: String
        let version: Int
    }

    private struct State {
        var pending: [String: [Act]] = [:]
        var count = 0
        /// Being written now.
        var underWay: [String: [Act]] = [:]
        var round: Task<Void, Never>?
        /// Written and given to ``add(_:of:through:)`` up to this version, by audit stream.
        var seen: [StreamID: Int] = [:]
        /// In the index up to this version.
        var indexed: [StreamID: Int] = [:]
    }

    private let journal: any Journal
    private let world: World
    private let state = Mutex(State())

    init(journal: any Journal, world: World) {
        self.journal = journal
        self.world = world
    }

    // MARK: Writing

    /// What the summary of an audit stream says.
    func summary(of stream: StreamID) -> [UInt8] {
        Self.summary(indexed: state.withLock { $0.indexed[stream] ?? 0 })
    }

    private static func summary(indexed: Int) -> [UInt8] {
        JSON.object([JSON.Member("indexed", .int(Int64(indexed)))]).bytes()
    }

    /// Takes acts that are on disk; `version` is that of the last one.
    ///
    /// - Returns: Whether enough wait to be written now.
    func add(_ acts: [Act], of stream: StreamID, through version: Int) -> Bool {
        state.withLock { state in
            for act in acts where !act.entry.patient.isEmpty {
                state.pending[act.entry.patient, default: []].append(act)
                state.count += 1
            }
            state.seen[stream] = version
            return state.count >= Self.mostPending
        }
    }

    /// Writes what waits, one round at a time. What cannot be written now waits on; reports show it from memory.
    func flush() async {
        let round = state.withLock { state in
            if let round = state.round { return round }
            let round = Task { await self.writeRound() }
            state.round = round
            return round
        }
        await round.value
    }

    private func writeRound() async {
        let (pending, seen) = state.withLock { state in
            (state.underWay, state.pending, state.count) = (state.pending, [:], 0)
            defer { state.seen = [:] }
            return (state.underWay, state.seen)
        }
        let left = await write(pending)
        if left.isEmpty {
            for (stream, version) in seen {
                state.withLock { $0.indexed[stream] = version }
                // `false` when acts came after: the append of the next ones carries it.
                _ = try? await journal.resummarize(
                    stream, at: version, wakeAt: nil, body: Self.summary(indexed: version))
            }
        }
        state.withLock { state in
            for (patient, acts) in left {
                state.pending[patient] = acts + (state.pending[patient] ?? [])
                state.count += acts.count
            }
            if !left.isEmpty { state.seen.merge(seen) { newer, _ in newer } }
            state.underWay = [:]
            state.round = nil
        }
    }

    /// - Returns: What could not be written.
    private func write(_ pending: [String: [Act]]) async -> [String: [Act]] {
        await withTaskGroup(of: String?.self) { group in
            var left: [String: [Act]] = [:]
            for (index, (patient, acts)) in pending.enumerated() {
                if index >= Self.mostAtOnce, let failed = await group.next() ?? nil { left[failed] = pending[failed] }
                group.addTask { await self.write(acts, patient) ? nil : patient }
            }
            for await failed in group { if let failed { left[failed] = pending[failed] } }
            return left
        }
    }

    private func write(_ acts: [Act], _ patient: String) async -> Bool {
        // An address may name anything; what names no stream names no patient.
        guard let stream = try? StreamID(kind: Self.kind, id: patient) else { return true }
        let now = world.now().milliseconds
        for _ in 0..<8 {
            do throws(JournalError) {
                let version = try await journal.version(of: stream)
                _ = try await journal.append(
                    Append(
                        stream: stream, expectedVersion: version,
                        events: [
                            NewEvent(
                                id: world.newID(), type: Self.type, occurredAt: now, author: AccountService.machine,
                                site: "", body: Self.body(acts))
                        ], summaryWakeAt: nil, summaryBody: [], recordedAt: now))
                return true
            } catch {
                guard case .conflict = error else { return false }
            }
        }
        return false
    }

    /// Indexes what an earlier server wrote to the audit and did not index any more, or all of it for the first time.
    func catchUp() async throws(JournalError) {
        for summary in try await journal.summaries(kind: AuditLog.kind) {
            let acts = try await unindexed(summary)
            guard let last = acts.last else { continue }
            if add(acts, of: summary.stream, through: last.version) { await flush() }
        }
        await flush()
    }

    /// All acts of an audit stream that are not in the index, those about no patient included.
    private func unindexed(_ summary: Summary) async throws(JournalError) -> [Act] {
        let indexed = (try? JSON.parse(summary.body))?["indexed"]?.int ?? 0
        guard indexed < summary.version else { return [] }
        return try await journal.read(summary.stream, after: indexed).compactMap { stored in
            AuditLog.entry(stored).map { Act(entry: $0, stream: summary.stream.id, version: stored.version) }
        }
    }

    // MARK: Reading

    /// The acts on one patient's record, newest first.
    func acts(on patient: String) async throws(JournalError) -> [AuditEntry] {
        guard let stream = try? StreamID(kind: Self.kind, id: patient) else { return [] }
        // Memory first: what is written in between is then found twice, never not at all.
        var acts = state.withLock { ($0.pending[patient] ?? []) + ($0.underWay[patient] ?? []) }
        acts += try await journal.read(stream, after: 0).flatMap { Self.acts($0.body) }
        if journal.isShared {
            // What other nodes did in the last moments.
            for summary in try await journal.summaries(kind: AuditLog.kind) {
                acts += try await unindexed(summary).filter { $0.entry.patient == patient }
            }
        }
        var known: Set<String> = []
        return acts.filter { known.insert("\($0.stream):\($0.version)").inserted }
            .sorted { ($0.entry.at, $0.stream, $0.version) > ($1.entry.at, $1.stream, $1.version) }.map(\.entry)
    }

    private static func body(_ acts: [Act]) -> [UInt8] {
        let list: [JSON] = acts.map { act in
            .object([
                JSON.Member("in", .string(act.stream)), JSON.Member("version", .int(Int64(act.version))),
                JSON.Member("act", .string(act.entry.act.rawValue)), JSON.Member("who", .string(act.entry.who)),
                JSON.Member("at", .int(act.entry.at.milliseconds)), JSON.Member("site", .string(act.entry.site)),
                JSON.Member("body", act.entry.body),
            ])
        }
        return JSON.object([JSON.Member("acts", .array(list))]).canonicalBytes()
    }

    private static func acts(_ body: [UInt8]) -> [Act] {
        ((try? JSON.parse(body))?["acts"]?.array ?? []).compactMap { json in
            guard let stream = json["in"]?.string, let version = json["version"]?.int,
                let act = json["act"]?.string.flatMap(AuditEntry.Act.init(rawValue:)),
                let at = json["at"]?.numberText.flatMap({ Int64($0) })
            else { return nil }
            let entry = AuditEntry(
                act, who: json["who"]?.string ?? "", at: Instant(milliseconds: at), site: json["site"]?.string ?? "",
                body: json["body"] ?? .null)
            return Act(entry: entry, stream: stream, version: version)
        }
    }
}
