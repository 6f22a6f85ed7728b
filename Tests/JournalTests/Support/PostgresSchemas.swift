import Foundation
import Testing

@testable import Journal

/// A schema of its own for one test on the shared server, removed at its end.
struct TestSchema: Sendable {
    let url: String
    let name: String

    func journal(url: String? = nil) async throws(JournalError) -> PostgresJournal {
        try await PostgresJournal(url: url ?? self.url, schema: name)
    }

    /// Behind the journal's back, as an intruder, a repair tool or another program would.
    func raw() throws -> RawDatabase { try RawDatabase(url: url, schema: name) }
}

func withSchema(_ body: (TestSchema) async throws -> Void) async throws {
    let schema = TestSchema(
        url: try await PostgresServer.shared.value.url,
        name: "t_" + UUID().uuidString.lowercased().replacing("-", with: ""))
    func drop() async throws {
        try await blocking { try schema.raw().execute("DROP SCHEMA IF EXISTS \(schema.name) CASCADE") }
    }
    do {
        try await body(schema)
    } catch {
        try? await drop()
        throw error
    }
    try await drop()
}

/// A connection of a test, as the owner of the database.
struct RawDatabase {
    let connection: PostgresConnection

    init(url: String, schema: String) throws {
        connection = try PostgresConnection(PostgresAddress(url: url, schema: schema))
        try connection.script("SET search_path = \(schema)", for: "test")
    }

    func execute(_ sql: String) throws { try connection.script(sql, for: "test") }

    func text(_ sql: String) throws -> String? {
        guard let rows = try connection.run([PostgresStatement(sql)], for: "test").first, rows.count > 0 else {
            return nil
        }
        return rows.text(0, 0)
    }

    /// Switches off triggers and foreign keys for this connection.
    func dropTriggers() throws { try execute("SET session_replication_role = replica") }
}
