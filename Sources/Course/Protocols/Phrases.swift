public import Clinical

extension ContentLibrary {
    /// The sentence with this id; a missing one shows its own id in red, so that nothing is swallowed.
    public func phrase(_ id: PhraseID) -> Phrase { phrases[id.rawValue] ?? .missing(id.rawValue) }
}

extension Protocols {
    /// Sentences the program asks for and the content lacks, in the order of ``PhraseID``; empty in usable content.
    public var missingPhrases: [PhraseID] { PhraseID.allCases.filter { library.phrases[$0.rawValue] == nil } }

    /// Reads and proves a content folder as ``ContentLibrary/load(_:)`` does, and refuses content that lacks a sentence
    /// the program asks for.
    ///
    /// - Throws: ``ContentFaults`` with at least one fault.
    public static func load(_ files: [ContentFile]) throws(ContentFaults) -> Protocols {
        let protocols = Protocols(try ContentLibrary.load(files))
        let faults = protocols.missingPhrases.map { id in
            ContentFault(
                file: "phrases.yaml", line: 1, column: 1, code: "content.phrase-missing",
                message: "the program says \"\(id.rawValue)\" and the content has no such phrase; add it with its words"
            )
        }
        guard faults.isEmpty else { throw ContentFaults(faults: faults) }
        return protocols
    }
}
