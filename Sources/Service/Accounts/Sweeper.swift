public import Logging

/// Removes ended sessions, links and counters now and then, and writes what the audit counted meanwhile.
public struct Sweeper: Sendable {
    let accounts: AccountService
    let audit: AuditLog
    let logger: Logger
    let pause: Duration
    /// Every so many rounds the shelf is swept.
    private static let sweepEvery = 10

    public init(accounts: AccountService, audit: AuditLog, logger: Logger, pause: Duration = .seconds(60)) {
        self.accounts = accounts
        self.audit = audit
        self.logger = logger
        self.pause = pause
    }

    /// Runs until its task is cancelled; a failure is logged and made up for next time.
    public func run() async {
        var round = 0
        while !Task.isCancelled {
            await audit.settle()
            do throws(AccountError) {
                if round % Self.sweepEvery == 0 { try await accounts.sweep() }
            } catch {
                logger.warning("ended sessions could not be removed", metadata: ["error.code": "\(error.code)"])
            }
            round += 1
            try? await Task.sleep(for: pause)
        }
    }
}
