import Testing

@testable import Journal

/// What is refused when a journal is opened in PostgreSQL, in clear words and without secrets.
@Suite struct PostgresOpeningTests {
    @Test func `nodes that start at once make the tables once`() async throws {
        try await withSchema { schema in
            let journals = try await withThrowingTaskGroup(of: PostgresJournal.self) { group in
                for _ in 0..<6 { group.addTask { try await schema.journal() } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(try schema.raw().text("SELECT count(*)::text FROM migrations") == "1")
            for (number, journal) in journals.enumerated() {
                _ = try await journal.append(append(to: patient("\(number)"), number + 1))
            }
            #expect(try await journals[0].events(after: 0, limit: 99).map(\.sequence) == [1, 2, 3, 4, 5, 6])
            for journal in journals { await journal.close() }
        }
    }

    @Test func `a journal that is there is opened again as it was`() async throws {
        try await withSchema { schema in
            let first = try await schema.journal()
            let stored = try await first.append(append(to: patient("1"), 1, 2, wakeAt: 3))
            await first.close()
            try await closing(try await schema.journal()) { (journal) async throws in
                #expect(try await journal.read(patient("1"), after: 0) == stored)
                #expect(journal.isShared)
            }
        }
    }

    @Test func `a journal changed by a newer version is refused`() async throws {
        try await withSchema { schema in
            await (try await schema.journal()).close()
            try schema.raw().execute("INSERT INTO migrations (name) VALUES ('999-add-something')")
            #expect(await opening(schema) == .newerSchema(found: "999-add-something"))
        }
    }

    @Test func `a role that may only read and write rows can use a journal, and cannot change the past`() async throws {
        try await withSchema { schema in
            await (try await schema.journal()).close()
            let role = "r_\(schema.name)"
            try schema.raw().execute(
                """
                CREATE ROLE \(role) LOGIN PASSWORD 'x';
                GRANT USAGE ON SCHEMA \(schema.name) TO \(role);
                GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA \(schema.name) TO \(role);
                """)
            let url = schema.url.replacing("stepwell@", with: "\(role)@")
            try await closing(try await schema.journal(url: url)) { (journal) async throws in
                _ = try await journal.append(append(to: patient("1"), 1))
                #expect(try await journal.verify().events == 1)
            }
            try schema.raw().execute("DROP OWNED BY \(role); DROP ROLE \(role)")
        }
    }

    @Test(arguments: ["off"])
    func `a server that answers before a commit is on disk is refused`(value: String) async throws {
        try await withSchema { schema in
            let url = schema.url + "?options=-csynchronous_commit%3D\(value)"
            #expect(await opening(schema, url) == .notDurable(setting: "synchronous_commit", found: value))
        }
    }

    @Test func `a server that does not sync its disk is refused`() async throws {
        let server = try await PostgresServer.make(settings: ["fsync=off"])
        let error = await refusal { () async throws(JournalError) in try await PostgresJournal(url: server.url) }
        #expect(error == .notDurable(setting: "fsync", found: "off"))
        await server.stop()
    }

    @Test func `a database that is not in UTF-8 is refused`() async throws {
        try await withSchema { schema in
            let name = "d_\(schema.name)"
            try schema.raw().execute("CREATE DATABASE \(name) TEMPLATE template0 ENCODING LATIN1 LOCALE 'C'")
            let error = await opening(schema, schema.url.replacing("/postgres", with: "/\(name)"))
            #expect(storageCode(error) == "encoding")
            try schema.raw().execute("DROP DATABASE \(name) WITH (FORCE)")
        }
    }

    @Test(arguments: [
        "postgres://u:s3cret@[::1/db", "password=s3cret host", "user='s3cret", "postgres://u:s3cret%@h/d",
        "postgres://u:p@h/d?s3cret=1", "postgres://u:s3cret@h/d\u{0}x",
    ])
    func `a malformed URL is refused without its password`(url: String) async throws {
        let error = await refusal { () async throws(JournalError) in try await PostgresJournal(url: url) }
        #expect(storageCode(error) == "address")
        #expect(error?.description.contains("s3cret") == false)
    }

    @Test(arguments: ["", "Stepwell", "1a", "a-b", "a b", "a\"b", String(repeating: "a", count: 41), "é", "a\u{0}"])
    func `a malformed schema name is refused`(name: String) async throws {
        let error = await refusal { () async throws(JournalError) in
            try await PostgresJournal(url: "postgres://127.0.0.1/x", schema: name)
        }
        #expect(storageCode(error) == "address")
    }

    @Test(arguments: [
        "postgres://u:s3cret@127.0.0.1:1/x", "postgres://u:s3cret@no-such-host.invalid/x",
        "postgres://u:s3cret@/x?host=/nowhere", "host=127.0.0.1 port=s3cret password=s3cret",
    ])
    func `a server that cannot be reached is named without the password`(url: String) async throws {
        let error = await refusal { () async throws(JournalError) in try await PostgresJournal(url: url) }
        #expect(storageCode(error) == "connection")
        #expect(error?.description.contains("s3cret") == false)
        #expect(error?.description.contains("\n") == false)
    }

    @Test func `a database that does not exist is named`() async throws {
        try await withSchema { schema in
            let error = await opening(schema, schema.url.replacing("/postgres", with: "/nothing-here"))
            #expect(storageCode(error) == "connection")
            #expect(error?.description.contains("nothing-here") == true)
        }
    }

    private func opening(_ schema: TestSchema, _ url: String? = nil) async -> JournalError? {
        await refusal { () async throws(JournalError) in try await schema.journal(url: url) }
    }
}

func storageCode(_ error: JournalError?) -> String? {
    guard case .storage(let code, _)? = error else { return nil }
    return code
}
