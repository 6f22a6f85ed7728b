import Testing

@testable import Clinical

@Suite struct `Proof of a decision table` {
    /// Walks many random tables; `check` gets each with a label for messages.
    private func forTables(
        _ count: Int, _ test: String = #function, _ check: (inout RandomTables, String) throws -> Void
    ) rethrows {
        let seed = Seed.value(test)
        var tables = RandomTables(seed: seed)
        for round in 0..<count { try check(&tables, "round \(round), seed \(seed)") }
    }

    @Test func `a partition of the input space passes`() {
        forTables(400) { tables, label in
            let table = tables.partition()
            #expect(TableProof(table).defects == [], "\(label)")
        }
    }

    @Test func `a row taken out leaves a gap that holds exactly its points`() {
        forTables(300) { tables, label in
            let table = tables.partition()
            guard table.rows.count > 1 else { return }
            let removed = tables.random.below(table.rows.count)
            var rows = table.rows
            rows.remove(at: removed)
            let broken = table.with(rows: rows)
            var regions: [TableRegion] = []
            for defect in TableProof(broken).defects {
                guard case .gap(let region) = defect else {
                    Issue.record("only gaps were expected, found \(defect); \(label)")
                    continue
                }
                regions.append(region)
            }
            guard regions.count < 20 else { return }
            let wrong = broken.points.filter { point in
                regions.contains { broken.contains($0, point) } != (table.fitting(point) == [removed])
            }
            #expect(!regions.isEmpty && wrong.isEmpty, "\(wrong.prefix(3)) of row \(removed); \(label)")
        }
    }

    @Test func `a row laid over others yields exactly the points that two rows take, with their names`() {
        forTables(300) { tables, label in
            let table = tables.partition()
            var rows = table.rows
            let place = tables.random.below(rows.count + 1)
            let extra = DecisionTable.Row(
                id: "extra", when: [tables.box(table.inputs)], outcome: rows[0].outcome, citation: rows[0].citation)
            rows.insert(extra, at: place)
            let broken = table.with(rows: rows)
            var overlaps: [(region: TableRegion, rows: [String])] = []
            for defect in TableProof(broken).defects {
                guard case .overlap(let region, let names) = defect else {
                    Issue.record("only overlaps were expected, found \(defect); \(label)")
                    continue
                }
                overlaps.append((region, names))
            }
            guard overlaps.count < 20 else { return }
            let wrong = broken.points.filter { point in
                let found = overlaps.filter { broken.contains($0.region, point) }
                let fitting = broken.fitting(point)
                if fitting.count < 2 { return !found.isEmpty }
                return found.count != 1 || found[0].rows != fitting.map { broken.rows[$0].id }
            }
            #expect(!overlaps.isEmpty && wrong.isEmpty, "\(wrong.prefix(3)); \(label)")
        }
    }

    @Test func `with precedence, exactly the rows that never come first are unreachable`() {
        forTables(400) { tables, label in
            let table = tables.layered()
            let first = Set(table.points.compactMap { table.fitting($0).first })
            let expected = table.rows.indices.filter { !first.contains($0) }.map {
                TableDefect.unreachable(row: table.rows[$0].id)
            }
            #expect(TableProof(table).defects == expected, "\(label)")
        }
    }

    @Test func `random rows without a last catch-all show exactly the points that no row takes`() {
        forTables(400) { tables, label in
            let layered = tables.layered()
            guard layered.rows.count > 1 else { return }
            let table = layered.with(rows: layered.rows.dropLast())
            var regions: [TableRegion] = []
            for case .gap(let region) in TableProof(table).defects { regions.append(region) }
            guard regions.count < 20 else { return }
            let wrong = table.points.filter { point in
                regions.contains { table.contains($0, point) } != table.fitting(point).isEmpty
            }
            #expect(wrong.isEmpty, "\(wrong.prefix(3)); \(label)")
        }
    }

    @Test func `the region is named in the words of the questions`() {
        let tables = RandomTables(seed: 1)
        func input(_ name: String, _ domain: TableInput.Domain) -> TableInput {
            TableInput(
                name: name, domain: domain, origin: .key(name), question: "?", whenUnknown: nil, unknownNote: nil,
                labels: [], unknownWords: [])
        }
        let inputs = [
            input("last", .category(["step-up-1", "weekly"])),
            input("days", .number(lower: 0, upper: 100, decimals: 0, unit: .days)),
        ]
        let table = tables.table(
            inputs,
            [
                [[.init(input: 0, ranges: [0...0])]],
                [[.init(input: 0, ranges: [1...1]), .init(input: 1, ranges: [0...28])]],
                [[.init(input: 0, ranges: [1...1]), .init(input: 1, ranges: [28...28, 57...100])]],
            ], hit: .unique)
        let texts = TableProof(table).defects.map { defect in
            switch defect {
            case .gap(let region): "gap \(region)"
            case .overlap(let region, let rows): "\(rows) \(region)"
            case .unreachable(let row): "unreachable \(row)"
            }
        }
        #expect(
            texts.sorted() == ["[\"R1\", \"R2\"] last: weekly, days: 28 days", "gap last: weekly, days: 29 to 56 days"])
    }
}
