import JSONText
import Testing

@testable import Clinical

@Suite struct `Scales of the content` {
    private func read(_ scale: String, table: Int = 0, _ given: String) throws -> Findings {
        let scale = try #require(try RealContent.library.scale(scale))
        let part = scale.parts[0]
        return try scale.intake(part, part.tables[table]).findings(JSON.parse(given), untilSigned: scale.choices)
    }

    @Test(
        arguments: [
            ("icaht", #"{"anc":[{"day":3,"perUl":0.5}]}"#, "anc[0].perUl", "field.out-of-range", "(perNl)?"),
            ("icaht", #"{"anc":[{"day":-1,"perUl":500}]}"#, "anc[0].day", "field.out-of-range", "since the infusion"),
            ("icaht", #"{"anc":[{"perUl":500}]}"#, "anc[0].day", "field.out-of-range", ""),
            ("icaht", #"{"anc":[{"day":1,"perMl":5}]}"#, "anc[0].perMl", "field.unknown", ""),
            ("icaht", #"{"anc":[{"day":1,"perUl":500,"perNl":0.5}]}"#, "anc[0]", "field.twice", ""),
            ("icaht", #"{"anc":{"1":500}}"#, "anc", "field.kind", "perUl"),
            ("icaht", #"{"anc":[7]}"#, "anc[0]", "field.kind", ""),
            ("icaht", #"{"anc":[],"throughDay":-3}"#, "throughDay", "field.out-of-range", ""),
            ("icaht", #"{"ank":[]}"#, "ank", "field.unknown", ""),
            (
                "car-hematotox", #"{"plateletsPerNl":110000}"#, "plateletsPerNl", "field.out-of-range",
                "(plateletsPerUl)?"
            ),
            ("car-hematotox", #"{"plateletsPerNl":-1}"#, "plateletsPerNl", "field.out-of-range", "0 to 3000"),
            ("car-hematotox", #"{"plateletsPerNl":100,"plateletsPerUl":100000}"#, "plateletsPerNl", "field.twice", ""),
            ("car-hematotox", #"{"plateletsPerNl":"many"}"#, "plateletsPerNl", "field.number", "a number"),
        ] as [(String, String, String, String, String)])
    func `what cannot be is refused, and mixed-up units are asked about`(
        scale: String, given: String, field: String, code: String, hint: String
    ) throws {
        let wrong = #expect(throws: FieldError.self) { try read(scale, given) }
        #expect(wrong?.field == field && wrong?.code == code, "\(String(describing: wrong))")
        #expect(hint.isEmpty || wrong?.allowed.contains(hint) == true, "\(String(describing: wrong))")
    }

    @Test func `the same amount in two units is the same value`() throws {
        for (scale, table, first, second) in [
            ("car-hematotox", 0, #"{"plateletsPerNl":75.5}"#, #"{"plateletsPerUl":75500}"#),
            ("car-hematotox", 1, #"{"ancPerUl":1200}"#, #"{"ancPerNl":1.2}"#),
            ("car-hematotox", 2, #"{"hemoglobinGPerDl":9.1}"#, #"{"hemoglobinGPerL":91}"#),
            ("car-hematotox", 3, #"{"crpMgPerDl":2.5}"#, #"{"crpMgPerL":25}"#),
            ("car-hematotox", 4, #"{"ferritinNgPerMl":800}"#, #"{"ferritinUgPerL":800}"#),
        ] {
            let left = try read(scale, table: table, first).values[0]
            #expect(try left == read(scale, table: table, second).values[0] && left != TableInput.unknown, "\(first)")
        }
    }

    @Test(arguments: [(120, 40, 3000), (121, 40, 3025), (1201, 400, 3005), (1199, 400, 2995), (0, 40, 0), (1, 3, 335)])
    func `a ratio is exact in hundredths and otherwise lies between two`(value: Int, to: Int, thousandths: Int) {
        let exact = value * 100 % to == 0
        let found = DecisionTable.ratio(value, to)
        #expect(found == (exact ? value * 100 / to * 10 : value * 100 / to * 10 + 5))
        #expect(found == thousandths || !exact)
    }

    @Test(arguments: [
        ("alt-ast-increased-5", "T5-2", "more than 3 to 5 times"),
        ("alt-ast-increased-5", "T5-4", "more than 20 times"),
        ("fibrinogen-decreased-5", "B5-4", "below 0.25 times"),
        ("fibrinogen-decreased-5", "B5-3", "0.25 to below 0.5 times"),
        ("fibrinogen-decreased-5", "B5-0", "1 times or more"),
    ])
    func `multiples are worded as the criteria print them`(part: String, row: String, words: String) throws {
        let found = try #require(try RealContent.library.scale("ctcae")?.parts.first { $0.id == part })
        let table = found.tables[0]
        let condition = try #require(
            table.rows.first { $0.id == row }?.when.first?.last { table.inputs[$0.input].isDerived && $0.input > 1 })
        let ratio = try #require(condition.ranges.first)
        #expect(table.inputs[condition.input].describe(ratio) == words)
    }

    @Test func `a score with missing items has exactly the sums of some completion`() throws {
        let scale = try #require(try RealContent.library.scale("car-hematotox"))
        guard case .points(let score) = scale.parts[0].method else {
            Issue.record("CAR-HEMATOTOX is no score")
            return
        }
        let seed = Seed.value()
        var random = SplitMix64(seed: seed)
        for round in 0..<200 {
            let findings = score.items.map { item in
                let known = random.chance(1, in: 2)
                return Findings(
                    values: item.inputs.map { input in
                        if case .choice = input.origin { return 0 }
                        return known
                            ? input.domain.lower + random.below(min(input.domain.count, 3000)) : TableInput.unknown
                    })
            }
            let answer = score.answer(findings)
            let points = zip(score.items, findings).map { item, given in
                item.rows.indices.filter { row in
                    item.answer(given).rows.contains(row)
                }.compactMap { item.rows[$0].outcome.points }
            }
            let sums = points.reduce([0]) { found, item in found.flatMap { sum in item.map { sum + $0 } } }
            #expect(answer.totals == Set(sums).sorted(), "round \(round), seed \(seed)")
            #expect((answer.totals.count > 1) == !answer.ask.isEmpty, "round \(round), seed \(seed)")
            let categories = Set(answer.totals.map { $0 >= 2 ? "high" : "low" })
            #expect(Set(answer.categories.compactMap { score.categories.rows[$0].outcome.category }) == categories)
        }
    }

    @Test func `every term and version stands once`() throws {
        for scale in try RealContent.library.scales {
            let names = scale.parts.flatMap { part in
                (part.versions.isEmpty ? [""] : part.versions).map { "\(part.term) \($0)" }
            }
            #expect(Set(names).count == names.count, "\(scale.id)")
        }
    }

    @Test func `no grade of IEC-HS claims to be verified`() throws {
        let scale = try #require(try RealContent.library.scale("iec-hs"))
        let levels = scale.parts.flatMap(\.tables).flatMap(\.rows).map(\.citation.level)
        #expect(!levels.isEmpty && levels.allSatisfy { $0 == .unverified })
    }
}
