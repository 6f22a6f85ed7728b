import CLibPQ

/// One connection to PostgreSQL, closed at its end.
///
/// Blocks the thread it is used on, never longer than the limit of each call. Not for two threads at once: whoever
/// holds it uses it alone (``PostgresLane`` lends each to one job at a time), which the compiler cannot see.
final class PostgresConnection: @unchecked Sendable {
    let handle: OpaquePointer

    /// Whether it can be used no more.
    private(set) var isBroken = false

    /// Names of prepared statements by their text.
    private var prepared: [String: String] = [:]

    /// How many names were given out: one whose preparation failed is not used again.
    private var names = 0

    private let address: PostgresAddress

    /// How long a short statement may take before the server counts as gone.
    private let patience: Duration

    /// Connects; takes at most the `connect_timeout` of the address for each host.
    ///
    /// - Throws: ``JournalError/storage(code:message:)`` with the code `connection`.
    init(_ address: PostgresAddress, patience: Duration = .seconds(12)) throws(JournalError) {
        self.address = address
        self.patience = patience
        let keywords = address.options.map(\.keyword)
        let values = address.options.map(\.value)
        guard
            let handle = withCStrings(
                keywords,
                { keywords in
                    withCStrings(values) { values in PQconnectdbParams(keywords, values, 0) }
                })
        else { throw .connection("no memory for a connection") }
        self.handle = handle
        // Notices would be printed to the error output.
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        guard PQstatus(handle) == CONNECTION_OK else { throw lost("tried to connect to PostgreSQL") }
        // So that sending waits in our own loop, which has a limit.
        guard PQsetnonblocking(handle, 1) == 0 else { throw lost("tried to set up the connection") }
    }

    deinit { PQfinish(handle) }

    /// Runs statements in one round trip; those outside a transaction of their own are one together.
    ///
    /// - Parameters:
    ///   - task: What they are for, in the words of an error.
    ///   - limit: Until all answers must be there; `nil`: as long as for every short statement.
    /// - Returns: What each answered.
    /// - Throws: What the first refused one said; those after it were not run.
    @discardableResult
    func run(
        _ statements: [PostgresStatement], for task: String, within limit: Duration? = nil
    ) throws(JournalError) -> [PostgresRows] {
        let deadline = PostgresDeadline(limit ?? patience)
        guard PQenterPipelineMode(handle) == 1 else { throw lost("tried to \(task)") }
        var expected: [Expected] = []
        for statement in statements { expected += try send(statement, newlyPrepared: expected, task) }
        guard PQpipelineSync(handle) == 1 else { throw lost("tried to \(task)") }
        var answers: [PostgresRows] = []
        var failure: JournalError?
        for item in expected {
            let rows = try nextAnswer(deadline, task)
            // Between the answers of two statements libpq says "no more of this one".
            while try next(deadline, task) != nil {}
            if rows.isFailure {
                // After the first failure all are "not run"; that one says why.
                if failure == nil { failure = JournalError(postgres: rows, doing: task) }
                noteEnd(rows)
            } else if case .preparation(let sql, let name) = item {
                prepared[sql] = name
            } else {
                answers.append(rows)
            }
        }
        while try nextAnswer(deadline, task).status != PGRES_PIPELINE_SYNC {}
        guard PQexitPipelineMode(handle) == 1 else { throw lost("tried to \(task)") }
        if let failure { throw failure }
        return answers
    }

    /// Runs a text of several statements without parameters: for the schema and for transactions.
    func script(_ sql: String, for task: String, within limit: Duration = .seconds(60)) throws(JournalError) {
        let deadline = PostgresDeadline(limit)
        guard PQsendQuery(handle, sql) == 1 else { throw lost("tried to \(task)") }
        var failure: JournalError?
        while let rows = try next(deadline, task) {
            guard rows.isFailure else { continue }
            failure = failure ?? JournalError(postgres: rows, doing: task)
            noteEnd(rows)
        }
        if let failure { throw failure }
    }

    /// Gives the rows of one statement one after the other, in constant memory; ends early when `body` says `false`.
    ///
    /// - Parameter limit: Until the next row must be there.
    func stream(
        _ statement: PostgresStatement, for task: String, within limit: Duration,
        _ body: (PostgresRows) throws(JournalError) -> Bool
    ) throws(JournalError) {
        let sent = statement.withParameters { count, values, lengths, formats in
            let types = statement.values.map(\.type)
            return PQsendQueryParams(handle, statement.sql, count, types, values, lengths, formats, 1)
        }
        guard sent == 1, PQsetSingleRowMode(handle) == 1 else { throw lost("tried to \(task)") }
        while let rows = try next(PostgresDeadline(limit), task) {
            if rows.isFailure {
                noteEnd(rows)
                throw JournalError(postgres: rows, doing: task)
            }
            guard rows.status == PGRES_SINGLE_TUPLE else { continue }
            var goesOn = false
            do throws(JournalError) {
                goesOn = try body(rows)
            } catch {
                // The rows that were not read are still on their way.
                isBroken = true
                throw error
            }
            guard goesOn else { return isBroken = true }
        }
    }

    /// Takes back what a failed transaction did; a connection on which that fails is not used again.
    func rollBack() {
        guard !isBroken, PQtransactionStatus(handle) != PQTRANS_IDLE else { return }
        do throws(JournalError) { try script("ROLLBACK", for: "roll back", within: .seconds(5)) } catch {
            isBroken = true
        }
    }

    /// Whether an idle connection may be used: one on which something has arrived was closed by the server.
    var isQuiet: Bool {
        !isBroken && PQstatus(handle) == CONNECTION_OK && !PostgresDeadline(.zero).hasInput(PQsocket(handle))
    }

    private enum Expected {
        case preparation(sql: String, name: String)
        case answer
    }

    private func send(
        _ statement: PostgresStatement, newlyPrepared: [Expected], _ task: String
    ) throws(JournalError) -> [Expected] {
        var expected: [Expected] = []
        var name = prepared[statement.sql]
        for case .preparation(statement.sql, let new) in newlyPrepared { name = new }
        if name == nil {
            let new = "s\(names)"
            names += 1
            let types = statement.values.map(\.type)
            guard PQsendPrepare(handle, new, statement.sql, Int32(types.count), types) == 1 else {
                throw lost("tried to \(task)")
            }
            expected.append(.preparation(sql: statement.sql, name: new))
            name = new
        }
        let sent = statement.withParameters { count, values, lengths, formats in
            PQsendQueryPrepared(handle, name, count, values, lengths, formats, 1)
        }
        guard sent == 1 else { throw lost("tried to \(task)") }
        expected.append(.answer)
        return expected
    }

    private func nextAnswer(_ deadline: PostgresDeadline, _ task: String) throws(JournalError) -> PostgresRows {
        // One "no more" may stand before an answer; a second one says that there will be none.
        if let rows = try next(deadline, task) { return rows }
        if let rows = try next(deadline, task) { return rows }
        throw lost("tried to \(task)")
    }

    /// - Returns: `nil` at the end of a statement's answers.
    private func next(_ deadline: PostgresDeadline, _ task: String) throws(JournalError) -> PostgresRows? {
        while true {
            let unsent = PQflush(handle)
            guard unsent >= 0 else { throw lost("tried to \(task)") }
            if unsent == 0, PQisBusy(handle) == 0 { break }
            guard deadline.wait(for: PQsocket(handle), orToSend: unsent == 1) else {
                isBroken = true
                throw .connection("tried to \(task): PostgreSQL did not answer in \(deadline.limit)")
            }
            guard PQconsumeInput(handle) == 1 else { throw lost("tried to \(task)") }
        }
        let rows = PQgetResult(handle).map { PostgresRows($0) }
        if PQstatus(handle) == CONNECTION_BAD, rows?.isFailure != false { throw lost("tried to \(task)") }
        return rows
    }

    private func noteEnd(_ rows: PostgresRows) {
        if let state = rows.errorField(UInt8(ascii: "C")), JournalError.endsTheConnection(state) { isBroken = true }
    }

    private func lost(_ task: String) -> JournalError {
        isBroken = true
        let said = PQerrorMessage(handle).map { String(cString: $0) } ?? ""
        return .connection(address.withoutSecrets("\(task): \(said)"))
    }
}

extension PostgresRows {
    /// Whether the statement was refused or not run.
    var isFailure: Bool {
        switch status {
        case PGRES_FATAL_ERROR, PGRES_NONFATAL_ERROR, PGRES_BAD_RESPONSE, PGRES_PIPELINE_ABORTED: true
        default: false
        }
    }
}
