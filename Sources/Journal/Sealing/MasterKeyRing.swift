import Foundation
import Synchronization

/// The master keys in use, and the file they are from.
///
/// A file is looked at again before a new stream gets its key and when a key is missing, so a server that runs while the
/// keys are rotated, or is given a new file, goes on without a restart.
public final class MasterKeyRing: Sendable {
    private struct State {
        var keys: MasterKeys
        var stamp: Stamp?
    }

    /// Tells one state of a file from the next: a replaced file is another file.
    private struct Stamp: Equatable {
        let node: UInt64
        let size: Int64
        let seconds: Int64
        let nanoseconds: Int64
    }

    private static let largestFile = 64 << 10

    /// Where the keys are from; `nil` when they were given as text, which cannot be rotated here.
    public let path: String?
    private let state: Mutex<State>

    /// Reads a key file.
    ///
    /// - Throws: ``JournalError/masterKeys(_:)`` when it cannot be read, others than its owner may use it, or a line is
    ///   malformed.
    public init(path: String) throws(JournalError) {
        self.path = path
        let stamp = Self.stamp(of: path)
        state = Mutex(State(keys: try Self.read(path), stamp: stamp))
    }

    /// Reads keys out of a text, for example the value of an environment variable.
    ///
    /// - Parameter name: Where the text is from, for errors.
    /// - Throws: ``JournalError/masterKeys(_:)`` with name and line.
    public init(text: String, named name: String) throws(JournalError) {
        path = nil
        state = Mutex(State(keys: try MasterKeys(text: text, named: name), stamp: nil))
    }

    /// Makes a key file (mode 0600) with one new key.
    ///
    /// - Throws: ``JournalError/masterKeys(_:)`` when there is a file already, which is left as it is, or none can be made.
    public static func create(at path: String) throws(JournalError) -> MasterKeyRing {
        do {
            try PrivateFile.create(path, MasterKeys(keys: [MasterKeys.random()]).fileContent)
        } catch {
            let advice = error.code == EEXIST ? "; a key file is never overwritten" : ""
            throw .masterKeys(error.text + advice)
        }
        return try MasterKeyRing(path: path)
    }

    /// The keys as they were last read.
    public var keys: MasterKeys { state.withLock { $0.keys } }

    /// The keys as the file has them now; as they were last read while the file is gone or unusable.
    func refreshed() -> MasterKeys {
        guard let path else { return keys }
        return state.withLock { state in
            let stamp = Self.stamp(of: path)
            if stamp != state.stamp, let keys = try? Self.read(path) { state = State(keys: keys, stamp: stamp) }
            return state.keys
        }
    }

    /// Writes the keys to the file, then uses them.
    ///
    /// - Throws: ``JournalError/masterKeys(_:)``; the file then is as it was.
    func replace(with keys: MasterKeys) throws(JournalError) {
        guard let path else { throw .masterKeys("keys given as text cannot be replaced; use a key file") }
        do {
            try PrivateFile.replace(path, keys.fileContent)
        } catch {
            throw .masterKeys(error.text)
        }
        state.withLock { $0 = State(keys: keys, stamp: Self.stamp(of: path)) }
    }

    private static func read(_ path: String) throws(JournalError) -> MasterKeys {
        let bytes: [UInt8]
        do {
            bytes = try PrivateFile.read(path, atMost: largestFile)
        } catch {
            throw .masterKeys("\(error.text); expected a key file that only its owner may read")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .masterKeys("\(path) is not text; expected a key file")
        }
        return try MasterKeys(text: text, named: path)
    }

    private static func stamp(of path: String) -> Stamp? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Stamp(
            node: UInt64(status.st_ino), size: Int64(status.st_size), seconds: Int64(status.st_mtim.tv_sec),
            nanoseconds: Int64(status.st_mtim.tv_nsec))
    }
}
