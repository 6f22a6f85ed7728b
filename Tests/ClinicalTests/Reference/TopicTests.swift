import Clinical
import Testing

@Suite struct `Topics and what helps to find them` {
    static let topic = """
        format: 1
        topic: sleep
        title: Sleep
        group: supportive-care
        aliases: [rest]
        about: [testamab]
        see: [toxicities/rash]
        sources:
          paper: { title: Invented paper, revised: "2026", level: guideline }
        sections:
          - id: night
            title: At night
            statements:
              - { id: dark, say: Keep it dark., from: paper page 2 }
              - { say: Keep it quiet., from: paper, level: unverified }
        open:
          - { id: how-long, what: How long to sleep, where: nowhere yet }
        end: sleep

        """
    static let search = """
        format: 1
        synonyms:
          - [sleep, slumber]
        pages:
          therapies/testamab: [the test drug]
        ignored: [the]
        end: search

        """
    static let changes = """
        format: 1
        releases:
          - release: 2026.11-test
            date: "2026-11-22"
            changes:
              - { change: added, say: Sleep., page: reference/sleep }
        end: changes

        """

    static func content() -> SmallContent {
        var content = SmallContent()
        content.texts["reference/sleep.yaml"] = topic
        content.texts["search.yaml"] = search
        content.texts["changes.yaml"] = changes
        return content
    }

    @Test func `a topic loads with everything in its place`() throws {
        let library = try Self.content().load()
        let topic = try #require(library.topic("sleep"))
        #expect(topic.title == "Sleep" && topic.group == .supportiveCare && topic.aliases == ["rest"])
        #expect(topic.sections.map(\.title) == ["At night"])
        let citations = topic.sections[0].statements.map(\.citation)
        #expect(citations[0].statement == "reference/sleep:sections/night/statements/dark")
        #expect(citations.map(\.level) == [.guideline, .unverified])
        #expect(topic.open.first?.statement == "reference/sleep:open/how-long")
        let plain = try SmallContent().load().census
        #expect(library.census.statements == plain.statements + 2 && library.census.open == plain.open + 1)
        #expect(library.notes.first?.changes.first?.page == "reference/sleep")
    }

    @Test func `synonyms, further names and words that say nothing are used`() throws {
        let search = try Self.content().load().search
        #expect(search.search("slumber").first?.document.id == "reference/sleep")
        #expect(search.search("the test drug").first?.document.id == "therapies/testamab")
        #expect(search.search("the dark").first?.lines.first?.text == "Keep it dark.")
    }

    @Test(
        arguments: [
            ("reference/sleep.yaml", "group: supportive-care", "group: comfort", "content.unknown-word"),
            ("reference/sleep.yaml", "topic: sleep", "topic: nap", "content.file-name"),
            ("reference/sleep.yaml", "see: [toxicities/rash]", "see: [toxicities/rush]", "content.unknown-page"),
            ("reference/sleep.yaml", "about: [testamab]", "about: [testamib]", "content.unknown-page"),
            ("reference/sleep.yaml", "from: paper page 2", "form: paper page 2", "content.no-source"),
            ("reference/sleep.yaml", "from: paper page 2", "from: book", "content.unknown-source"),
            ("reference/sleep.yaml", "title: At night", "titel: At night", "content.missing-key"),
            ("reference/sleep.yaml", "end: sleep", "end: slee", "content.cut"),
            ("reference/sleep.yaml", "id: how-long", "id: dark", ""),
            ("search.yaml", "[sleep, slumber]", "[sleep]", "content.synonyms"),
            ("search.yaml", "therapies/testamab", "therapies/nothing", "content.unknown-page"),
            ("changes.yaml", "reference/sleep", "reference/slept", "content.unknown-page"),
            ("changes.yaml", "change: added", "change: grown", "content.unknown-word"),
            ("changes.yaml", "date: \"2026-11-22\"", "date: \"2026-11-31\"", "content.date"),
        ])
    func `a broken file is named by its fault`(path: String, from: String, to: String, code: String) throws {
        var content = Self.content()
        let text = try #require(content.texts[path])
        #expect(text.contains(from))
        content.texts[path] = text.replacing(from, with: to)
        // An open statement and a sourced one may share a name: they stand in different lists.
        #expect(code.isEmpty ? content.faults.isEmpty : content.faults.map(\.code).contains(code), "\(content.faults)")
    }

    @Test func `a therapy to read about starts no course`() throws {
        var content = SmallContent()
        content.texts["therapies/readamab.yaml"] = SmallContent.therapy.replacing("testamab", with: "readamab")
            .replacing("therapy: readamab", with: "therapy: readamab\nuse: reference")
        let library = try content.load()
        #expect(library.therapies.map(\.id) == ["testamab"] && library.therapy("readamab") == nil)
        #expect(library.referenceTherapies.map(\.id) == ["readamab"])
        #expect(library.allTherapies.count == 2)
        content.texts["therapies/readamab.yaml"]?.replace("use: reference", with: "use: both")
        #expect(content.faults.map(\.code) == ["content.unknown-word"])
    }
}
