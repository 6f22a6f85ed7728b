/// What can be refused without looking at the journal. Every implementation asks this first, in the caller's task.
extension Append {
    /// Largest body of an event, a summary or a message, in bytes (included).
    static let largestBody = 1 << 20

    /// Largest append as a whole, in bytes (included): bounds what one transaction holds in memory.
    static let largestAppend = 16 << 20

    /// Longest type, author, site, channel or message id, in bytes (included).
    static let longestText = 256

    /// Longest wrapped key, in bytes (included).
    static let longestKey = 256

    /// - Throws: ``JournalError/invalidEvent(_:)`` that names the place, what was seen and what was expected.
    func check() throws(JournalError) {
        guard !events.isEmpty else {
            throw .invalidEvent("append to \(stream) has no events; expected at least one")
        }
        guard expectedVersion <= Int.max - events.count else {
            throw .invalidEvent("append to \(stream) expects version \(expectedVersion), which no stream can reach")
        }
        for (index, event) in events.enumerated() {
            try event.check(at: "event \(index + 1) of the append to \(stream)")
        }
        try Self.check(body: summaryBody, "summary of \(stream)")
        try Self.check(key: key, "key of the append to \(stream)")
        for (index, message) in outbox.enumerated() {
            try message.check(at: "message \(index + 1) of the append to \(stream)")
        }
        for id in settles {
            try Self.check(messageID: id, "settled message id of the append to \(stream)")
        }
        guard byteCount <= Self.largestAppend else {
            throw .invalidEvent("append to \(stream) has \(byteCount) bytes; expected at most \(Self.largestAppend)")
        }
    }

    /// The size of what the caller chose, in bytes; fixed columns are counted as 128 a row.
    var byteCount: Int {
        let row = 128
        return events.reduce(summaryBody.count + row) { $0 + $1.body.count + row }
            + outbox.reduce(0) { $0 + $1.body.count + row } + settles.count * row
    }

    fileprivate static func check(
        text: String, _ place: @autoclosure () -> String, mayBeEmpty: Bool
    ) throws(JournalError) {
        let shortest = mayBeEmpty ? 0 : 1
        guard (shortest...longestText).contains(text.utf8.count) else {
            throw .invalidEvent("\(place()) has \(text.utf8.count) bytes; expected \(shortest) to \(longestText)")
        }
        // SQLite ends a text at NUL, which would store less than was hashed; the other ones garble logs.
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw .invalidEvent("\(place()) holds a control character; expected none")
        }
    }

    /// ASCII only: two spellings of one accented letter are equal as texts here, but not in the file.
    fileprivate static func check(messageID: String, _ place: @autoclosure () -> String) throws(JournalError) {
        try check(text: messageID, place(), mayBeEmpty: false)
        guard messageID.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw .invalidEvent("\(place()) holds a character outside ASCII; expected ASCII only")
        }
    }

    static func check(key: [UInt8], _ place: @autoclosure () -> String) throws(JournalError) {
        guard key.count <= longestKey, key != Summary.destroyedKey else {
            throw .invalidEvent(
                "\(place()) has \(key.count) bytes; expected at most \(longestKey), and not one zero byte")
        }
    }

    /// The end of a lease; the end of time when it lies beyond.
    static func end(of lease: Int64, from now: Int64) -> Int64 {
        let (end, isBeyond) = now.addingReportingOverflow(lease)
        return isBeyond ? .max : end
    }

    static func check(body: [UInt8], _ place: @autoclosure () -> String) throws(JournalError) {
        guard body.count <= largestBody else {
            throw .invalidEvent("\(place()) has \(body.count) bytes; expected at most \(largestBody)")
        }
    }
}

extension NewEvent {
    fileprivate func check(at place: @autoclosure () -> String) throws(JournalError) {
        guard EventID(id) != nil else {
            throw .invalidEvent(
                "id of \(place()) is \"\(id.prefix(64))\"; expected a UUID of version 7 in 36 lower-case characters")
        }
        try Append.check(text: type, "type of \(place())", mayBeEmpty: false)
        try Append.check(text: author, "author of \(place())", mayBeEmpty: true)
        try Append.check(text: site, "site of \(place())", mayBeEmpty: true)
        try Append.check(body: body, "body of \(place())")
    }
}

extension OutboxMessage {
    fileprivate func check(at place: @autoclosure () -> String) throws(JournalError) {
        try Append.check(messageID: id, "id of \(place())")
        try Append.check(text: channel, "channel of \(place())", mayBeEmpty: false)
        try Append.check(body: body, "body of \(place())")
    }
}
