/// Certificate and key of the server, as PEM files.
public struct TLSFiles: Sendable, Equatable {
    public let certificate: String
    public let key: String

    public init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}

/// Where the server listens, what it is called, and where its templates and assets are.
public struct ServerSettings: Sendable {
    /// Loopback, or any address when TLS is in the server or in front of it.
    public let host: String
    /// 0 lets the system choose a free port.
    public let port: Int
    /// Folder of Mustache templates.
    public let templates: String
    /// Folder of stylesheets, scripts and images.
    public let assets: String
    public let tls: TLSFiles?
    /// Names people may type, beside loopback; a request for another host is refused.
    public let publicNames: Set<String>
    /// A proxy ends TLS and says where requests come from.
    public let behindProxy: Bool
    /// How much may be under way at once.
    public var limits: ServerLimits

    /// Whether people reach the server over TLS, so that browsers are told to stay with it.
    public var isOnTLS: Bool { tls != nil || behindProxy }

    /// - Parameter loopbackOnly: For the demo practice, whose passwords are printed.
    /// - Throws: ``SettingsError`` for a host other computers could reach in the clear, or a port that does not exist.
    public init(
        host: String = "127.0.0.1", port: Int = 8080, templates: String = "Templates", assets: String = "Assets",
        tls: TLSFiles? = nil, publicNames: [String] = [], behindProxy: Bool = false, loopbackOnly: Bool = false,
        limits: ServerLimits = ServerLimits()
    ) throws(SettingsError) {
        guard Self.isLoopback(host) || (!loopbackOnly && (tls != nil || behindProxy)) else {
            throw loopbackOnly ? .demoNotLoopback(host) : .hostNotLoopback(host)
        }
        guard (0...65_535).contains(port) else { throw .portOutOfRange(port) }
        self.host = host
        self.port = port
        self.templates = templates
        self.assets = assets
        self.tls = tls
        self.publicNames = Set(publicNames.map { $0.lowercased() })
        self.behindProxy = behindProxy
        self.limits = limits
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
    case demoNotLoopback(String)
    case portOutOfRange(Int)
    /// Certificate or key cannot be used; holds their paths.
    case certificate(String)
    /// A practice is served only with accounts.
    case noAccounts

    public var description: String {
        switch self {
        case .hostNotLoopback(let host):
            "--host \(host): other computers reach this address, and passwords and records would cross the network in "
                + "the clear; give --tls-certificate and --tls-key, or --behind-proxy when a proxy ends TLS"
        case .demoNotLoopback(let host):
            "--host \(host): the demo practice prints its passwords, so it serves this computer only; expected "
                + "127.0.0.1, ::1 or localhost"
        case .certificate(let paths):
            "tried to use \(paths) for TLS; expected a certificate chain and its own private key as PEM files that "
                + "this user may read"
        case .noAccounts:
            "tried to serve a practice without accounts; expected accounts, care teams and the audit beside it"
        case .portOutOfRange(let port):
            "--port \(port): expected 0 to 65535"
        }
    }
}

/// Bounds of what one server takes on; past them it answers 503 with Retry-After, or closes.
public struct ServerLimits: Sendable {
    /// Open connections.
    public var connections: Int
    /// Requests under way at once.
    public var requests: Int
    /// Seconds from the first byte until a request's head is whole.
    public var headSeconds: Int64
    /// Seconds from the head until the body is whole.
    public var bodySeconds: Int64
    /// Seconds a connection may be silent between requests.
    public var idleSeconds: Int64

    public init(
        connections: Int = 4096, requests: Int = 512, headSeconds: Int64 = 15, bodySeconds: Int64 = 60,
        idleSeconds: Int64 = 75
    ) {
        self.connections = connections
        self.requests = requests
        self.headSeconds = headSeconds
        self.bodySeconds = bodySeconds
        self.idleSeconds = idleSeconds
    }
}
