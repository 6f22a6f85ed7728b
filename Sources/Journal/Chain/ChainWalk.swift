/// Follows the chains of a journal one event at a time, in constant memory.
///
/// Usage: for each stream `begin`, then `check` for each of its events from version 1 on; `finish` at the end.
/// Stop early once ``isBroken``.
struct ChainWalk {
    private(set) var report = ChainReport(streams: 0, events: 0, firstBroken: nil)
    private var current: Position?

    private struct Position {
        let stream: String
        let summaryVersion: Int
        let summaryHash: [UInt8]
        var version = 0
        var hash = HashChain.start
    }

    /// Whether the first broken link is found; nothing is looked at after it.
    var isBroken: Bool { report.firstBroken != nil }

    /// Ends the stream before, and starts the next one.
    ///
    /// - Parameters:
    ///   - summaryVersion: The version the stream's summary knows of.
    ///   - summaryHash: The hash of that version, as kept beside the summary.
    mutating func begin(stream: String, summaryVersion: Int, summaryHash: [UInt8]) {
        endStream()
        guard !isBroken else { return }
        report.streams += 1
        current = Position(stream: stream, summaryVersion: summaryVersion, summaryHash: summaryHash)
    }

    /// Looks at the next event of the current stream.
    mutating func check(version: Int, event: NewEvent, recordedAt: Int64, hash: [UInt8]) {
        guard !isBroken, let position = current else { return }
        report.events += 1
        let next = position.version + 1
        guard version == next else {
            return breakOff(at: next, "version \(next) is missing: the next event found has version \(version)")
        }
        let expected = HashChain.hash(
            after: position.hash, stream: position.stream, version: version, event: event, recordedAt: recordedAt)
        guard hash == expected else {
            return breakOff(at: version, "content does not match its hash: the event was edited, swapped or moved")
        }
        current?.version = version
        current?.hash = hash
    }

    /// Says that the record is broken for a reason only the store can see.
    mutating func breakOff(stream: String, at version: Int, _ reason: String) {
        guard !isBroken else { return }
        report.firstBroken = BrokenLink(stream: stream, version: version, reason: reason)
    }

    /// Ends the last stream.
    mutating func finish() -> ChainReport {
        endStream()
        return report
    }

    /// Ends the current stream: its last event must be the one the summary knows.
    mutating func endStream() {
        guard !isBroken, let position = current else { return }
        let last = position.version
        if last < position.summaryVersion {
            breakOff(
                at: last + 1,
                "version \(last + 1) is missing: the summary knows version \(position.summaryVersion), the tail was cut"
            )
        } else if last > position.summaryVersion {
            breakOff(
                at: position.summaryVersion + 1,
                "the summary ends at version \(position.summaryVersion), but events go on to version \(last)")
        } else if position.hash != position.summaryHash {
            breakOff(at: last, "the hash kept beside the summary is not the hash of the last event")
        }
        current = nil
    }

    private mutating func breakOff(at version: Int, _ reason: String) {
        breakOff(stream: current?.stream ?? "*", at: version, reason)
    }
}
