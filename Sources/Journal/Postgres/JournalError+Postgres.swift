extension JournalError {
    /// PostgreSQL cannot be reached, or went away.
    ///
    /// - Parameter what: Without secrets and patient data; line ends become spaces.
    static func connection(_ what: String) -> JournalError {
        .storage(code: "connection", message: oneLine(what))
    }

    /// Says in the journal's words what PostgreSQL answered.
    ///
    /// Only the first part of its message gets in: details hold values of rows, which may be patient data.
    init(postgres rows: PostgresRows, doing task: String) {
        let state = rows.errorField(UInt8(ascii: "C")) ?? ""
        let text = rows.errorField(UInt8(ascii: "M")) ?? "no message"
        let message = Self.oneLine("tried to \(task): \(text) (SQLSTATE \(state))")
        switch state {
        // disk_full; the rest of its class is about memory and connections.
        case "53100": self = .full(message: message)
        // lock_not_available, deadlock_detected, serialization_failure: nothing was written, and it may work in a moment.
        case "55P03", "40P01", "40001": self = .busy
        case "57014": self = .storage(code: "timeout", message: message)
        case "": self = .connection(message)
        case _ where Self.endsTheConnection(state): self = .connection(message)
        default: self = .storage(code: state, message: message)
        }
    }

    /// Whether the server closes the connection after it has said so: shutdown, crash, start, idle transaction, and
    /// everything about the connection itself.
    static func endsTheConnection(_ state: String) -> Bool {
        state.hasPrefix("57P0") || state == "25P03" || state.hasPrefix("08")
    }

    /// Whether trying each append of a batch alone is of no use: it would fail, or wait, as long again.
    var isOfTheServer: Bool {
        switch self {
        case .busy, .closed, .storage(code: "connection", _), .storage(code: "timeout", _): true
        default: false
        }
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
