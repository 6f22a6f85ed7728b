import CLibPQ

/// Where the database is and how to talk to it, read once from what the operator wrote.
///
/// Holds a password, so it is never printed; ``withoutSecrets(_:)`` cleans what libpq says.
struct PostgresAddress: Sendable {
    /// The schema all tables lie in.
    let schema: String

    /// libpq's keywords and values.
    let options: [(keyword: String, value: String)]

    private let secrets: [String]

    /// What holds unless the operator chose otherwise: nobody waits long for a server that is gone, of several hosts the
    /// one that takes writes is used, and texts are UTF-8.
    private static let defaults = [
        ("connect_timeout", "5"), ("keepalives_idle", "5"), ("keepalives_interval", "2"), ("keepalives_count", "3"),
        ("tcp_user_timeout", "10000"), ("target_session_attrs", "read-write"), ("application_name", "stepwell"),
    ]

    /// - Parameters:
    ///   - url: `postgres://user@host:port/database?…`, or `keyword=value` pairs, as libpq reads them.
    ///   - schema: 1 to 40 characters out of `a`-`z`, digits and `_`, beginning with a letter.
    /// - Throws: ``JournalError/storage(code:message:)`` with the code `address`.
    init(url: String, schema: String) throws(JournalError) {
        guard Self.isName(schema) else {
            throw .storage(
                code: "address",
                message: "schema \"\(schema.prefix(60))\"; expected 1 to 40 of a-z, 0-9 and _, a letter first")
        }
        // What libpq says about a malformed one repeats parts of it, and with them the password.
        guard !url.utf8.contains(0), let parsed = PQconninfoParse(url, nil) else {
            throw .storage(
                code: "address",
                message: "the PostgreSQL URL is malformed; expected postgres://user:password@host:port/database")
        }
        defer { PQconninfoFree(parsed) }
        var options: [(keyword: String, value: String)] = []
        var secrets: [String] = []
        var option = parsed
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                options.append((String(cString: keyword), String(cString: value)))
                let isSecret = String(cString: option.pointee.dispchar) == "*"
                if isSecret { secrets.append(String(cString: value)) }
            }
            option += 1
        }
        for (keyword, value) in Self.defaults where !options.contains(where: { $0.keyword == keyword }) {
            options.append((keyword, value))
        }
        options.removeAll { $0.keyword == "client_encoding" }
        options.append(("client_encoding", "UTF8"))
        self.options = options
        self.secrets = secrets.filter { !$0.isEmpty }
        self.schema = schema
    }

    /// - Returns: `text` with every password in it replaced.
    func withoutSecrets(_ text: String) -> String {
        secrets.reduce(text) { text, secret in
            text.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "***")
        }
    }

    private static func isName(_ text: String) -> Bool {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return (1...40).contains(text.utf8.count) && text.utf8.first.map(letters.contains) == true
            && text.utf8.allSatisfy { letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "_") }
    }
}
