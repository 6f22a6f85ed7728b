/// Sealing on the way in.
extension SealedJournal {
    /// Seals the bodies, makes the key of a new stream, and appends to the journal behind.
    ///
    /// - Returns: The events with the bodies that were given; their hashes are over the sealed ones.
    // Not optimized: Swift 6.3 otherwise frees what the two ways through this function hold in the wrong order, and the
    // process ends ("freed pointer was not the last allocation"). Sealing itself is elsewhere and stays fast.
    @_optimize(none)
    public func append(_ append: Append) async throws(JournalError) -> [StoredEvent] {
        guard seals(append.stream) else { return try await inner.append(append) }
        try append.check()
        guard let sealing = try await sealing(for: append) else { return try await inner.append(append) }
        let sealed = try Seal(key: sealing.key, stream: append.stream).seal(append, wrapped: sealing.wrapped)
        let stored = try await inner.append(sealed)
        // Only now: a refused first append must not leave its key behind for the stream somebody else made.
        cache.keep(sealing.key)
        return zip(stored, append.events).map { stored, event in stored.with(body: event.body) }
    }

    /// Seals with a key that is in memory; the key of a new stream, or one not written lately, goes by ``append(_:)``.
    public func ready(_ append: Append) throws(JournalError) -> ReadyAppend? {
        guard seals(append.stream) else { return try inner.ready(append) }
        try append.check()
        guard append.expectedVersion > 0, let key = cache.key(of: append.stream) else { return nil }
        return try inner.ready(try Seal(key: key, stream: append.stream).seal(append, wrapped: []))
    }

    /// As the journal behind: what is ready is sealed.
    public func submit(
        lead: ReadyAppend, _ appends: [ReadyAppend], then answer: @escaping @Sendable (TogetherAnswer) -> Void
    ) {
        inner.submit(lead: lead, appends, then: answer)
    }

    /// Seals the summary.
    @discardableResult
    @_optimize(none)
    public func resummarize(
        _ stream: StreamID, at version: Int, wakeAt: Int64?, body: [UInt8]
    ) async throws(JournalError) -> Bool {
        guard seals(stream) else {
            return try await inner.resummarize(stream, at: version, wakeAt: wakeAt, body: body)
        }
        try Append.check(body: body, "summary of \(stream)")
        var key = cache.key(of: stream)
        if key == nil {
            switch try await access(stream) {
            case .none, .erased: return false
            case .plain: return try await inner.resummarize(stream, at: version, wakeAt: wakeAt, body: body)
            case .sealed(let found, _): key = found
            }
        }
        guard let key else { return false }
        cache.keep(key)
        let sealed = try Seal(key: key, stream: stream).seal(summary: body)
        return try await inner.resummarize(stream, at: version, wakeAt: wakeAt, body: sealed)
    }

    /// The key to seal with, wrapped when the stream is new; `nil` for a stream that was never sealed.
    private func sealing(for append: Append) async throws(JournalError) -> (key: StreamKey, wrapped: [UInt8])? {
        let stream = append.stream
        if append.expectedVersion <= 0 {
            let key = StreamKey.random(for: stream)
            guard let master = ring.refreshed().keys.first else { throw .masterKeys("the key ring is empty") }
            return (key, try key.wrapped(under: master))
        }
        if let key = cache.key(of: stream) { return (key, []) }
        guard let summary = try await inner.summary(of: stream) else {
            throw .conflict(stream: stream.description, expected: append.expectedVersion, actual: 0)
        }
        switch try access(summary) {
        case .sealed(let key, _): return (key, [])
        case .plain: return nil
        case .none, .erased:
            guard summary.version == append.expectedVersion else {
                throw .conflict(
                    stream: stream.description, expected: append.expectedVersion, actual: summary.version)
            }
            throw .erased(stream: stream.description)
        }
    }
}

extension StoredEvent {
    /// The same event with another body; the hash stays that of the stored one.
    func with(body: [UInt8]) -> StoredEvent {
        var event = event
        event.body = body
        return StoredEvent(
            stream: stream, version: version, event: event, recordedAt: recordedAt, hash: hash, sequence: sequence)
    }
}
