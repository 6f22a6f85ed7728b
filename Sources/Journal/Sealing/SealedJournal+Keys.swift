/// Master keys: whether they are the right ones, new ones, and the end of a stream's own.
extension SealedJournal {
    /// Where a small sealed thing is kept that only the right master key opens.
    ///
    /// Not to be removed: a prefix of its own keeps it away from those who sweep theirs.
    private static let sampleKey = "sealing/sample"

    /// Refuses the wrong key ring at once, before anything is read or written under it.
    ///
    /// The first use leaves a sealed sample on the shelf. Where there is none (a copy of a journal, for example), the key of
    /// one sealed stream is tried before.
    ///
    /// - Throws: ``JournalError/masterKeyMissing(id:)`` or ``JournalError/masterKeyWrong(id:)``.
    public func check() async throws(JournalError) {
        let sample = try StreamID("sealing/sample")
        if let wrapped = try await inner.get(Self.sampleKey, at: 0) {
            return try checkOpens(wrapped, for: sample)
        }
        for kind in sealedKinds {
            if let sealed = try await someSealedStream(kind) { try checkOpens(sealed.key, for: sealed.stream) }
        }
        // Two nodes may be here at once, each with a key file of its own: one sample counts, the other node is refused.
        if try await !leaveSample(replacing: false), let wrapped = try await inner.get(Self.sampleKey, at: 0) {
            try checkOpens(wrapped, for: sample)
        }
    }

    /// Destroys the stream's key: see ``Journal/destroyKey(of:)``.
    ///
    /// - Returns: Whether there was such a stream with a key.
    @discardableResult
    public func erase(_ stream: StreamID) async throws(JournalError) -> Bool { try await destroyKey(of: stream) }

    /// Where a rotation is; given to those who want to be told.
    enum RotationStep: CaseIterable, Sendable {
        case ringHasNewKey, keysRewrapped, sampleRewrapped, ringHasOnlyNewKey
    }

    /// Makes a new master key, wraps the keys of all streams under it, and takes the old ones out of the key file.
    ///
    /// A crash at any point leaves a journal that the key file opens; rotating again finishes the work. Servers that use
    /// the same key file go on without a restart. Servers with a copy of the file elsewhere must be given the new file
    /// before old keys are dropped: rotate with `keepingOld`, hand out the file, then rotate again. Backups made before
    /// need the old keys: keep a copy of the old file with them.
    ///
    /// - Parameters:
    ///   - keepingOld: Leave the old keys in the file, behind the new one.
    ///   - settling: How long appends that were under way with the old key may take until they are looked for.
    /// - Returns: How many streams have a key under the new master key.
    /// - Throws: ``JournalError/masterKeys(_:)`` when the ring is not from a file or the file cannot be written.
    @discardableResult
    public func rotate(
        keepingOld: Bool = false, settling: Duration = .seconds(2)
    ) async throws(JournalError) -> Int {
        try await rotate(keepingOld: keepingOld, settling: settling) { _ throws(JournalError) in }
    }

    func rotate(
        keepingOld: Bool, settling: Duration, reached: (RotationStep) throws(JournalError) -> Void
    ) async throws(JournalError) -> Int {
        try ring.replace(with: ring.refreshed().adding())
        let keys = ring.keys
        try reached(.ringHasNewKey)
        _ = try await rewrap(by: keys)
        try reached(.keysRewrapped)
        // A server may have made a stream under the old key just before it saw the new one.
        try? await Task.sleep(for: settling)
        let count = try await rewrap(by: keys)
        try await shelf.rewrap(by: keys)
        try await leaveSample(replacing: true)
        try reached(.sampleRewrapped)
        if !keepingOld { try ring.replace(with: keys.onlyCurrent()) }
        try reached(.ringHasOnlyNewKey)
        return count
    }

    private func rewrap(by keys: MasterKeys) async throws(JournalError) -> Int {
        try await inner.rewrapKeys { wrapped throws(JournalError) in try StreamKey.rewrap(wrapped, by: keys) }
    }

    @discardableResult
    private func leaveSample(replacing: Bool) async throws(JournalError) -> Bool {
        let sample = try StreamID("sealing/sample")
        guard let master = ring.keys.keys.first else { throw .masterKeys("the key ring is empty") }
        let wrapped = try StreamKey.random(for: sample).wrapped(under: master)
        guard replacing else { return try await inner.putNew(Self.sampleKey, wrapped, until: .max, at: 0) }
        try await inner.put(Self.sampleKey, wrapped, until: .max)
        return true
    }

    private func checkOpens(_ wrapped: [UInt8], for stream: StreamID) throws(JournalError) {
        let keys = ring.refreshed()
        guard try StreamKey(unwrapping: wrapped, for: stream, by: keys) != nil else {
            throw .masterKeyWrong(id: StreamKey.masterID(of: wrapped) ?? "malformed")
        }
    }

    private func someSealedStream(_ kind: String) async throws(JournalError) -> Summary? {
        var mark: Int64 = 0
        while true {
            let piece = try await inner.changes(kind: kind, after: mark, limit: 256)
            guard !piece.summaries.isEmpty else { return nil }
            if let sealed = piece.summaries.first(where: { !$0.key.isEmpty && !$0.isErased }) { return sealed }
            mark = piece.mark
        }
    }
}
