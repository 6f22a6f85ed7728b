/// What an answer makes of days without a value.
extension DecisionTable {
    /// Whether the table counts in lists of day values.
    public var countsDays: Bool { inputs.contains { if case .series = $0.origin { true } else { false } } }

    /// Whether the table counts in this list.
    public func counts(in key: String) -> Bool {
        inputs.contains { if case .series(let measure) = $0.origin { measure.series == key } else { false } }
    }

    /// Days without a value on which the answer depends, the one whose value would narrow it most first.
    public func gaps(_ reading: SeriesReading, answer: TableAnswer) -> [Int] {
        guard answer.rows.count > 1 else { return [] }
        let looked = Set(answer.rows.flatMap { rows[$0].when.flatMap { $0.map(\.input) } })
        var days: Set<Int> = []
        var lows: [Int] = []
        for index in inputs.indices where looked.contains(index) && isOpen(index, answer) {
            guard case .series(let measure) = inputs[index].origin, measure.series == reading.key, let low = measure.low
            else { continue }
            days.formUnion(reading.unmeasured(measure))
            lows.append(low)
        }
        guard let lowest = lows.min(), let highest = lows.max() else { return [] }
        let ranked = days.sorted().map { day in
            let left = [lowest, highest + 1].map { value in
                possibleCount(reading.adding(value, on: day), answer)
            }
            return (day: day, left: left.reduce(0, +))
        }
        return ranked.sorted { ($0.left, $0.day) < ($1.left, $1.day) }.map(\.day)
    }

    /// The answer with every stretch of unmeasured days between two low values read as low, and how many days that
    /// fills; `nil` where nothing was unmeasured.
    public func bridging(_ answer: TableAnswer, _ readings: [SeriesReading]) -> (answer: TableAnswer, filled: Int)? {
        var values = answer.values
        var filled = 0
        var changed = false
        for index in inputs.indices where isOpen(index, answer) {
            guard case .series(let measure) = inputs[index].origin,
                let reading = readings.first(where: { $0.key == measure.series }),
                let value = reading.bridged(measure)
            else { continue }
            values[index] = value
            filled = max(filled, reading.filled(measure))
            changed = true
        }
        return changed ? (self.answer(values, questions: false), filled) : nil
    }

    private func isOpen(_ index: Int, _ answer: TableAnswer) -> Bool { answer.values[index] == TableInput.unknown }

    private func possibleCount(_ reading: SeriesReading, _ answer: TableAnswer) -> Int {
        var given = answer.values
        for index in inputs.indices {
            if case .series(let measure) = inputs[index].origin, measure.series == reading.key {
                given[index] = TableInput.unknown
            }
        }
        let findings = deriving(given, from: [reading])
        return Set(self.answer(findings, questions: false).rows.map { rows[$0].outcome.answerKey }).count
    }
}
