import CLibPQ

/// One parameter of a statement in PostgreSQL's binary format, so that nothing is quoted, escaped or cut at NUL.
struct PostgresValue: Sendable {
    /// The object id of its type, fixed for PostgreSQL's own types.
    let type: Oid

    /// `nil` is NULL.
    let bytes: [UInt8]?

    static func int(_ value: Int64?) -> PostgresValue {
        PostgresValue(type: 20, bytes: value.map(Self.encode))
    }

    static func int(_ value: Int) -> PostgresValue { int(Int64(value)) }

    static func text(_ value: String) -> PostgresValue {
        PostgresValue(type: 25, bytes: Array(value.utf8))
    }

    static func bytes(_ value: [UInt8]) -> PostgresValue {
        PostgresValue(type: 17, bytes: value)
    }

    static func ints(_ values: [Int64?]) -> PostgresValue {
        array(1016, of: 20, values.map { $0.map(Self.encode) })
    }

    static func texts(_ values: [String]) -> PostgresValue {
        array(1009, of: 25, values.map { Array($0.utf8) })
    }

    static func blobs(_ values: [[UInt8]]) -> PostgresValue {
        array(1001, of: 17, values)
    }

    /// - Parameter values: Each 16 bytes.
    static func uuids(_ values: [[UInt8]]) -> PostgresValue {
        array(2951, of: 2950, values)
    }

    /// One dimension that counts from 1: number of dimensions, whether there are NULLs, type, length, first index, then
    /// each element with its length before it.
    private static func array(_ type: Oid, of element: Oid, _ values: [[UInt8]?]) -> PostgresValue {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.reduce(20) { $0 + 4 + ($1?.count ?? 0) })
        func add(_ number: Int32) {
            withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
        }
        add(values.isEmpty ? 0 : 1)
        add(values.contains { $0 == nil } ? 1 : 0)
        add(Int32(bitPattern: element))
        if !values.isEmpty {
            add(Int32(values.count))
            add(1)
        }
        for value in values {
            guard let value else {
                add(-1)
                continue
            }
            add(Int32(value.count))
            bytes.append(contentsOf: value)
        }
        return PostgresValue(type: type, bytes: bytes)
    }

    private static func encode(_ value: Int64) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}

/// A statement and its parameters.
struct PostgresStatement: Sendable {
    let sql: String
    let values: [PostgresValue]

    init(_ sql: String, _ values: PostgresValue...) {
        self.sql = sql
        self.values = values
    }

    /// Lends the parameters in the form libpq asks for; they are valid inside `body` only.
    func withParameters<Answer>(
        _ body: (
            _ count: Int32, _ values: [UnsafePointer<CChar>?], _ lengths: [Int32], _ formats: [Int32]
        ) -> Answer
    ) -> Answer {
        // All in one piece of memory. The byte at its end gives an empty value an address, too: without one it is NULL.
        var all: [UInt8] = []
        all.reserveCapacity(values.reduce(1) { $0 + ($1.bytes?.count ?? 0) })
        var starts: [Int?] = []
        for value in values {
            starts.append(value.bytes == nil ? nil : all.count)
            all.append(contentsOf: value.bytes ?? [])
        }
        all.append(0)
        let lengths = values.map { Int32($0.bytes?.count ?? 0) }
        return all.withUnsafeBytes { memory in
            let first = memory.bindMemory(to: CChar.self).baseAddress
            let pointers = starts.map { start in start.flatMap { start in first.map { $0 + start } } }
            return body(Int32(values.count), pointers, lengths, values.map { _ in 1 })
        }
    }
}
