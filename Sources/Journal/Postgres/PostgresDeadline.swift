import Foundation

/// Waits for a socket, and not for ever.
struct PostgresDeadline {
    let limit: Duration
    private let end: ContinuousClock.Instant

    init(_ limit: Duration) {
        self.limit = limit
        end = ContinuousClock.now + limit
    }

    /// Blocks until there is input, or room to send.
    ///
    /// - Returns: `false` when the time is over first.
    func wait(for socket: Int32, orToSend: Bool) -> Bool {
        let events = Int16(POLLIN) | (orToSend ? Int16(POLLOUT) : 0)
        while true {
            var item = pollfd(fd: socket, events: events, revents: 0)
            let found = poll(&item, 1, remainingMilliseconds)
            if found > 0 { return true }
            // A signal ends the waiting early.
            guard found < 0, errno == EINTR else { return false }
        }
    }

    /// Whether something has arrived already, the end of the connection included.
    func hasInput(_ socket: Int32) -> Bool { wait(for: socket, orToSend: false) }

    private var remainingMilliseconds: Int32 {
        let left = (end - ContinuousClock.now).components
        let milliseconds = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000
        return Int32(clamping: max(0, milliseconds))
    }
}

/// Lends texts as the NULL-ended list of C strings that libpq asks for; valid inside `body` only.
func withCStrings<Answer>(
    _ texts: [String], _ body: ([UnsafePointer<CChar>?]) -> Answer
) -> Answer {
    let copies = texts.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies.map { $0.map { UnsafePointer($0) } } + [nil])
}
