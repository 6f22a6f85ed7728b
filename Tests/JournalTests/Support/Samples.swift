import Foundation
import Journal
import Synchronization

/// The n-th id of a test: a UUID of version 7 that tells its number.
func eventID(_ number: Int) -> String {
    let digits = String(number, radix: 16)
    return "0198c2f4-7a10-7000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
}

/// Numbers for event ids, shared by tasks.
final class IDs: Sendable {
    private let last = Mutex(0)

    func next() -> String {
        eventID(
            last.withLock { number in
                number += 1
                return number
            })
    }
}

func event(_ number: Int, body: String = "{}") -> NewEvent {
    event(id: eventID(number), body: body)
}

func event(id: String, body: String = "{}") -> NewEvent {
    NewEvent(
        id: id, type: "temperature-recorded", occurredAt: 1_763_000_000_000, author: "staff/7", site: "site/1",
        body: Array(body.utf8))
}

/// An append with one event per number and nothing special about it.
func append(
    to stream: StreamID, after version: Int = 0, _ numbers: Int..., wakeAt: Int64? = nil, outbox: [OutboxMessage] = [],
    settles: [String] = []
) -> Append {
    Append(
        stream: stream, expectedVersion: version, events: numbers.map { event($0) }, summaryWakeAt: wakeAt,
        summaryBody: Array("summary".utf8), outbox: outbox, settles: settles, recordedAt: 1_763_000_000_500)
}

func message(_ id: String, notBefore: Int64 = 0, body: [UInt8] = [1, 2, 3]) -> OutboxMessage {
    OutboxMessage(id: id, channel: "smtp", notBefore: notBefore, body: body)
}

func patient(_ id: String) throws -> StreamID { try StreamID(kind: "patient", id: id) }

/// The error an operation is refused with, or `nil` when it succeeds.
func refusal(_ operation: () async throws(JournalError) -> some Any) async -> JournalError? {
    do throws(JournalError) {
        _ = try await operation()
        return nil
    } catch {
        return error
    }
}

/// Chance that can be repeated: set `STEPWELL_SEED` to the printed number.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ test: String = #function) {
        let given = ProcessInfo.processInfo.environment["STEPWELL_SEED"].flatMap(UInt64.init)
        state = given ?? UInt64.random(in: 0...UInt64(UInt32.max))
        print("\(test): STEPWELL_SEED=\(state)")
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// The first append of a stream that has a key.
func sealed(to stream: StreamID, _ number: Int, key: [UInt8] = [1, 2, 3]) -> Append {
    var sealed = append(to: stream, number)
    sealed.key = key
    return sealed
}
