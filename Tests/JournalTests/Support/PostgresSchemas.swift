import Foundation
import Testing

@testable import Journal

/// A schema of its own for one test on the shared server, removed at its end.
struct TestSchema {
    let url: String
    let name: String

    func journal(url: String? = nil) async throws(JournalError) -> PostgresJournal {
        try await PostgresJournal(url: url ?? self.url, schema: name)
    }

    /// Behind the journal's back, as an intruder, a repair tool or another program would.
    func raw() throws -> RawDatabase { try RawDatabase(url: url, schema: name) }
}

func withSchema(on server: PostgresServer? = nil, _ body: (TestSchema) async throws -> Void) async throws {
    let server = try server ?? PostgresServer.shared.get()
    let name = "t_" + UUID().uuidString.lowercased().replacing("-", with: "")
    let schema = TestSchema(url: server.url, name: name)
    do {
        try await body(schema)
    } catch {
        try? schema.raw().execute("DROP SCHEMA IF EXISTS \(name) CASCADE")
        throw error
    }
    try schema.raw().execute("DROP SCHEMA IF EXISTS \(name) CASCADE")
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
