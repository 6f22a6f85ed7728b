import Testing

@testable import Clinical

@Suite struct `Answers within bounds` {
    @Test func `exactly the rows of some completion within the bounds are possible`() {
        let seed = Seed.value()
        var tables = RandomTables(seed: seed)
        for round in 0..<400 {
            let table = tables.layered()
            var values = table.points[tables.random.below(table.points.count)]
            var bounds: [ClosedRange<Int>?] = Array(repeating: nil, count: values.count)
            for index in values.indices where tables.random.chance(1, in: 2) {
                let value = values[index]
                values[index] = TableInput.unknown
                guard tables.random.chance(2, in: 3) else { continue }
                let last = table.inputs[index].domain.lower + table.inputs[index].domain.count - 1
                bounds[index] = value...min(last, value + tables.random.below(3))
            }
            let fitting = table.points.filter { point in
                point.indices.allSatisfy { index in
                    values[index] == TableInput.unknown
                        ? bounds[index]?.contains(point[index]) ?? true : values[index] == point[index]
                }
            }
            let expected = Set(fitting.compactMap { table.fitting($0).first }).sorted()
            let answer = table.answer(values, within: bounds)
            #expect(answer.rows == expected, "\(values) \(bounds); round \(round), seed \(seed)")
            #expect((answer.rows.count > 1) == !answer.ask.isEmpty, "round \(round), seed \(seed)")
        }
    }

    @Test func `a contradiction is pointed out only where its values are known`() throws {
        let crs = try #require(try RealContent.library.toxicity("crs")).grading
        var values = crs.inputs.map { _ in TableInput.unknown }
        values[try #require(crs.input(named: "pressors"))] = 1
        #expect(crs.contradictions(in: values).isEmpty)
        values[try #require(crs.input(named: "hypotension"))] = 0
        #expect(crs.contradictions(in: values).map(\.id) == ["pressor-without-hypotension"])
        values[try #require(crs.input(named: "hypotension"))] = 1
        #expect(crs.contradictions(in: values).isEmpty)
    }
}
