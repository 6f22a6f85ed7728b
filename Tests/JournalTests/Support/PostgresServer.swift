import Dispatch
import Foundation
import Synchronization

/// A real PostgreSQL in a temporary folder, on a free port of this machine, for tests.
///
/// It ends with this process, however that ends: a small shell waits at its side for our end of a pipe to close, then
/// stops the server and removes the folder.
final class PostgresServer: Sendable {
    /// The one all tests share; each takes a schema of its own.
    static let shared = Task { try await PostgresServer.make() }

    /// Makes one and starts it.
    ///
    /// - Parameter settings: For example `fsync=off`.
    static func make(settings: [String] = []) async throws -> PostgresServer {
        try await blocking { try PostgresServer(settings: settings) }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private static let programs =
        ProcessInfo.processInfo.environment["STEPWELL_POSTGRES_BIN"] ?? "/usr/lib/postgresql/15/bin"

    let port: Int
    private let folder: String
    /// Our end of the pipe, and the shell that waits at the other end.
    private let running = Mutex<(pipe: Pipe, shell: Process)?>(nil)

    /// libpq's URL of the database.
    var url: String { "postgres://stepwell@127.0.0.1:\(port)/postgres" }

    private let settings: [String]

    private init(settings: [String] = []) throws {
        self.settings = settings
        guard FileManager.default.isExecutableFile(atPath: "\(Self.programs)/postgres") else {
            throw Failure(
                description: """
                    tests need PostgreSQL 15, and \(Self.programs)/postgres is missing; run scripts/setup test, or \
                    set STEPWELL_POSTGRES_BIN to the folder of its programs
                    """)
        }
        // Short, because the path of a socket has at most 107 bytes.
        folder = "/tmp/stepwell-pg-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        port = try Self.freePort()
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        if geteuid() == 0, let (user, group) = Self.owner { chown(folder, user, group) }
        try run([
            "initdb", "-D", "\(folder)/data", "-U", "stepwell", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync",
        ])
        try startAndWait()
    }

    deinit { stopAndWait(crash: true, keep: false) }

    /// Starts it again after ``stop(crash:keep:)``; returns when it answers.
    func start() async throws { try await blocking { try self.startAndWait() } }

    /// Stops it as an administrator would (`fast`), or as a crash does, and waits until it is gone.
    ///
    /// - Parameter keep: Whether it is to be started again.
    func stop(crash: Bool = false, keep: Bool = false) async {
        _ = try? await blocking { self.stopAndWait(crash: crash, keep: keep) }
    }

    private func startAndWait() throws {
        let pipe = Pipe()
        let shell = Process()
        let options =
            [
                "-D", "\(folder)/data", "-c", "listen_addresses=127.0.0.1", "-c", "port=\(port)",
                "-c", "unix_socket_directories=\(folder)", "-c", "max_connections=900", "-c", "shared_buffers=32MB",
                "-c", "logging_collector=off",
            ] + settings.flatMap { ["-c", $0] }
        // Bash, because other shells wait for a signal that this process has blocked, and so never see the end.
        let script = """
            trap '' INT TERM HUP
            "$@" >>'\(folder)/log' 2>&1 </dev/null &
            server=$!
            read -r word
            if [ "$word" = kill ]; then kill -QUIT $server; else kill -INT $server; fi
            wait $server
            [ -n "$word" ] || rm -rf '\(folder)'
            """
        shell.executableURL = URL(fileURLWithPath: "/bin/bash")
        shell.arguments = ["-c", script, "bash"] + Self.asOwner + ["\(Self.programs)/postgres"] + options
        shell.currentDirectoryURL = URL(fileURLWithPath: folder)
        shell.standardInput = pipe
        // Whoever reads our output must not wait for the server's end.
        shell.standardOutput = FileHandle.nullDevice
        shell.standardError = FileHandle.nullDevice
        try shell.run()
        running.withLock { $0 = (pipe, shell) }
        for _ in 0..<300 {
            if (try? run(["pg_isready", "-q", "-h", "127.0.0.1", "-p", "\(port)"])) != nil { return }
            usleep(50_000)
        }
        throw Failure(description: "PostgreSQL did not start; see \(folder)/log")
    }

    private func stopAndWait(crash: Bool, keep: Bool) {
        guard
            let (pipe, shell) = running.withLock({ state in
                defer { state = nil }
                return state
            })
        else { return }
        let word = !keep ? "" : crash ? "kill\n" : "stop\n"
        _ = Array(word.utf8).withUnsafeBytes {
            write(pipe.fileHandleForWriting.fileDescriptor, $0.baseAddress, $0.count)
        }
        try? pipe.fileHandleForWriting.close()
        shell.waitUntilExit()
    }

    /// Holds all its processes (`SIGSTOP`), or lets them go on: a server that is there and does not answer.
    func freeze(_ isFrozen: Bool) throws {
        guard let text = try? String(contentsOfFile: "\(folder)/data/postmaster.pid", encoding: .utf8),
            let leader = text.split(separator: "\n").first.flatMap({ Int32($0) })
        else { throw Failure(description: "no postmaster.pid") }
        let children = try String(contentsOfFile: "/proc/\(leader)/task/\(leader)/children", encoding: .utf8)
        for process in [leader] + children.split(separator: " ").compactMap({ Int32($0) }) {
            kill(process, isFrozen ? SIGSTOP : SIGCONT)
        }
    }

    private func run(_ command: [String]) throws {
        let process = Process()
        let all = Self.asOwner + ["\(Self.programs)/\(command[0])"] + command.dropFirst()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = all
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        // Into a file: reading a pipe with Foundation ends the process when a signal comes in between.
        let said = "\(folder)/said"
        _ = FileManager.default.createFile(atPath: said, contents: nil)
        let output = FileHandle(forWritingAtPath: said) ?? .nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(
                description: "\(command[0]) failed: \((try? String(contentsOfFile: said, encoding: .utf8)) ?? "")")
        }
    }

    /// PostgreSQL refuses to run as root.
    private static let owner: (uid_t, gid_t)? = {
        for name in ["postgres", "nobody"] {
            if let entry = getpwnam(name) { return (entry.pointee.pw_uid, entry.pointee.pw_gid) }
        }
        return nil
    }()

    private static var asOwner: [String] {
        guard geteuid() == 0, let (user, group) = owner else { return [] }
        return ["/usr/bin/setpriv", "--reuid=\(user)", "--regid=\(group)", "--clear-groups", "--"]
    }

    private static func freePort() throws -> Int {
        let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(handle) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let done = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(handle, pointer, length) == 0 && getsockname(handle, pointer, &length) == 0
            }
        }
        guard done else { throw Failure(description: "no free port on 127.0.0.1") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

/// Runs what blocks where it does not take a thread away from other tests.
func blocking<Answer: Sendable>(_ body: @escaping @Sendable () throws -> Answer) async throws -> Answer {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
    }
}
