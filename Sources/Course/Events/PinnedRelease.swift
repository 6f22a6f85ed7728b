import JSONText

/// Which content release a course runs under, as its own entries say.
public enum PinnedRelease {
    /// Entries that can change the answer.
    public static let types: Set<EventType> = [.courseStarted, .releaseMoved, .corrected]

    /// The release named by the newest start or move that was not struck out.
    ///
    /// - Parameter entries: In the order they were recorded.
    /// - Returns: `nil` before a start, and for one that names no release.
    public static func of(_ entries: [RecordedEvent]) -> String? { newest(entries)?.body["release"]?.string }

    /// Whether there is a start that counts.
    public static func isStarted(_ entries: [RecordedEvent]) -> Bool { newest(entries) != nil }

    private static func newest(_ entries: [RecordedEvent]) -> RecordedEvent? {
        var struck: Set<Int> = []
        // Backwards: a correction stands after what it strikes out.
        for entry in entries.reversed() {
            switch entry.type {
            case EventType.corrected.rawValue:
                if let version = entry.body["version"]?.int, version < entry.version { struck.insert(version) }
            case EventType.courseStarted.rawValue, EventType.releaseMoved.rawValue:
                if !struck.contains(entry.version) { return entry }
            default: break
            }
        }
        return nil
    }
}
