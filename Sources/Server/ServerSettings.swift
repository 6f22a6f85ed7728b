/// Where the server listens and where its templates and assets are.
public struct ServerSettings: Sendable {
    /// A loopback name or address. Anything else is refused until there are accounts.
    public let host: String
    /// 0 lets the system choose a free port.
    public let port: Int
    /// Folder of Mustache templates.
    public let templates: String
    /// Folder of stylesheets, scripts and images.
    public let assets: String

    /// - Throws: ``SettingsError`` for a host other computers could reach, or a port that does not exist.
    public init(
        host: String = "127.0.0.1", port: Int = 8080, templates: String = "Templates", assets: String = "Assets"
    ) throws(SettingsError) {
        guard Self.isLoopback(host) else { throw .hostNotLoopback(host) }
        guard (0...65_535).contains(port) else { throw .portOutOfRange(port) }
        self.host = host
        self.port = port
        self.templates = templates
        self.assets = assets
    }

    /// Whether only this computer can reach a host: `localhost`, `::1` or an address of 127.0.0.0/8.
    static func isLoopback(_ host: some StringProtocol) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let plain = parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { (48...57).contains($0) } && UInt8(part) != nil
        }
        return parts.count == 4 && parts[0] == "127" && plain
    }
}

/// Why the server does not start with these settings.
public enum SettingsError: Error, Sendable, Equatable, CustomStringConvertible {
    case hostNotLoopback(String)
    case portOutOfRange(Int)
    /// A practice is served only with accounts.
    case noAccounts

    public var description: String {
        switch self {
        case .hostNotLoopback(let host):
            "--host \(host): expected 127.0.0.1, ::1 or localhost. Stepwell has no accounts yet, so anyone who reaches "
                + "it can read and change every record; it serves this computer only. Accounts come in a later release."
        case .noAccounts:
            "tried to serve a practice without accounts; expected accounts, care teams and the audit beside it"
        case .portOutOfRange(let port):
            "--port \(port): expected 0 to 65535"
        }
    }
}
