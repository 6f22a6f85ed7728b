/// Opening on the way out.
extension SealedJournal {
    /// Opens the bodies.
    ///
    /// - Throws: ``JournalError/erased(stream:)`` when the key was destroyed, ``JournalError/sealBroken(stream:version:)``
    ///   for a body that does not open, and what the journal behind throws.
    public func read(_ stream: StreamID, after version: Int) async throws(JournalError) -> [StoredEvent] {
        // Events before the key: had it the other way round, a key could be destroyed or made in between.
        let events = try await inner.read(stream, after: version)
        guard seals(stream) else { return events }
        switch try await access(stream) {
        case .none, .plain: return events
        case .erased: throw .erased(stream: stream.description)
        case .sealed(let key, _):
            let seal = Seal(key: key, stream: stream)
            return try events.map { event throws(JournalError) in try seal.open(event) }
        }
    }

    /// Opens the bodies. An erased stream's summary has an empty body, see ``Summary/isErased``.
    public func summaries(kind: String) async throws(JournalError) -> [Summary] {
        try open(try await inner.summaries(kind: kind))
    }

    /// Opens the body.
    public func summary(of stream: StreamID) async throws(JournalError) -> Summary? {
        guard let summary = try await inner.summary(of: stream) else { return nil }
        return try open(summary)
    }

    /// Opens the bodies.
    public func changes(kind: String, after mark: Int64, limit: Int) async throws(JournalError) -> Changes {
        let changes = try await inner.changes(kind: kind, after: mark, limit: limit)
        return Changes(summaries: try open(changes.summaries), mark: changes.mark)
    }

    /// Opens the bodies.
    public func claimDue(
        kind: String, at now: Int64, lease: Int64, limit: Int
    ) async throws(JournalError) -> [Summary] {
        try open(try await inner.claimDue(kind: kind, at: now, lease: lease, limit: limit))
    }

    /// Opens the bodies.
    public func streamsDue(at now: Int64, limit: Int) async throws(JournalError) -> [Summary] {
        try open(try await inner.streamsDue(at: now, limit: limit))
    }

    /// Opens the bodies; those of erased streams are empty.
    public func events(after sequence: Int64, limit: Int) async throws(JournalError) -> [StoredEvent] {
        var keys = KnownKeys()
        return try await open(try await inner.events(after: sequence, limit: limit), &keys)
    }

    /// Opens the bodies; that of a message of an erased stream is empty: it cannot be sent any more, only settled.
    public func pendingOutbox(at now: Int64, limit: Int) async throws(JournalError) -> [OutboxMessage] {
        var opened: [OutboxMessage] = []
        for message in try await inner.pendingOutbox(at: now, limit: limit) {
            guard let sealed = SealedMessage(message) else {
                opened.append(message)
                continue
            }
            guard case .sealed(let key, let version) = try await access(sealed.stream) else {
                var erased = message
                erased.body = []
                opened.append(erased)
                continue
            }
            guard let message = Seal(key: key, stream: sealed.stream).open(sealed) else {
                throw .sealBroken(stream: sealed.stream.description, version: version)
            }
            opened.append(message)
        }
        return opened
    }

    /// In sealed kinds, looks through opened bodies: reads the whole journal piece by piece. Erased streams hold nothing.
    public func search(
        kind: String, holding bytes: [UInt8], from: Int64, to: Int64, limit: Int
    ) async throws(JournalError) -> [StoredEvent] {
        guard sealedKinds.contains(kind) else {
            return try await inner.search(kind: kind, holding: bytes, from: from, to: to, limit: limit)
        }
        var found: [StoredEvent] = []
        var keys = KnownKeys()
        var last: Int64 = 0
        while found.count < limit {
            let piece = try await inner.events(after: last, limit: 512)
            guard let end = piece.last?.sequence else { break }
            last = end
            let candidates = piece.filter { event in
                event.stream.kind == kind && from <= event.recordedAt && event.recordedAt < to
            }
            for event in try await open(candidates, &keys)
            where found.count < limit && !keys.isErased(event.stream) && event.body.contains(bytes) {
                found.append(event)
            }
        }
        return found
    }

    // MARK: Opening

    /// What was found out about streams during one call.
    private struct KnownKeys {
        var accesses: [StreamID: Access] = [:]

        func isErased(_ stream: StreamID) -> Bool {
            guard case .erased? = accesses[stream] else { return false }
            return true
        }
    }

    private func open(_ summaries: [Summary]) throws(JournalError) -> [Summary] {
        try summaries.map { summary throws(JournalError) in try open(summary) }
    }

    private func open(_ summary: Summary) throws(JournalError) -> Summary {
        guard seals(summary.stream), case .sealed(let key, _) = try access(summary) else { return summary }
        return try Seal(key: key, stream: summary.stream).open(summary)
    }

    private func open(_ events: [StoredEvent], _ keys: inout KnownKeys) async throws(JournalError) -> [StoredEvent] {
        var opened: [StoredEvent] = []
        opened.reserveCapacity(events.count)
        for event in events {
            guard seals(event.stream) else {
                opened.append(event)
                continue
            }
            if keys.accesses[event.stream] == nil { keys.accesses[event.stream] = try await access(event.stream) }
            switch keys.accesses[event.stream] {
            case .sealed(let key, _): opened.append(try Seal(key: key, stream: event.stream).open(event))
            case .erased: opened.append(event.with(body: []))
            case .plain, .some(.none), nil: opened.append(event)
            }
        }
        return opened
    }
}
