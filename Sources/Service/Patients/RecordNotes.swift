import Synchronization

/// What others made of exactly this version of a record and want to find again, such as its entries as HTML.
///
/// Lives and dies with the record kept in memory: new entries, new content and erasing leave it behind, and there is
/// nothing to keep in step. Never holds what depends on who looks or when.
public final class RecordNotes: Sendable {
    private let note = Mutex<(any Sendable)?>(nil)

    /// The note, where there is one of this type.
    public func get<Note: Sendable>(_ type: Note.Type) -> Note? { note.withLock { $0 as? Note } }

    /// Replaces the note. Whoever calls bounds its size.
    public func put(_ note: some Sendable) { self.note.withLock { $0 = note } }
}
