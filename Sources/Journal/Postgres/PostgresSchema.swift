/// The tables of the journal in PostgreSQL.
///
/// Migrations are never edited: a change is a new one, with the next number.
enum PostgresSchema {
    static let migrations: [(name: String, sql: String)] = [("001-create-events", createEvents)]

    /// Brings the schema up to date; nodes that start at once wait for the first one.
    ///
    /// - Throws: ``JournalError/newerSchema(found:)`` when a newer version of the program has changed it.
    static func prepare(_ connection: PostgresConnection, schema: String) throws(JournalError) {
        let task = "prepare schema \(schema)"
        // A role that may only read and write rows can open a journal that is up to date.
        if try applied(connection, schema, task).count == migrations.count { return }
        let lock = PostgresStatement("SELECT pg_advisory_xact_lock(1400139885, hashtext($1))", .text(schema))
        try connection.run([PostgresStatement("BEGIN"), lock], for: task)
        let found = try applied(connection, schema, task)
        if found.isEmpty { try makeSchema(connection, schema, task) }
        for migration in migrations.dropFirst(found.count) {
            try connection.script(migration.sql, for: "\(task), \(migration.name)")
            let note = PostgresStatement("INSERT INTO \(schema).migrations (name) VALUES ($1)", .text(migration.name))
            try connection.run([note], for: task)
        }
        try connection.run([PostgresStatement("COMMIT")], for: task)
    }

    private static func makeSchema(
        _ connection: PostgresConnection, _ schema: String, _ task: String
    ) throws(JournalError) {
        // "IF NOT EXISTS" would ask for the right to make schemas even where an administrator has made this one.
        let question = PostgresStatement("SELECT count(*) = 0 FROM pg_namespace WHERE nspname = $1", .text(schema))
        if let isMissing = try connection.run([question], for: task).first, try isMissing.bool(0, 0) {
            try connection.script("CREATE SCHEMA \(schema)", for: task)
        }
        try connection.script(
            """
            CREATE TABLE \(schema).migrations (
                name text COLLATE "C" PRIMARY KEY,
                applied_at timestamptz NOT NULL DEFAULT now());
            """, for: task)
    }

    /// - Returns: The names of the migrations that are there, all of them known.
    private static func applied(
        _ connection: PostgresConnection, _ schema: String, _ task: String
    ) throws(JournalError) -> [String] {
        // Asked of the catalogs themselves: whether a name can be resolved is remembered for a while, and the tables may
        // have been made by another node while this one waited for the lock.
        let table = PostgresStatement(
            """
            SELECT count(*) > 0 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = $1 AND c.relname = 'migrations'
            """, .text(schema))
        guard let isThere = try connection.run([table], for: task).first, try isThere.bool(0, 0) else { return [] }
        let names = PostgresStatement("SELECT name FROM \(schema).migrations ORDER BY name")
        guard let rows = try connection.run([names], for: task).first else { return [] }
        let found = (0..<rows.count).map { rows.text($0, 0) }
        let known = Set(migrations.map(\.name))
        if let newer = found.last(where: { !known.contains($0) }) { throw .newerSchema(found: newer) }
        return found
    }

    /// `head` has one row: the last numbers that were given out. They are taken under the writers' lock and become
    /// visible with the commit, so they have no gaps (an event that was removed together with its stream, or at the
    /// end, is missed) and nobody sees a greater number before a smaller one. PostgreSQL's own sequences promise neither.
    ///
    /// Names are compared as bytes (`COLLATE "C"`), as everywhere else in the journal.
    ///
    /// The triggers stop a program that means well. One that may switch them off gets past them; the hash chain tells.
    private static let createEvents = """
        CREATE TABLE head (
            one boolean PRIMARY KEY DEFAULT true CHECK (one),
            stream_key bigint NOT NULL,
            sequence bigint NOT NULL,
            mark bigint NOT NULL,
            message_key bigint NOT NULL);
        INSERT INTO head VALUES (true, 0, 0, 0, 0);

        CREATE TABLE streams (
            stream_key bigint PRIMARY KEY,
            kind text COLLATE "C" NOT NULL,
            id text COLLATE "C" NOT NULL,
            version bigint NOT NULL CHECK (version >= 1),
            last_hash bytea NOT NULL CHECK (length(last_hash) = 32),
            wake_at bigint,
            leased_until bigint,
            body bytea NOT NULL,
            key bytea NOT NULL,
            mark bigint NOT NULL,
            UNIQUE (kind, id));
        CREATE INDEX streams_by_wake_at ON streams (wake_at) WHERE wake_at IS NOT NULL;
        CREATE INDEX streams_by_mark ON streams (kind, mark);

        CREATE TABLE events (
            sequence bigint PRIMARY KEY,
            stream_key bigint NOT NULL REFERENCES streams (stream_key),
            version bigint NOT NULL CHECK (version >= 1),
            event_id uuid NOT NULL CONSTRAINT events_by_id UNIQUE,
            type text COLLATE "C" NOT NULL,
            occurred_at bigint NOT NULL,
            recorded_at bigint NOT NULL,
            author text COLLATE "C" NOT NULL,
            site text COLLATE "C" NOT NULL,
            body bytea NOT NULL,
            hash bytea NOT NULL CHECK (length(hash) = 32),
            CONSTRAINT events_by_stream UNIQUE (stream_key, version));
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'events are never updated or deleted'; END $$;
        CREATE TRIGGER events_refuse_change BEFORE UPDATE OR DELETE ON events
            FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER events_refuse_truncate BEFORE TRUNCATE ON events
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

        CREATE TABLE outbox (
            message_key bigint PRIMARY KEY,
            id text COLLATE "C" NOT NULL UNIQUE,
            channel text COLLATE "C" NOT NULL,
            not_before bigint NOT NULL,
            body bytea NOT NULL,
            settled_at bigint);
        CREATE INDEX outbox_pending ON outbox (not_before, message_key) WHERE settled_at IS NULL;

        CREATE TABLE shelf (
            key text COLLATE "C" PRIMARY KEY,
            value bytea NOT NULL,
            until bigint NOT NULL);
        CREATE INDEX shelf_by_until ON shelf (until);
        """
}
