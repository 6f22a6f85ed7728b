/// One ready account of the demo practice, with a button on its sign-in page.
public struct DemoAccount: Sendable {
    public let title: String
    public let email: String
    public let password: String

    public init(title: String, email: String, password: String) {
        self.title = title
        self.email = email
        self.password = password
    }
}

/// Sign-in through the practice's own directory, as pages need it.
public struct DirectorySignIn: Sendable {
    /// On the button: the directory's name.
    public let title: String
    /// Where the browser goes, and what its cookie keeps until it is back.
    public let start: @Sendable () async throws -> (address: String, keep: String)
    /// Checks what came back.
    ///
    /// Takes the whole query and what the cookie kept; gives `issuer subject` and the verified email.
    public let finish: @Sendable (_ query: String, _ keep: String) async throws -> (identity: String, email: String)

    public init(
        title: String, start: @escaping @Sendable () async throws -> (address: String, keep: String),
        finish: @escaping @Sendable (_ query: String, _ keep: String) async throws -> (identity: String, email: String)
    ) {
        self.title = title
        self.start = start
        self.finish = finish
    }
}
