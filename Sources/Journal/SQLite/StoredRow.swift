import Foundation
import GRDB

/// Reads the columns of one event out of a row, refusing what this program never wrote.
///
/// Decoding by `decode` throws where the row subscripts would end the process: a damaged file must not.
struct StoredRow {
    /// The columns ``event(_:)`` expects, in its order, of a table named `e`; nothing may stand before them.
    static let columns = """
        e.sequence, e.version, e.event_id, e.type, e.occurred_at, e.recorded_at, e.author, e.site, e.body, e.hash
        """

    /// How many ``columns`` there are: the index of the first column after them.
    static let columnCount = 10

    let sequence: Int64
    let version: Int
    let recordedAt: Int64
    let hash: [UInt8]
    let event: NewEvent

    init(_ row: Row) throws {
        sequence = try row.decode(Int64.self, atIndex: 0)
        version = try row.decode(Int.self, atIndex: 1)
        guard let id = EventID(bytes: try Self.bytes(row, 2)) else {
            throw JournalError.storage(code: "damaged", message: "event \(sequence) has an id that is not 16 bytes")
        }
        recordedAt = try row.decode(Int64.self, atIndex: 5)
        hash = try Self.bytes(row, 9)
        event = NewEvent(
            id: id.text,
            type: try row.decode(String.self, atIndex: 3),
            occurredAt: try row.decode(Int64.self, atIndex: 4),
            author: try row.decode(String.self, atIndex: 6),
            site: try row.decode(String.self, atIndex: 7),
            body: try Self.bytes(row, 8))
    }

    func stored(in stream: StreamID) -> StoredEvent {
        StoredEvent(
            stream: stream, version: version, event: event, recordedAt: recordedAt, hash: hash, sequence: sequence)
    }

    /// A BLOB column; empty when it is NULL, which no column of ours may be.
    static func bytes(_ row: Row, _ index: Int) throws -> [UInt8] {
        try row.withUnsafeData(atIndex: index) { data in data.map { [UInt8]($0) } ?? [] }
    }
}
