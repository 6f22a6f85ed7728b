@testable import Clinical

/// Small decision tables made at random, and plain answers to hold the compiled ones against.
struct RandomTables {
    var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// Two to four questions with few enough values that every combination can be walked.
    mutating func inputs() -> [TableInput] {
        (0..<(2 + random.below(3))).map { index in
            let domain: TableInput.Domain
            if random.chance(1, in: 2) {
                let lower = random.below(5) - 2
                domain = .number(lower: lower, upper: lower + 1 + random.below(7), decimals: 0, unit: .days)
            } else {
                domain = .category(["a", "b", "c", "d"].dropLast(random.below(3)))
            }
            return TableInput(
                name: "q\(index)", domain: domain, origin: .key("q\(index)"), question: "?", whenUnknown: nil,
                unknownNote: nil, labels: [], unknownWords: [])
        }
    }

    /// A table without gap or overlap: the whole space split again and again, the pieces dealt out to rows.
    mutating func partition(hit: DecisionTable.HitPolicy = .unique) -> DecisionTable {
        let inputs = inputs()
        var pieces = [inputs.map { $0.domain.lower...($0.domain.lower + $0.domain.count - 1) }]
        for _ in 0..<(1 + random.below(6)) {
            let piece = random.below(pieces.count)
            let input = random.below(inputs.count)
            let range = pieces[piece][input]
            guard range.count > 1 else { continue }
            let cut = range.lowerBound + random.below(range.count - 1)
            var upper = pieces[piece]
            upper[input] = (cut + 1)...range.upperBound
            pieces[piece][input] = range.lowerBound...cut
            pieces.append(upper)
        }
        let count = max(1, pieces.count - random.below(2))
        var rows: [[[DecisionTable.Condition]]] = Array(repeating: [], count: count)
        for (index, piece) in pieces.shuffled(using: &random).enumerated() {
            rows[index % count].append(conditions(piece, inputs: inputs))
        }
        return table(inputs, rows, hit: hit)
    }

    /// Rows that overlap freely; the last one takes everything that is left.
    mutating func layered() -> DecisionTable {
        let inputs = inputs()
        var rows = (0..<(1 + random.below(6))).map { _ in
            (0...random.below(2)).map { _ in box(inputs) }
        }
        rows.append([[]])
        return table(inputs, rows, hit: .worst)
    }

    /// A random block of the input space; some questions are left out, some have two ranges.
    mutating func box(_ inputs: [TableInput]) -> [DecisionTable.Condition] {
        var conditions: [DecisionTable.Condition] = []
        for (index, input) in inputs.enumerated() where random.chance(2, in: 3) {
            var allowed = (0..<input.domain.count).filter { _ in random.chance(1, in: 2) }
            if allowed.isEmpty { allowed = [random.below(input.domain.count)] }
            var ranges: [ClosedRange<Int>] = []
            for value in allowed.map({ $0 + input.domain.lower }) {
                if let last = ranges.last, last.upperBound + 1 == value {
                    ranges[ranges.count - 1] = last.lowerBound...value
                } else {
                    ranges.append(value...value)
                }
            }
            conditions.append(DecisionTable.Condition(input: index, ranges: ranges))
        }
        return conditions
    }

    /// A range that covers the whole question is left out at random: both ways mean the same.
    private mutating func conditions(_ piece: [ClosedRange<Int>], inputs: [TableInput]) -> [DecisionTable.Condition] {
        piece.enumerated().compactMap { index, range in
            if range.count == inputs[index].domain.count, random.chance(3, in: 4) { return nil }
            return DecisionTable.Condition(input: index, ranges: [range])
        }
    }

    func table(
        _ inputs: [TableInput], _ rows: [[[DecisionTable.Condition]]], hit: DecisionTable.HitPolicy
    ) -> DecisionTable {
        let source = Source(id: "s", title: "s", by: nil, revised: nil, level: .label, url: nil, note: nil)
        let citation = Citation(source: source, place: "", level: .label, note: nil)
        return DecisionTable(
            id: "t", title: "t", kind: .triage, hit: hit, inputs: inputs,
            rows: rows.enumerated().map { index, when in
                var outcome = Outcome()
                outcome.action = "answer \(index)"
                return DecisionTable.Row(id: "R\(index)", when: when, outcome: outcome, citation: citation)
            }, outdated: nil, scale: nil, file: "t.yaml")
    }
}

extension DecisionTable {
    /// Every combination of values.
    var points: [[Int]] {
        var points: [[Int]] = [[]]
        for input in inputs {
            let values = input.domain.lower..<(input.domain.lower + input.domain.count)
            points = points.flatMap { point in values.map { point + [$0] } }
        }
        return points
    }

    /// Every row whose conditions hold, read straight from the rows.
    func fitting(_ point: [Int]) -> [Int] {
        rows.indices.filter { row in
            rows[row].when.contains { $0.allSatisfy { $0.allows(point[$0.input]) } }
        }
    }

    /// This table with other rows.
    func with(rows: [Row]) -> DecisionTable {
        DecisionTable(
            id: id, title: title, kind: kind, hit: hit, inputs: inputs, rows: rows, outdated: nil, scale: nil,
            file: file)
    }

    func contains(_ region: TableRegion, _ point: [Int]) -> Bool {
        region.parts.allSatisfy { part in
            guard let input = input(named: part.input) else { return false }
            return part.ranges.contains { $0.contains(point[input]) }
        }
    }
}
