/// One thing fetched from elsewhere, kept for a while; who asks during a fetch waits for that one.
actor Fetched<Value: Sendable> {
    private var kept: (value: Value, at: Int64)?
    private var running: Task<Result<Value, OpenIDError>, Never>?

    /// The thing, fetched anew when it is `age` milliseconds old or the clock has stepped back by as much.
    ///
    /// A failed fetch is told to all who waited, and is not kept.
    func value(
        noOlderThan age: Int64, at now: Int64, fetch: @escaping @Sendable () async throws(OpenIDError) -> Value
    ) async throws(OpenIDError) -> Value {
        if let kept, abs(now - kept.at) < age { return kept.value }
        let task =
            running
            ?? Task { () -> Result<Value, OpenIDError> in
                do throws(OpenIDError) {
                    return .success(try await fetch())
                } catch {
                    return .failure(error)
                }
            }
        running = task
        let result = await task.value
        if running == task {
            running = nil
            if case .success(let value) = result { kept = (value, now) }
        }
        return try result.get()
    }
}
