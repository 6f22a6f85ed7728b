public import Logging

/// Looks again, every few seconds, at the patients whose moment has come.
public struct Waker: Sendable {
    let practice: PracticeService
    let logger: Logger
    let pause: Duration

    public init(practice: PracticeService, logger: Logger, pause: Duration = .seconds(5)) {
        self.practice = practice
        self.logger = logger
        self.pause = pause
    }

    /// Runs until its task is cancelled. A failing look is logged and tried again: the loop itself never ends on one.
    public func run() async {
        while !Task.isCancelled {
            do {
                var looked = 0
                repeat { looked = try await practice.wake(now: practice.world.now()) } while looked == 500
            } catch {
                logger.error("a patient could not be looked at again", metadata: ["error.code": "\(error.code)"])
            }
            try? await Task.sleep(for: pause)
        }
    }
}
