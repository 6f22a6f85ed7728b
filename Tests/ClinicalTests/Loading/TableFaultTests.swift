import Clinical
import Testing

@Suite struct `Mistakes in decision tables` {
    private func faults(_ old: String, _ new: String, in path: String) throws -> (SmallContent, [ContentFault]) {
        var content = SmallContent()
        let text = try #require(content.texts[path])
        try #require(text.contains(old), "the mistake must change something")
        content.texts[path] = text.replacingFirst(old, with: new)
        return (content, content.faults)
    }

    @Test(arguments: [
        ("days: 29...", "days: 30...", "table-gap", "table restart has no row for last: step-up-1, days: 29 days"),
        (
            "days: 29...", "days: 28...", "table-overlap",
            "table restart has rows R1 and R2 for last: step-up-1, days: 28 days"
        ),
        ("[first-treatment, weekly]", "weekly", "table-gap", "table restart has no row for last: first-treatment"),
        ("days: 0...28", "days: 1...28", "table-gap", "table restart has no row for last: step-up-1, days: 0 days"),
        (
            "{ last: step-up-1, days: 29... }", "{ last: step-up-1, days: [29...100, 200...] }", "table-gap",
            "table restart has no row for last: step-up-1, days: 101 to 199 days"
        ),
    ])
    func `a gap or an overlap names the exact region, at the rows`(
        old: String, new: String, code: String, message: String
    ) throws {
        let (content, faults) = try faults(old, new, in: SmallContent.therapyPath)
        let place = try #require(content.place(of: "rows:", in: SmallContent.therapyPath))
        let found = faults.filter { $0.code == "content." + code }
        #expect(found.map(\.message).contains { $0.hasPrefix(message) }, "\(faults.map(\.message))")
        #expect(found.allSatisfy { ($0.line, $0.column) == place })
    }

    @Test(arguments: [
        ("id: G1, when: { fever: \"38 degC...\" }", "id: G1, when: { blisters: yes, fever: \"38 degC...\" }", "G1"),
        ("id: G2, when: [{ blisters: yes }, { itch: 3 }]", "id: G2, when: {}", "G1"),
        ("id: G2, when: [{ blisters: yes }, { itch: 3 }]", "id: G2, when: {}", "G0"),
        ("id: G2, when: [{ blisters: yes }, { itch: 3 }]", "id: G2, when: []", "G2"),
    ])
    func `a row that can never answer is named`(old: String, new: String, row: String) throws {
        let (_, faults) = try faults(old, new, in: SmallContent.toxicityPath)
        #expect(
            faults.contains { $0.code == "content.table-unreachable" && $0.message.contains("row \(row) ") },
            "\(faults.map(\.message))")
    }

    @Test(arguments: [
        ("days: 29 }, row: R2", "days: 29 }, row: R1", "row R2, expected R1"),
        ("row: R1, action: repeat", "row: R1, action: restart", "action repeat, expected restart"),
        ("days: 28 }, row: R1, action: repeat", "days: null }, row: R1", "row none, expected R1"),
    ])
    func `an example that fails shows what the table says instead`(old: String, new: String, message: String) throws {
        let (content, faults) = try faults(old, new, in: SmallContent.therapyPath)
        let fault = try #require(faults.first { $0.code == "content.example-failed" })
        #expect(fault.message.contains(message))
        let line = try #require(content.place(of: "examples:", in: SmallContent.therapyPath)).line
        #expect((line + 1...line + 2).contains(fault.line) && fault.column == 9)
    }

    @Test(arguments: [
        ("temperatureC: 38 }, grade: 1", "temperatureC: 38 }, grade: 2", "example-failed"),
        ("possible: [0, 2]", "possible: [0, 1]", "example-failed"),
        ("ask-first: blisters", "ask-first: itch", "example-failed"),
        ("{ temperatureC: 38 }, grade: 1", "{ temperatureC: 50 }, grade: 1", "example"),
        ("{ temperatureC: 38 }, grade: 1", "{ temperature: 38 }, grade: 1", "example"),
        ("{ temperatureC: 38 }, grade: 1", "{ temperatureC: 38 }", "example"),
        ("{ temperatureC: 38 }, grade: 1", "{ temperatureC: 38 }, grad: 1", "unknown-key"),
        ("itch: null, itchItems", "itch: 2, itchItems", "example"),
        ("score: itch,", "score: scratch,", "unknown-score"),
        ("{ blisters: yes }, {", "{ blister: yes }, {", "unknown-input"),
        ("{ blisters: yes }, {", "{ blisters: maybe }, {", "unknown-word"),
        ("{ itch: 3 }", "{ itch: 4 }", "range"), ("\"38 degC...\"", "\"38...\"", "missing-unit"),
        ("\"38 degC...\"", "\"50 degC...\"", "range"),
        ("grade: 2, say: Bad.", "grade: 6, say: Bad.", "grade"),
        ("{ grade: 2, say: Bad. }", "{ say: Bad. }", "outcome"),
        ("{ grade: 2, say: Bad. }", "{ grade: 2, action: withhold }", "unknown-action"),
        ("hit: worst", "hit: best", "unknown-word"),
        ("yes-no: yes, question: Blisters?", "question: Blisters?", "question"),
        ("yes-no: yes, question: Blisters?", "yes-no: yes, one-of: [a, b], question: Blisters?", "question"),
        ("yes-no: yes, question: Blisters?", "yes-no: yes, unknown-as: no, question: Blisters?", "missing-key"),
        ("yes-no: yes, question: Blisters?", "yes-no: yes, labels: [no, yes, perhaps], question: Blisters?", "labels"),
        ("yes-no: yes, question: Blisters?", "yes-no: yes, key: a, score: itch, question: Blisters?", "question"),
        ("yes-no: yes, question: Blisters?", "one-of: [yes, yes], question: Blisters?", "question"),
        ("then: { grade: 2, say: Bad. }, from: paper", "then: { grade: 2, say: Bad. }", "no-source"),
    ])
    func `a mistake in a grading table has its code`(old: String, new: String, code: String) throws {
        let (_, faults) = try faults(old, new, in: SmallContent.toxicityPath)
        #expect(
            faults.contains { $0.code == "content." + code && $0.file == SmallContent.toxicityPath },
            "\(faults.map(\.description))")
    }

    @Test(arguments: [(64, false), (65, true)])
    func `a table of 64 alternatives is read and one of 65 is refused`(count: Int, refused: Bool) throws {
        let rows = (0..<count).map { index in
            let range = index == count - 1 ? "\(index)..." : "\(index)"
            return
                "      - { id: X\(index), when: { days: \(range) }, then: { open: late, say: Not on file. }, from: label §2 }\n"
        }.joined()
        var content = SmallContent()
        let text = SmallContent.therapy
        let start = try #require(text.ranges(of: "      - { id: R1").first?.lowerBound)
        let end = try #require(text.ranges(of: "open:\n  - { id: late").first?.lowerBound)
        content.texts[SmallContent.therapyPath] = text[..<start] + rows + text[end...]
        let place = try #require(content.place(of: "rows:", in: SmallContent.therapyPath))
        let faults = content.faults
        #expect(faults.map(\.code) == (refused ? ["content.table-too-large"] : []), "\(faults)")
        #expect(faults.allSatisfy { ($0.line, $0.column) == place })
    }
}
