import Clinical
import Course
import Testing

@Suite struct `Sentences of the engine` {
    private func files(without id: PhraseID) throws -> [ContentFile] {
        let line = "- { id: \(id.rawValue),"
        return try RealContent.files.map { file in
            guard file.path == "phrases.yaml" else { return file }
            let lines = String(decoding: file.bytes, as: UTF8.self).split(
                separator: "\n", omittingEmptySubsequences: false)
            let kept = lines.filter { !$0.contains(line) }
            try #require(kept.count == lines.count - 1, "no line for \(id.rawValue)")
            return ContentFile(path: file.path, bytes: Array(kept.joined(separator: "\n").utf8))
        }
    }

    @Test func `every sentence the program asks for is in the content`() throws {
        #expect(try House.protocols.missingPhrases == [])
    }

    @Test func `the content has no sentence that nothing asks for`() throws {
        let asked = Set(PhraseID.allCases.map(\.rawValue))
        #expect(try Set(RealContent.library.phrases.keys).subtracting(asked) == [])
    }

    @Test(arguments: PhraseID.allCases)
    func `content that lacks a sentence is refused by the name of the sentence`(id: PhraseID) throws {
        let files = try files(without: id)
        #expect(throws: Never.self) { try ContentLibrary.load(files) }
        let faults = try #require(#expect(throws: ContentFaults.self) { try Protocols.load(files) }).faults
        #expect(faults.map(\.code) == ["content.phrase-missing"])
        #expect(faults.first?.message.contains("\"\(id.rawValue)\"") == true)
    }

    @Test func `content without any sentences is refused, all of them named`() throws {
        let files = RealContent.files.filter { $0.path != "phrases.yaml" }
        let faults = try #require(#expect(throws: ContentFaults.self) { try Protocols.load(files) }).faults
        #expect(faults.count == PhraseID.allCases.count)
    }

    @Test func `an alarm whose sentence is missing still stands, in red, with what is known`() throws {
        let protocols = Protocols(try ContentLibrary.load(try files(without: .feverUngraded)))
        let story = try Story("teclistamab").weight("70", "2026-11-02 08:00").dose("step-up-1", "2026-11-02 10:00")
            .temperature("38.6", "2026-11-03 17:00")
        let chart = EventReader(protocols).chart(story.events)
        let advice = Advisor(protocols, rules: SiteRules(zone: .chicago)).advise(
            chart, chart.state(fever: story.fever), now: moment("2026-11-03 17:10"))
        let alert = try #require(advice.alert("fever-ungraded"))
        #expect(alert.level == .red && alert.what.contains("fever-ungraded") && alert.what.contains("38.6 °C"))
        #expect(alert.citation.level == .unverified)
    }

    @Test func `one day is never said as 1 days`() throws {
        for phrase in try RealContent.library.phrases.values {
            let names = phrase.text.split(separator: "{").dropFirst().compactMap { $0.split(separator: "}").first }
            let values = names.map { (String($0.prefix { $0 != "|" }), "1") }
            #expect(!phrase.filled(values).contains("1 days"), "\(phrase.id): \(phrase.filled(values))")
        }
    }

    @Test func `no sentence shows a blank that was not filled`() throws {
        let seed = Seed.value()
        var histories = RandomHistory(seed: seed)
        for round in 0..<60 {
            let story = try histories.story(12)
            let last = story.events.map(\.at).max() ?? story.events[0].at
            let advice = story.advice(at: last.adding(minutes: histories.random.below(60_000)))
            let open = (advice.alerts + advice.advice).filter { $0.what.contains("{") || $0.what.contains("}") }
            #expect(open.map(\.what) == [], "round \(round), seed \(seed)")
        }
    }
}
