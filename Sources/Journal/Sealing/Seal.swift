/// Seals and opens what belongs to one stream, each thing bound to its place.
struct Seal {
    let key: StreamKey
    let stream: StreamID

    func seal(_ append: Append, wrapped: [UInt8]) throws(JournalError) -> Append {
        var sealed = append
        sealed.key = wrapped
        sealed.summaryBody = try seal(summary: append.summaryBody)
        for index in append.events.indices {
            let event = append.events[index]
            sealed.events[index].body = try key.seal(event.body, for: place(of: event))
        }
        for index in append.outbox.indices { sealed.outbox[index] = try seal(append.outbox[index]) }
        return sealed
    }

    func seal(summary body: [UInt8]) throws(JournalError) -> [UInt8] {
        try key.seal(body, for: ["stepwell-summary-1", stream.description])
    }

    func open(_ event: StoredEvent) throws(JournalError) -> StoredEvent {
        guard let body = key.open(event.body, for: place(of: event.event)) else {
            throw .sealBroken(stream: stream.description, version: event.version)
        }
        return event.with(body: body)
    }

    /// The summary with its plain body and without its wrapped key.
    func open(_ summary: Summary) throws(JournalError) -> Summary {
        guard let body = key.open(summary.body, for: ["stepwell-summary-1", stream.description]) else {
            throw .sealBroken(stream: stream.description, version: summary.version)
        }
        return Summary(stream: stream, version: summary.version, wakeAt: summary.wakeAt, body: body)
    }

    /// - Returns: `nil` when it does not open.
    func open(_ sealed: SealedMessage) -> OutboxMessage? {
        var message = sealed.message
        guard let body = key.open(sealed.box, for: place(of: message)) else { return nil }
        message.body = body
        return message
    }

    private func seal(_ message: OutboxMessage) throws(JournalError) -> OutboxMessage {
        var sealed = message
        sealed.body = SealedMessage.head(stream) + (try key.seal(message.body, for: place(of: message)))
        return sealed
    }

    private func place(of event: NewEvent) -> [String] {
        ["stepwell-event-body-1", stream.description, event.id, event.type]
    }

    private func place(of message: OutboxMessage) -> [String] {
        ["stepwell-message-1", stream.description, message.id, message.channel]
    }
}

/// A message as the journal behind holds it: it names the stream whose key opens it, because an outbox does not.
struct SealedMessage {
    /// A zero byte first, which no text begins with.
    private static let mark: [UInt8] = [0, 0x53, 0x77, 1]

    let message: OutboxMessage
    let stream: StreamID
    let box: ArraySlice<UInt8>

    static func head(_ stream: StreamID) -> [UInt8] {
        let name = Array(stream.description.utf8)
        return mark + [UInt8(name.count)] + name
    }

    /// - Returns: `nil` for a message that is not sealed.
    init?(_ message: OutboxMessage) {
        guard message.body.starts(with: Self.mark), message.body.count > 5 else { return nil }
        let end = 5 + Int(message.body[4])
        guard message.body.count >= end,
            let name = String(validating: message.body[5..<end], as: UTF8.self),
            let stream = try? StreamID(name)
        else { return nil }
        self.message = message
        self.stream = stream
        box = message.body[end...]
    }
}
