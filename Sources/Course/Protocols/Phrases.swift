public import Clinical

extension ContentLibrary {
    /// The sentence with this id; a missing one shows its own id in red, so that nothing is swallowed.
    public func phrase(_ id: PhraseID) -> Phrase { phrases[id.rawValue] ?? .missing(id.rawValue) }
}

extension Protocols {
    /// Sentences the program asks for and the content lacks, in the order of ``PhraseID``; empty in usable content.
    public var missingPhrases: [PhraseID] { PhraseID.allCases.filter { library.phrases[$0.rawValue] == nil } }

    /// Reads and proves a content folder as ``ContentLibrary/load(_:)`` does, and refuses content that lacks a sentence
    /// the program asks for, or whose restart table asks what the program cannot answer.
    ///
    /// - Throws: ``ContentFaults`` with at least one fault.
    public static func load(_ files: [ContentFile]) throws(ContentFaults) -> Protocols {
        let protocols = Protocols(try ContentLibrary.load(files))
        var faults = protocols.missingPhrases.map { id in
            ContentFault(
                file: "phrases.yaml", line: 1, column: 1, code: "content.phrase-missing",
                message: "the program says \"\(id.rawValue)\" and the content has no such phrase; add it with its words"
            )
        }
        for plan in protocols.protocols where plan.restart == nil {
            guard let table = plan.therapy.table("restart") else { continue }
            faults.append(
                ContentFault(
                    file: table.file, line: 1, column: 1, code: "content.restart-questions",
                    message: "the table restart asks \(table.inputs.map(\.name).joined(separator: ", ")); "
                        + "the program answers last and days, and regimen where it matters"))
        }
        guard faults.isEmpty else { throw ContentFaults(faults: faults) }
        // Last, because they are answered with the sentences.
        let examples = ManagementExamples.run(protocols)
        guard examples.faults.isEmpty else { throw ContentFaults(faults: examples.faults) }
        return protocols.counting(examples: examples.passed)
    }
}
