/// An append that is checked and, where its stream is sealed, sealed: all that is left is to write it.
public struct ReadyAppend: Sendable {
    let append: Append
}

/// What became of appends that were committed together; each failure stands for one append, `nil` for a written one.
public struct TogetherAnswer: Sendable {
    /// Why the leading append, and therefore none of the others, was written.
    public let lead: JournalError?
    /// In the order the others were given.
    public let others: [JournalError?]

    public init(lead: JournalError?, others: [JournalError?]) {
        self.lead = lead
        self.others = others
    }

    /// Nothing was written.
    static func none(_ failure: JournalError, of count: Int) -> TogetherAnswer {
        TogetherAnswer(lead: failure, others: Array(repeating: failure, count: count))
    }
}

extension Journal {
    /// Checks only.
    public func ready(_ append: Append) throws(JournalError) -> ReadyAppend? {
        try append.check()
        return ReadyAppend(append: append)
    }

    /// One commit for the leading append, and one shared by the others after it.
    public func submit(
        lead: ReadyAppend, _ appends: [ReadyAppend], then answer: @escaping @Sendable (TogetherAnswer) -> Void
    ) {
        Task {
            if let failure = await self.failure(of: lead.append) {
                return answer(.none(failure, of: appends.count))
            }
            let others = await withTaskGroup(of: (Int, JournalError?).self) { group in
                for (index, ready) in appends.enumerated() {
                    group.addTask { (index, await self.failure(of: ready.append)) }
                }
                var failures = [JournalError?](repeating: nil, count: appends.count)
                for await (index, failure) in group { failures[index] = failure }
                return failures
            }
            answer(TogetherAnswer(lead: nil, others: others))
        }
    }

    private func failure(of append: Append) async -> JournalError? {
        do throws(JournalError) {
            _ = try await self.append(append)
            return nil
        } catch {
            return error
        }
    }
}
