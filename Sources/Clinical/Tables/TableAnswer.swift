/// What a table says about inputs of which some may be unknown.
public struct TableAnswer: Sendable {
    /// Every row that could be the answer, in the table's order; exactly one when the inputs suffice.
    public let rows: [Int]
    /// Inputs whose value would narrow the answer, the one that narrows most first.
    public let ask: [Int]
    /// The values the answer was found with, after ``TableInput/whenUnknown`` was applied.
    public let values: [Int]
    /// Inputs nobody gave that were read in the cautious way the content declares.
    public let assumed: [Int]
    /// What is known of inputs without a value: the first and last value they can have.
    public let bounds: [ClosedRange<Int>?]

    /// The one row that answers, or `nil` while several are possible.
    public var row: Int? { rows.count == 1 ? rows[0] : nil }
}

extension DecisionTable {
    /// Answers with missing inputs: the set of rows still possible, and what to ask next.
    ///
    /// Exact: a row is in the set if and only if some completion of the missing inputs makes it the answer.
    ///
    /// - Parameter values: One for each input; ``TableInput/unknown`` where nobody said. A value outside its
    ///   domain counts as unknown; intake refuses such values before.
    /// - Parameter bounds: For inputs without a value, the closed range it lies in; `nil` or a missing entry means any.
    /// - Parameter questions: Whether to rank what to ask next; costs some tens of microseconds.
    public func answer(
        _ values: [Int], within bounds: [ClosedRange<Int>?] = [], questions wanted: Bool = true
    ) -> TableAnswer {
        var filled = values
        var assumed: [Int] = []
        for (index, input) in inputs.enumerated() where filled[index] == TableInput.unknown {
            if let fallback = input.whenUnknown {
                filled[index] = fallback
                assumed.append(index)
            }
        }
        let found = possibleBits(filled, bounds)
        let relevant = assumed.filter { rowSet(possibleBits(filled, bounds, opening: $0)) != rowSet(found) }
        let possible = rows(of: found)
        return TableAnswer(
            rows: possible, ask: wanted && possible.count > 1 ? questions(filled, bounds, possible: possible) : [],
            values: filled, assumed: relevant, bounds: bounds)
    }

    /// Rows that some completion of the unknown inputs would choose, ascending.
    func possibleRows(_ values: [Int], within bounds: [ClosedRange<Int>?] = []) -> [Int] {
        rows(of: possibleBits(values, bounds))
    }

    /// The alternatives that some completion of the unknown inputs would choose.
    ///
    /// - Parameter opened: An input to take as unknown whatever its value.
    private func possibleBits(
        _ values: [Int], _ bounds: [ClosedRange<Int>?], opening opened: Int? = nil
    ) -> UInt64 {
        var alive = compiled.full
        for index in inputs.indices where index != opened {
            alive &= compiled.mask(input: index, value: values[index])
        }
        var found: UInt64 = 0
        collect(from: 0, values: values, bounds, opening: opened, alive: alive, found: &found)
        return found
    }

    private func collect(
        from start: Int, values: [Int], _ bounds: [ClosedRange<Int>?], opening opened: Int?, alive: UInt64,
        found: inout UInt64
    ) {
        // Everything alive may have been found already.
        guard alive & ~found != 0 else { return }
        var input = start
        while input < inputs.count {
            let matters = compiled.indifferent[input] & alive != alive
            if matters, input == opened || compiled.cell(input: input, value: values[input]) == nil { break }
            input += 1
        }
        guard input < inputs.count else {
            found |= 1 << UInt64(alive.trailingZeroBitCount)
            return
        }
        for cell in 0..<compiled.columns[input].cellCount where input == opened || reaches(input, cell, bounds) {
            let next = alive & compiled.mask(input: input, cell: cell)
            let seen = (0..<cell).contains {
                alive & compiled.mask(input: input, cell: $0) == next && (input == opened || reaches(input, $0, bounds))
            }
            if !seen { collect(from: input + 1, values: values, bounds, opening: opened, alive: next, found: &found) }
        }
    }

    /// Whether a cell holds a value that the input can still have.
    private func reaches(_ input: Int, _ cell: Int, _ bounds: [ClosedRange<Int>?]) -> Bool {
        guard input < bounds.count, let bound = bounds[input] else { return true }
        return compiled.cells[input][cell].contains { $0.overlaps(bound) }
    }

    private func rows(of bits: UInt64) -> [Int] {
        var rows: [Int] = []
        var rest = bits
        while rest != 0 {
            let row = Int(compiled.rowOfBit[rest.trailingZeroBitCount])
            if rows.last != row { rows.append(row) }
            rest &= rest - 1
        }
        return rows
    }

    /// The rows of some alternatives, one bit a row.
    private func rowSet(_ bits: UInt64) -> UInt64 {
        var set: UInt64 = 0
        var rest = bits
        while rest != 0 {
            set |= 1 << UInt64(compiled.rowOfBit[rest.trailingZeroBitCount])
            rest &= rest - 1
        }
        return set
    }

    /// Unknown inputs that can change the answer, best question first: the fewest answers left on average
    /// over the cells of the input, then fewest in the worst case, then the table's own order.
    private func questions(_ values: [Int], _ bounds: [ClosedRange<Int>?], possible: [Int]) -> [Int] {
        struct Score {
            let input: Int
            let average: Int
            let worst: Int
        }
        var scores: [Score] = []
        let before = answers(possible)
        for index in inputs.indices where compiled.cell(input: index, value: values[index]) == nil {
            if case .choice = inputs[index].origin { continue }
            var total = 0
            var worst = 0
            let cells = compiled.cells[index].indices.filter { reaches(index, $0, bounds) }
            for cell in cells {
                var tried = values
                tried[index] = compiled.cells[index][cell][0].lowerBound
                let left = answers(possibleRows(tried, within: bounds))
                total += left
                worst = max(worst, left)
            }
            // Integer average in thousandths, so that equal inputs always give equal order.
            guard !cells.isEmpty else { continue }
            let average = total * 1000 / cells.count
            if average < before * 1000 { scores.append(Score(input: index, average: average, worst: worst)) }
        }
        if scores.isEmpty {
            // No single input narrows the set alone; any that some possible row looks at still helps.
            return inputs.indices.filter { index in
                guard compiled.cell(input: index, value: values[index]) == nil else { return false }
                return possible.contains { row in
                    rows[row].when.contains { $0.contains { $0.input == index } }
                }
            }
        }
        return scores.sorted {
            ($0.average, $0.worst, $0.input) < ($1.average, $1.worst, $1.input)
        }.map(\.input)
    }

    private func answers(_ rows: [Int]) -> Int { Set(rows.map { self.rows[$0].outcome.answerKey }).count }
}
