import Testing

@testable import Clinical

@Suite struct `Answers of a decision table` {
    private func forTables(
        _ count: Int, _ test: String = #function, _ check: (inout RandomTables, String) -> Void
    ) {
        let seed = Seed.value(test)
        var tables = RandomTables(seed: seed)
        for round in 0..<count { check(&tables, "round \(round), seed \(seed)") }
    }

    @Test func `the compiled table answers every point as its rows read`() {
        forTables(300) { tables, label in
            for table in [tables.partition(), tables.layered(), tables.partition(hit: .worst)] {
                let wrong = table.points.filter { table.row(for: $0.span) != table.fitting($0).first }
                #expect(wrong.isEmpty, "\(wrong.prefix(3)); \(label)")
                let other = table.points.filter { table.answer($0).row != table.fitting($0).first }
                #expect(other.isEmpty, "\(other.prefix(3)); \(label)")
            }
        }
    }

    @Test func `a value outside its question has no answer and counts as unknown`() {
        forTables(100) { tables, label in
            let table = tables.partition()
            let domain = table.inputs[0].domain
            for outside in [domain.lower - 1, domain.lower + domain.count, Int.max, Int.min + 1, TableInput.unknown] {
                var values = table.points[tables.random.below(table.points.count)]
                values[0] = TableInput.unknown
                let possible = table.answer(values).rows
                values[0] = outside
                #expect(table.row(for: values.span) == nil, "\(label)")
                #expect(table.answer(values).rows == possible, "\(label)")
            }
        }
    }

    /// Every point that agrees with the values that are known.
    private func completions(_ values: [Int], of table: DecisionTable) -> [[Int]] {
        table.points.filter { point in
            zip(point, values).allSatisfy { $0 == $1 || $1 == TableInput.unknown }
        }
    }

    private func somethingUnknown(_ table: DecisionTable, _ tables: inout RandomTables) -> [Int] {
        var values = table.points[tables.random.below(table.points.count)]
        for index in values.indices where tables.random.chance(1, in: 2) { values[index] = TableInput.unknown }
        return values
    }

    @Test func `with missing inputs exactly the rows of some completion are possible`() {
        forTables(400) { tables, label in
            for table in [tables.partition(), tables.layered()] {
                let values = somethingUnknown(table, &tables)
                let expected = Set(completions(values, of: table).compactMap { table.fitting($0).first })
                #expect(table.answer(values).rows == expected.sorted(), "\(values); \(label)")
            }
        }
    }

    @Test func `what is asked is unknown and matters, and no answer to it makes more rows possible`() {
        forTables(300) { tables, label in
            let table = tables.layered()
            let values = somethingUnknown(table, &tables)
            let answer = table.answer(values)
            #expect((answer.rows.count > 1) == !answer.ask.isEmpty, "\(label)")
            #expect(answer.ask.allSatisfy { values[$0] == TableInput.unknown }, "\(label)")
            #expect(Set(answer.ask).count == answer.ask.count, "\(label)")
            guard let first = answer.ask.first else { return }
            let domain = table.inputs[first].domain
            for value in domain.lower..<(domain.lower + domain.count) {
                var told = values
                told[first] = value
                #expect(Set(table.answer(told).rows).isSubset(of: answer.rows), "\(label)")
            }
        }
    }

    @Test func `asking on and on, first question first, ends with the one right row`() {
        forTables(300) { tables, label in
            let table = tables.layered()
            let truth = table.points[tables.random.below(table.points.count)]
            var values = truth.map { _ in TableInput.unknown }
            var asked = 0
            while let question = table.answer(values).ask.first, asked <= truth.count {
                values[question] = truth[question]
                asked += 1
            }
            #expect(table.answer(values).row == table.fitting(truth).first, "\(label)")
        }
    }

    @Test func `leaving out the questions does not change the rows`() {
        forTables(100) { tables, label in
            let table = tables.layered()
            let values = somethingUnknown(table, &tables)
            let quiet = table.answer(values, questions: false)
            #expect(quiet.rows == table.answer(values).rows && quiet.ask.isEmpty, "\(label)")
        }
    }

    @Test func `of rows that all fit, the one that stands first answers`() {
        let tables = RandomTables(seed: 1)
        let input = TableInput(
            name: "days", domain: .number(lower: 0, upper: 9, decimals: 0, unit: .days), origin: .key("days"),
            question: "?",
            whenUnknown: nil, unknownNote: nil, labels: [], unknownWords: [])
        func row(_ range: ClosedRange<Int>) -> [[DecisionTable.Condition]] { [[.init(input: 0, ranges: [range])]] }
        let table = tables.table([input], [row(5...9), row(2...9), row(0...9)], hit: .worst)
        #expect((0...9).map { table.row(for: [$0].span) } == [2, 2, 1, 1, 1, 0, 0, 0, 0, 0])
        #expect(table.answer([TableInput.unknown]).rows == [0, 1, 2])
    }

    @Test func `sixty-four alternatives are compiled without loss`() {
        let tables = RandomTables(seed: 1)
        let input = TableInput(
            name: "days", domain: .number(lower: 0, upper: 63, decimals: 0, unit: .days), origin: .key("days"),
            question: "?",
            whenUnknown: nil, unknownNote: nil, labels: [], unknownWords: [])
        let table = tables.table([input], (0...63).map { [[.init(input: 0, ranges: [$0...$0])]] }, hit: .unique)
        #expect(TableProof(table).defects.isEmpty)
        #expect((0...63).allSatisfy { table.row(for: [$0].span) == $0 })
        #expect(table.answer([TableInput.unknown]).rows == Array(0...63))
    }
}
