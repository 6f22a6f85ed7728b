import Synchronization

/// Unwrapped keys of streams that were written lately, by the tag of the stream: 48 bytes each, beside free places.
///
/// Only for writing: the store refuses to append to a stream whose key was destroyed meanwhile, maybe by another node.
/// Reading looks at the stored key each time, so that what was erased cannot be read from here.
final class KeyCache: Sendable {
    private let capacity: Int
    private let secrets = Mutex<[SIMD2<UInt64>: SIMD4<UInt64>]>([:])

    init(capacity: Int) {
        self.capacity = capacity
    }

    func key(of stream: StreamID) -> StreamKey? {
        let tag = StreamKey.tag(of: stream)
        return secrets.withLock { $0[tag] }.map { StreamKey(tag: tag, secret: $0) }
    }

    /// When there is no room, all others go: unwrapping them again costs microseconds.
    func keep(_ key: StreamKey) {
        secrets.withLock { secrets in
            if secrets.count >= capacity, secrets[key.tag] == nil { secrets.removeAll() }
            secrets[key.tag] = key.secret
        }
    }

    func drop(_ stream: StreamID) {
        let tag = StreamKey.tag(of: stream)
        secrets.withLock { secrets in _ = secrets.removeValue(forKey: tag) }
    }

    var count: Int { secrets.withLock { $0.count } }
}
