/// What is asked and changed about streams beside their events.
extension MemoryRecords {
    func changes(kind: String, after mark: Int64, limit: Int) -> Changes {
        let changed = streams.values.filter { $0.summary.stream.kind == kind && $0.mark > mark }
            .sorted { $0.mark < $1.mark }.prefix(max(0, limit))
        return Changes(summaries: changed.map(\.summary), mark: changed.last?.mark ?? mark)
    }

    mutating func resummarize(_ stream: StreamID, at version: Int, wakeAt: Int64?, body: [UInt8]) -> Bool {
        guard var summary = streams[stream]?.summary, summary.version == version, !summary.isErased else {
            return false
        }
        summary.wakeAt = wakeAt
        summary.body = body
        change(stream, to: summary)
        return true
    }

    mutating func claimDue(kind: String, at now: Int64, until end: Int64, limit: Int) -> [Summary] {
        let due = streams.values.compactMap { stream -> (wakeAt: Int64, summary: Summary)? in
            guard let wakeAt = stream.summary.wakeAt, wakeAt <= now, stream.summary.stream.kind == kind,
                stream.claimedUntil.map({ $0 <= now }) ?? true
            else { return nil }
            return (wakeAt, stream.summary)
        }
        let claimed = due.sorted { ($0.wakeAt, $0.summary.stream) < ($1.wakeAt, $1.summary.stream) }
            .prefix(max(0, limit)).map(\.summary)
        for summary in claimed { streams[summary.stream]?.claimedUntil = end }
        return claimed
    }

    func search(kind: String, holding bytes: [UInt8], from: Int64, to: Int64, limit: Int) -> [StoredEvent] {
        let found = events.lazy.filter { event in
            event.stream.kind == kind && from <= event.recordedAt && event.recordedAt < to
                && event.body.contains(bytes)
        }
        return Array(found.prefix(max(0, limit)))
    }

    mutating func destroyKey(of stream: StreamID) -> Bool {
        guard var summary = streams[stream]?.summary, !summary.key.isEmpty, !summary.isErased else { return false }
        summary.key = Summary.destroyedKey
        summary.body = []
        summary.wakeAt = nil
        change(stream, to: summary)
        return true
    }

    /// Makes all new keys before it keeps any: there is no transaction to roll back.
    mutating func rewrapKeys(_ change: ([UInt8]) throws(JournalError) -> [UInt8]) throws(JournalError) -> Int {
        var keys: [StreamID: [UInt8]] = [:]
        for (stream, kept) in streams where !kept.summary.key.isEmpty && !kept.summary.isErased {
            let key = try change(kept.summary.key)
            try Append.check(key: key, "new key")
            keys[stream] = key
        }
        for (stream, key) in keys { streams[stream]?.summary.key = key }
        return keys.count
    }
}
