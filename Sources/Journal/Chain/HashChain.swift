import Crypto

/// How events are chained: each hash covers its event and the hash before it, so no past event can change unnoticed.
///
/// The hash is SHA-256 over these fields in this order, each as its length in bytes (8 bytes, big-endian) followed by
/// its bytes; whole numbers are 8 bytes, big-endian, two's complement; texts are UTF-8 as given:
///
/// the text `stepwell-event-1`, the previous hash (32 zero bytes before version 1), stream (`kind/id`), version, id,
/// type, occurredAt, recordedAt, author, site, body.
///
/// The lengths make the encoding unambiguous: moving a byte from one field to the next changes the hash. The encoding
/// never changes; a test vector pins it.
public enum HashChain {
    /// The hash before version 1: 32 zero bytes.
    public static let start = [UInt8](repeating: 0, count: 32)

    /// The hash (32 bytes) of one event.
    ///
    /// - Parameters:
    ///   - previous: The hash of the event before it in the stream, ``start`` for version 1.
    ///   - stream: `kind/id`. A text, because a damaged file may hold a name that is no ``StreamID``.
    public static func hash(
        after previous: [UInt8], stream: String, version: Int, event: NewEvent, recordedAt: Int64
    ) -> [UInt8] {
        var header = Encoding()
        header.add(text: "stepwell-event-1")
        header.add(length: previous.count)
        header.bytes.append(contentsOf: previous)
        header.add(text: stream)
        header.add(number: Int64(version))
        header.add(text: event.id)
        header.add(text: event.type)
        header.add(number: event.occurredAt)
        header.add(number: recordedAt)
        header.add(text: event.author)
        header.add(text: event.site)
        header.add(length: event.body.count)

        // The body goes in by itself: it may be large, and need not be copied.
        var hasher = SHA256()
        header.bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        event.body.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        return Array(hasher.finalize())
    }

    private struct Encoding {
        var bytes: [UInt8] = []

        init() { bytes.reserveCapacity(384) }

        mutating func add(length: Int) {
            withUnsafeBytes(of: UInt64(length).bigEndian) { bytes.append(contentsOf: $0) }
        }

        mutating func add(text: String) {
            add(length: text.utf8.count)
            bytes.append(contentsOf: text.utf8)
        }

        mutating func add(number: Int64) {
            add(length: 8)
            withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
        }
    }
}
