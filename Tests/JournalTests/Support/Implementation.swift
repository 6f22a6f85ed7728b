import Foundation
import Journal
import Testing

/// Every journal that must keep the promises of the protocol.
enum Implementation: String, CaseIterable, CustomTestStringConvertible {
    case memory, sqlite, postgres

    var testDescription: String { rawValue }
}

/// Runs `body` with a fresh journal, and leaves nothing behind.
func withJournal(_ implementation: Implementation, _ body: (any Journal) async throws -> Void) async throws {
    switch implementation {
    case .memory:
        try await body(MemoryJournal())
    case .sqlite:
        try await withFolder { folder in
            try await closing(try SQLiteJournal(path: folder.file("journal.sqlite")), body)
        }
    case .postgres:
        try await withSchema { schema in try await closing(try await schema.journal(), body) }
    }
}

/// Runs `body` and closes the journal, whether it succeeds or not.
func closing<Kind: Journal>(_ journal: Kind, _ body: (Kind) async throws -> Void) async throws {
    do {
        try await body(journal)
    } catch {
        await journal.close()
        throw error
    }
    await journal.close()
}

/// A folder of its own for one test.
struct Folder {
    let path: String

    func file(_ name: String) -> String { "\(path)/\(name)" }
}

func withFolder(_ body: (Folder) async throws -> Void) async throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("journal-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try await body(Folder(path: path))
}
