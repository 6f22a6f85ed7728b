public import Clinical
import Course
import Journal
import Practice
import Synchronization

/// Keeps the lists true: what this node wrote, what other nodes wrote, and what time changed.
extension PracticeService {
    /// How long a node may take over a patient whose moment has come, before another one does; milliseconds.
    static let lease: Int64 = 5_000
    /// How many due patients are looked at side by side.
    private static let together = 16

    /// Reads what other nodes changed since the last time; the first time, everything.
    public func synchronize() async throws(RecordError) {
        let first = mark.withLock { $0 == 0 }
        guard first || journal.isShared else { return }
        try await refreshContent()
        var found = try await changes(after: mark.withLock { $0 }).get()
        while true {
            let part = found
            let isLast = part.summaries.count < Self.part
            // The next part is read and opened while this one is taken in.
            // A task and not `async let`: the optimizer of Swift 6.3 frees the latter in the wrong order in places.
            let next = Task { isLast ? .success(part) : await changes(after: part.mark) }
            for summary in part.summaries { try await take(summary) }
            mark.withLock { $0 = max($0, part.mark) }
            found = try await next.value.get()
            if isLast { return }
        }
    }

    /// How many summaries are read at once.
    private static let part = 1_000

    private func changes(after mark: Int64) async -> Result<Changes, RecordError> {
        do throws(JournalError) {
            return .success(try await journal.changes(kind: "patient", after: mark, limit: Self.part))
        } catch {
            return .failure(.journal(code: error.code, message: error.description))
        }
    }

    /// Whether there is such a patient, another node's newest included.
    public func knows(_ id: String) async throws(RecordError) -> Bool {
        if summary(id) != nil { return true }
        try await synchronize()
        return summary(id) != nil
    }

    private func take(_ summary: Summary) async throws(RecordError) {
        let id = summary.stream.id
        // An erased patient leaves an empty summary.
        guard !summary.body.isEmpty else { return forget(id) }
        guard
            let read = PatientSummary(
                id: id, version: summary.version, wakeAt: summary.wakeAt, body: summary.body)
        else { return try await refresh(id, now: world.now()) }
        keep(read)
    }

    /// Makes a patient's summary again from the record, for the moment it is now.
    func refresh(_ id: String, now: Instant) async throws(RecordError) {
        let record = try await record(id)
        let summary = PatientSummary(
            id: id, version: record.version, chart: record.chart, state: record.state,
            advice: advice(record, now: now), content: contentKey)
        keep(summary)
        guard journal.isShared else { return }
        do throws(JournalError) {
            try await journal.resummarize(
                try StreamID(kind: "patient", id: id), at: record.version, wakeAt: summary.wakeAt?.milliseconds,
                body: summary.body)
        } catch {
            throw .journal(code: error.code, message: error.description)
        }
    }

    /// Looks again at every patient whose time has come; nodes that share the journal share the work.
    ///
    /// - Returns: How many were looked at.
    @discardableResult
    public func wake(now: Instant, atMost: Int = 500) async throws(RecordError) -> Int {
        if journal.isShared { try await synchronize() }
        let first = try await due(now: now, atMost: atMost)
        let due = first + stale(atMost: atMost - first.count, besides: Set(first))
        var failure: RecordError?
        for start in stride(from: 0, to: due.count, by: Self.together) {
            let some = due[start..<min(start + Self.together, due.count)]
            failure = await refresh(some, now: now) ?? failure
        }
        if let failure { throw failure }
        return due.count
    }

    /// Side by side, so that their writes share commits; one that fails holds up no other.
    private func refresh(_ ids: ArraySlice<String>, now: Instant) async -> RecordError? {
        await withTaskGroup(of: RecordError?.self) { group in
            for id in ids {
                group.addTask {
                    do throws(RecordError) {
                        try await self.refresh(id, now: now)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            return await group.reduce(nil) { $0 ?? $1 }
        }
    }

    private func due(now: Instant, atMost: Int) async throws(RecordError) -> [String] {
        guard journal.isShared else {
            let rows = summaries.withLock { $0.rows }
            return rows.lazy.compactMap { $0 }
                .filter { $0.wakeAt != PackedSummary.never && $0.wakeAt <= now.milliseconds }
                .sorted { $0.wakeAt < $1.wakeAt }.prefix(atMost).map(\.id)
        }
        do throws(JournalError) {
            return try await journal.claimDue(
                kind: "patient", at: now.milliseconds, lease: Self.lease, limit: atMost
            ).filter { !$0.body.isEmpty }.map(\.stream.id)
        } catch {
            throw .journal(code: error.code, message: error.description)
        }
    }
}
