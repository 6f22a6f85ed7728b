/// What every connection is told and asked before it is used.
struct PostgresSession: Sendable {
    let address: PostgresAddress

    /// How long an answer is waited for. The server itself gives up a statement a little earlier, and waiting for a
    /// lock after half of it, so that it can still say so.
    let patience: Duration

    /// Oldest server this program is tested with, as PostgreSQL numbers it.
    private static let oldestServer: Int64 = 140_000

    /// A node that is stopped in the middle of a transaction must not hold up the others for long: the server ends its
    /// transaction after 5 s, and finds out in about 10 s when its machine is gone.
    ///
    /// Sequential scans and hash joins are what PostgreSQL may choose while its statistics are young; each statement
    /// here has its index.
    private var settings: [(String, String)] {
        [
            ("search_path", address.schema),
            ("statement_timeout", milliseconds(0.8)),
            ("lock_timeout", milliseconds(0.5)),
            ("idle_in_transaction_session_timeout", "5000"),
            ("tcp_keepalives_idle", "5"), ("tcp_keepalives_interval", "2"), ("tcp_keepalives_count", "3"),
            ("default_transaction_isolation", "read committed"),
            ("enable_seqscan", "off"), ("enable_hashjoin", "off"), ("enable_mergejoin", "off"),
            // `head` has no index, so a scan of its one row is priced as absurd and would be compiled each time, 40 ms.
            ("jit", "off"),
        ]
    }

    private func milliseconds(_ share: Double) -> String {
        "\(Int((patience * share / .milliseconds(1)).rounded()))"
    }

    /// - Throws: ``JournalError/notDurable(setting:found:)`` when an answered commit might not be on disk, or `storage`.
    func begin(_ connection: PostgresConnection) throws(JournalError) {
        let answers = try connection.run(
            [
                PostgresStatement(
                    "SELECT set_config(name, value, false) FROM unnest($1::text[], $2::text[]) AS s (name, value)",
                    .texts(settings.map(\.0)), .texts(settings.map(\.1))),
                PostgresStatement(
                    """
                    SELECT current_setting('fsync'), current_setting('synchronous_commit'),
                        current_setting('server_encoding'), current_setting('server_version_num')::bigint
                    """),
            ], for: "set up the connection")
        guard let found = answers.last, found.count == 1 else { throw .connection("no answer about the settings") }
        guard found.text(0, 0) == "on" else { throw .notDurable(setting: "fsync", found: found.text(0, 0)) }
        // All others wait for the disk of this server at least.
        guard ["on", "local", "remote_write", "remote_apply"].contains(found.text(0, 1)) else {
            throw .notDurable(setting: "synchronous_commit", found: found.text(0, 1))
        }
        guard found.text(0, 2) == "UTF8" else {
            throw .storage(
                code: "encoding", message: "the database keeps texts as \(found.text(0, 2)); expected UTF8")
        }
        let version = try found.int(0, 3)
        guard version >= Self.oldestServer else {
            throw .storage(
                code: "version", message: "the server has version \(version); expected \(Self.oldestServer) or later")
        }
    }
}
