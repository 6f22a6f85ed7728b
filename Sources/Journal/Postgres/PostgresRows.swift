import CLibPQ

/// What a statement answered: rows of columns in PostgreSQL's binary format.
///
/// Reading checks lengths: what this program never wrote is an error, not a crash.
final class PostgresRows {
    private let result: OpaquePointer

    /// Takes over `result` and frees it at its own end.
    init(_ result: OpaquePointer) {
        self.result = result
    }

    deinit { PQclear(result) }

    var count: Int { Int(PQntuples(result)) }

    var status: ExecStatusType { PQresultStatus(result) }

    /// What was done, for example `COMMIT` or `UPDATE 3`.
    var tag: String { PQcmdStatus(result).map { String(cString: $0) } ?? "" }

    /// A field of an error, for example the SQLSTATE.
    func errorField(_ code: UInt8) -> String? {
        PQresultErrorField(result, Int32(code)).map { String(cString: $0) }
    }

    func isNull(_ row: Int, _ column: Int) -> Bool {
        PQgetisnull(result, Int32(row), Int32(column)) != 0
    }

    func int(_ row: Int, _ column: Int) throws(JournalError) -> Int64 {
        let bytes = raw(row, column)
        guard bytes.count == 8 else { throw wrong("a whole number of 8 bytes", column, bytes.count) }
        return bytes.reduce(0) { $0 << 8 | Int64($1) }
    }

    func optionalInt(_ row: Int, _ column: Int) throws(JournalError) -> Int64? {
        isNull(row, column) ? nil : try int(row, column)
    }

    func bool(_ row: Int, _ column: Int) throws(JournalError) -> Bool {
        let bytes = raw(row, column)
        guard bytes.count == 1 else { throw wrong("one byte", column, bytes.count) }
        return bytes.first != 0
    }

    /// Empty when it is NULL, which no such column of ours may be.
    func text(_ row: Int, _ column: Int) -> String { String(decoding: raw(row, column), as: UTF8.self) }

    /// Empty when it is NULL, which no such column of ours may be.
    func bytes(_ row: Int, _ column: Int) -> [UInt8] { [UInt8](raw(row, column)) }

    /// A UUID as 36 lower-case characters.
    func uuid(_ row: Int, _ column: Int) throws(JournalError) -> String {
        let bytes = bytes(row, column)
        guard let id = EventID(bytes: bytes) else { throw wrong("16 bytes", column, bytes.count) }
        return id.text
    }

    private func raw(_ row: Int, _ column: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: PQgetvalue(result, Int32(row), Int32(column)),
            count: Int(PQgetlength(result, Int32(row), Int32(column))))
    }

    private func wrong(_ expected: String, _ column: Int, _ found: Int) -> JournalError {
        .storage(
            code: "damaged", message: "column \(column + 1) of an answer has \(found) bytes; expected \(expected)")
    }
}
