import Foundation
import Journal
import Testing

/// Every journal that must keep the promises of the protocol.
enum Implementation: String, CaseIterable, CustomTestStringConvertible {
    case memory, sqlite, postgres, sealedMemory, sealedSQLite, sealedPostgres

    /// Those that keep bodies and keys as they are given.
    static let stores = allCases.filter { !$0.isSealed }

    var isSealed: Bool { [.sealedMemory, .sealedSQLite, .sealedPostgres].contains(self) }

    /// In bytes (included); sealing needs some room.
    var largestBody: Int { isSealed ? (1 << 20) - 256 : 1 << 20 }

    var testDescription: String { rawValue }
}

/// A ring with one key that is the same each time.
func testRing(_ ids: String...) throws -> MasterKeyRing {
    let keys = (ids.isEmpty ? ["0a1b2c3d"] : ids).map { id in
        "\(id) \(Data(repeating: UInt8(id.utf8.first ?? 0), count: 32).base64EncodedString())"
    }
    return try MasterKeyRing(text: keys.joined(separator: "\n"), named: "test")
}

/// Runs `body` with a fresh journal, and leaves nothing behind.
func withJournal(_ implementation: Implementation, _ body: (any Journal) async throws -> Void) async throws {
    switch implementation {
    case .memory:
        try await body(MemoryJournal())
    case .sealedMemory:
        try await body(SealedJournal(MemoryJournal(), ring: testRing(), sealing: ["patient"]))
    case .sqlite, .sealedSQLite:
        try await withFolder { folder in
            let file = try SQLiteJournal(path: folder.file("journal.sqlite"))
            let journal: any Journal =
                implementation.isSealed ? SealedJournal(file, ring: try testRing(), sealing: ["patient"]) : file
            try await closing(journal) { journal in try await body(journal) }
        }
    case .postgres, .sealedPostgres:
        try await withSchema { schema in
            let database = try await schema.journal()
            let journal: any Journal =
                implementation.isSealed ? SealedJournal(database, ring: try testRing(), sealing: ["patient"]) : database
            try await closing(journal) { journal in try await body(journal) }
        }
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
