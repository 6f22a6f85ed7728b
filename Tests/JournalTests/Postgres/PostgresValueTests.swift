import Testing

@testable import Journal

/// What goes to PostgreSQL in its binary format comes back the same.
@Suite struct PostgresValueTests {
    @Test func `numbers, texts, bytes and nothing come back as they were sent`() async throws {
        let raw = try RawDatabase(url: await PostgresServer.shared.value.url, schema: "public")
        let numbers: [Int64?] = [0, 1, -1, .max, .min, 256, nil]
        for number in numbers {
            let rows = try one(raw, PostgresStatement("SELECT $1::bigint", .int(number)))
            #expect(try rows.optionalInt(0, 0) == number)
            #expect(rows.isNull(0, 0) == (number == nil))
        }
        for text in ["", "a", "Zoe\u{308}", "👩🏽‍⚕️", "\\x00 '; --", String(repeating: "long ", count: 200_000)] {
            let rows = try one(raw, PostgresStatement("SELECT $1::text, length($1)::bigint", .text(text)))
            #expect(Array(rows.text(0, 0).utf8) == Array(text.utf8))
            #expect(try rows.int(0, 1) == Int64(text.unicodeScalars.count))
        }
        for bytes in [[], [0], [0, 0xFF, 0, 0x5C], Array(repeating: 0, count: 3 << 20)] as [[UInt8]] {
            let rows = try one(raw, PostgresStatement("SELECT $1::bytea, length($1)::bigint", .bytes(bytes)))
            #expect(rows.bytes(0, 0) == bytes)
            #expect(try rows.int(0, 1) == Int64(bytes.count))
        }
    }

    @Test func `arrays keep their order, their emptiness and their gaps`() async throws {
        let raw = try RawDatabase(url: await PostgresServer.shared.value.url, schema: "public")
        let ids = (1...3).compactMap { EventID(eventID($0))?.bytes }
        let rows = try one(
            raw,
            PostgresStatement(
                "SELECT * FROM unnest($1::bigint[], $2::text[], $3::bytea[], $4::uuid[]) WITH ORDINALITY",
                .ints([5, nil, -7]), .texts(["", "{a,\"b\"}", "NULL"]), .blobs([[], [0], [0x7B, 0x2C]]), .uuids(ids)))
        #expect(rows.count == 3)
        #expect(try (0..<3).map { row throws in try rows.optionalInt(row, 0) } == [5, nil, -7])
        #expect((0..<3).map { rows.text($0, 1) } == ["", "{a,\"b\"}", "NULL"])
        #expect((0..<3).map { rows.bytes($0, 2) } == [[], [0], [0x7B, 0x2C]])
        #expect(try (0..<3).map { row throws in try rows.uuid(row, 3) } == (1...3).map(eventID))
        let empty = try one(
            raw, PostgresStatement("SELECT coalesce(array_length($1::bigint[], 1), 0)::bigint", .ints([])))
        #expect(try empty.int(0, 0) == 0)
    }

    @Test func `a column of another form is an error, not a crash`() async throws {
        let raw = try RawDatabase(url: await PostgresServer.shared.value.url, schema: "public")
        let rows = try one(raw, PostgresStatement("SELECT 1::int, 'abc', NULL::bigint, ''::bytea"))
        for column in 0..<4 {
            let number = await refusal { () async throws(JournalError) in try rows.int(0, column) }
            #expect(storageCode(number) == "damaged")
            let id = await refusal { () async throws(JournalError) in try rows.uuid(0, column) }
            #expect(storageCode(id) == "damaged")
        }
    }

    @Test func `after a refused statement the connection goes on, and its text is prepared anew`() async throws {
        let raw = try RawDatabase(url: await PostgresServer.shared.value.url, schema: "public")
        let fine = PostgresStatement("SELECT $1::bigint + 1", .int(1))
        for _ in 0..<3 {
            let broken = await refusal { () async throws(JournalError) in
                try raw.connection.run([PostgresStatement("SELECT 1/0"), fine], for: "divide")
            }
            #expect(storageCode(broken) == "22012")
            let unknown = await refusal { () async throws(JournalError) in
                try raw.connection.run([fine, PostgresStatement("SELECT nothing"), fine], for: "read")
            }
            #expect(storageCode(unknown) == "42703")
            #expect(try one(raw, fine).int(0, 0) == 2)
        }
        #expect(raw.connection.isQuiet)
    }

    @Test func `an error shows no values`() async throws {
        try await withSchema { schema in
            let raw = try schema.raw()
            try raw.execute("CREATE SCHEMA \(schema.name); CREATE TABLE t (x text PRIMARY KEY)")
            let insert = PostgresStatement("INSERT INTO t VALUES ($1)", .text("planted-name"))
            try raw.connection.run([insert], for: "insert")
            let error = await refusal { () async throws(JournalError) in
                try raw.connection.run([insert], for: "insert")
            }
            #expect(storageCode(error) == "23505")
            #expect(error?.description.contains("planted") == false)
        }
    }

    private func one(_ raw: RawDatabase, _ statement: PostgresStatement) throws -> PostgresRows {
        try #require(try raw.connection.run([statement], for: "test").first)
    }
}
