import Clinical
import Testing

@Suite struct StatementTests {
    @Test func `the real content has as many statements as the census counts`() throws {
        let statements = try ContentStatements(RealContent.files).all
        let census = try RealContent.library.census
        #expect(statements.count { $0.kind == .sourced } == census.statements)
        #expect(statements.count { $0.level == .unverified } == census.unverified)
        #expect(statements.count { $0.kind == .open } == census.open)
        #expect(Set(statements.map(\.id)).count == statements.count)
    }

    @Test(arguments: [
        ("therapies/testamab:", "therapy: testamab"), ("therapies/testamab:label", "Invented for tests."),
        ("therapies/testamab:choices/stay", "until-signed: long"),
        ("therapies/testamab:choices/stay/options/short", "One day."),
        ("therapies/testamab:statements/indication/second", "Never for people.\nnote: Careful."),
        ("therapies/testamab:presentations/vial", "concentration: 10 mg/mL"),
        ("therapies/testamab:regimens/standard/doses/step-up-1", "amount: 0.06 mg/kg"),
        ("therapies/testamab:regimens/standard/switches/weekly-first-treatment", "When somebody says so."),
        ("therapies/testamab:premedication/step-up-1+standard", "drug: something, amount: 650 mg"),
        ("therapies/testamab:observation/home", "duration: 24 h"),
        ("therapies/testamab:volumes/step-up-1+vial", "- weight: 40...44 kg, amount: 2.5 mg, volume: 0.25 mL"),
        ("therapies/testamab:tables/restart", "hit: unique"),
        ("therapies/testamab:tables/restart/ask/days", "range: 0...3650"),
        ("therapies/testamab:tables/restart/rows/R1", "when: last: step-up-1, days: 0...28"),
        ("therapies/testamab:open/late", "What to do late"), ("limits:limits/fever", "value: 38 degC"),
        ("phrases:phrases/held", "On hold: {reason}."), ("toxicities/rash:grading", "order: G2, G1, G0"),
        ("toxicities/rash:grading/rows/G1", "grade: 1"), ("toxicities/rash:scores/itch", "points: 2"),
    ])
    func `every clinical thing is a statement with its numbers`(id: String, words: String) throws {
        let statement = try #require(try ContentStatements(SmallContent().files).statement(id))
        #expect(statement.text.contains(words))
    }

    @Test func `a statement carries level, source, revision and place`() throws {
        let all = try ContentStatements(SmallContent().files)
        let row = try #require(all.statement("therapies/testamab:tables/restart/rows/R3"))
        #expect(row.level == .label)
        #expect(row.cited == "Invented label, 2026-03-01, §2")
        #expect(row.pointsTo == "late")
        #expect(!row.needsTick)
        let weak = try #require(all.statement("therapies/testamab:statements/indication/second"))
        #expect(weak.level == .unverified)
        #expect(weak.needsTick)
        let open = try #require(all.statement("therapies/testamab:open/late"))
        #expect(open.kind == .open)
        #expect(open.place == "label section 2")
        #expect(open.needsTick)
    }

    @Test func `ids survive another order and equal words are told apart`() throws {
        let one = "    - { say: For tests only., from: label §1 }\n"
        let two = "    - { say: For nobody., from: label §1 }\n"
        var content = SmallContent()
        content.texts[SmallContent.therapyPath] = SmallContent.therapy.replacing(one, with: one + two)
        let before = try ContentStatements(content.files).all.map(\.id)
        content.texts[SmallContent.therapyPath] = SmallContent.therapy.replacing(one, with: two + one)
        let after = try ContentStatements(content.files).all.map(\.id)
        #expect(before != after)
        #expect(Set(before) == Set(after))
        content.texts[SmallContent.therapyPath] = SmallContent.therapy.replacing(one, with: one + one)
        let twice = try ContentStatements(content.files).all.map(\.id)
        #expect(Set(twice).count == twice.count)
        #expect(twice.count { $0.hasSuffix("~2") } == 1)
    }
}
