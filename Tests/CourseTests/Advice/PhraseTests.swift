import Clinical
import Course
import Foundation
import Testing

@Suite struct `Sentences of the engine` {
    /// The ids that the engine's source asks for: `alert("…")`, `advise("…")`, `phraseText("…")`, `phrase("…")`.
    private func asked() throws -> Set<String> {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.path() != "/",
            !FileManager.default.fileExists(atPath: folder.appending(path: "Sources/Course").path())
        {
            folder = folder.deletingLastPathComponent()
        }
        let sources = folder.appending(path: "Sources/Course").resolvingSymlinksInPath()
        let paths = try FileManager.default.subpathsOfDirectory(atPath: sources.path()).filter {
            $0.hasSuffix(".swift")
        }
        var ids: Set<String> = []
        for path in paths {
            let text = try String(contentsOf: sources.appending(path: path), encoding: .utf8)
            for match in text.matches(of: /\b(?:alert|advise|phraseText|phrase)\(\s*"([a-z-]+)"/) {
                ids.insert(String(match.1))
            }
        }
        return ids
    }

    @Test func `every sentence the engine asks for is in the content, or its alarm would be lost without a sound`()
        throws
    {
        let phrases = try RealContent.library.phrases
        let ids = try asked()
        #expect(ids.count > 25 && ids.contains("fever-ungraded") && ids.contains("weight-missing"))
        #expect(ids.filter { phrases[$0] == nil } == [])
    }

    @Test(arguments: [
        "dose-too-early", "dose-unexpected", "dose-while-held", "dose-while-infected", "dose-weight-missing",
        "dose-weight-old", "not-registered", "no-course", "infection-in-step-up", "infection-open", "toxicity-open",
        "toxicity-open-severe",
    ])
    func `a sentence chosen while running is in the content too`(id: String) throws {
        #expect(try RealContent.library.phrases[id] != nil)
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
