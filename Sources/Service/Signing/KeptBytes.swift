import Clinical
import Crypto
import Foundation
import JSONText
public import Journal

/// Larger things that events refer to by their SHA-256, kept in streams of their own: labels and signed statements.
///
/// In the journal they are in every backup and on every node. Each is written once and never changes.
public struct KeptBytes: Sendable {
    let journal: any Journal
    /// Kind of the streams, for example `label`.
    let kind: String
    let world: World

    /// Bytes of one part: as Base64 in JSON it stays below what the journal takes in one event.
    static let part = 600_000
    /// Parts of one append.
    static let partsAtOnce = 8

    public init(journal: any Journal, kind: String, world: World) {
        self.journal = journal
        self.kind = kind
        self.world = world
    }

    /// SHA-256 as 64 hexadecimal digits.
    public static func digest(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }

    /// Keeps the bytes, on disk before it returns; goes on where an attempt before was cut off.
    ///
    /// - Returns: The name to read them by.
    public func keep(_ bytes: [UInt8], author: String, site: String) async throws(JournalError) -> String {
        let name = Self.digest(bytes)
        let stream = try StreamID(kind: kind, id: name)
        let parts = stride(from: 0, to: max(1, bytes.count), by: Self.part).map {
            Array(bytes[$0..<min(bytes.count, $0 + Self.part)])
        }
        for _ in 0..<64 {
            let done = try await journal.version(of: stream)
            guard done < parts.count else { return name }
            let now = world.now().milliseconds
            let events = parts[done..<min(parts.count, done + Self.partsAtOnce)].map { part in
                let body: JSON = ["parts": .int(parts.count), "base64": .string(Data(part).base64EncodedString())]
                return NewEvent(
                    id: world.newID(), type: "bytes-kept", occurredAt: now, author: author, site: site,
                    body: body.canonicalBytes())
            }
            do {
                _ = try await journal.append(
                    Append(
                        stream: stream, expectedVersion: done, events: Array(events), summaryWakeAt: nil,
                        summaryBody: Array("{}".utf8), recordedAt: now))
            } catch {
                // Somebody keeps the same bytes at the same time: go on after their part.
                guard case .conflict = error else { throw error }
            }
        }
        throw .busy
    }

    /// - Returns: `nil` when there are none of that name, or they are not whole.
    public func read(_ name: String) async throws(JournalError) -> [UInt8]? {
        var bytes: [UInt8] = []
        for event in try await journal.read(try StreamID(kind: kind, id: name), after: 0) {
            guard let text = (try? JSON.parse(event.body))?["base64"]?.string, let data = Data(base64Encoded: text)
            else { return nil }
            bytes += data
        }
        return Self.digest(bytes) == name ? bytes : nil
    }
}
