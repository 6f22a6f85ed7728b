public import Logging

/// Removes ended sessions, links and counters now and then.
public struct Sweeper: Sendable {
    let accounts: AccountService
    let logger: Logger
    let pause: Duration

    public init(accounts: AccountService, logger: Logger, pause: Duration = .seconds(600)) {
        self.accounts = accounts
        self.logger = logger
        self.pause = pause
    }

    /// Runs until its task is cancelled; a failure is logged and made up for next time.
    public func run() async {
        while !Task.isCancelled {
            do {
                try await accounts.sweep()
            } catch {
                logger.warning("ended sessions could not be removed", metadata: ["error.code": "\(error.code)"])
            }
            try? await Task.sleep(for: pause)
        }
    }
}
