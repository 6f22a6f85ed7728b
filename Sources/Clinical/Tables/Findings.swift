/// What a person gave, as the values of a table's inputs.
public struct Findings: Sendable {
    /// One for each input, ``TableInput/unknown`` where nobody said.
    public let values: [Int]
    /// What is known of inputs without a value.
    public let bounds: [ClosedRange<Int>?]
    public let series: [SeriesReading]

    public init(values: [Int], bounds: [ClosedRange<Int>?] = [], series: [SeriesReading] = []) {
        self.values = values
        self.bounds = bounds
        self.series = series
    }
}

extension DecisionTable {
    public func answer(_ findings: Findings, questions: Bool = true) -> TableAnswer {
        answer(findings.values, within: findings.bounds, questions: questions)
    }

    /// Works out the inputs that nobody is asked for.
    func deriving(_ given: [Int], from readings: [SeriesReading]) -> Findings {
        var values = given
        var bounds: [ClosedRange<Int>?] = []
        for (index, input) in inputs.enumerated() {
            switch input.origin {
            case .series(let measure):
                guard let reading = readings.first(where: { $0.key == measure.series }),
                    let found = reading.bounds(of: measure)
                else { continue }
                let inside = clamped(found.lowerBound, input)...clamped(found.upperBound, input)
                guard inside.count > 1 else {
                    values[index] = inside.lowerBound
                    continue
                }
                if bounds.isEmpty { bounds = Array(repeating: nil, count: inputs.count) }
                bounds[index] = inside
            case .below(let of, let limit):
                guard let value = known(of, values), let limit = known(limit, values) else { continue }
                values[index] = value < limit ? 1 : 0
            case .ratio(let of, let to):
                guard let value = known(of, values), let to = known(to, values), to > 0 else { continue }
                values[index] = clamped(Self.ratio(value, to), input)
            default: continue
            }
        }
        return Findings(values: values, bounds: bounds, series: readings)
    }

    /// How many times `to` goes into `value`, in thousandths: whole hundredths are exact, 5 behind them says that
    /// the value lies between two.
    static func ratio(_ value: Int, _ to: Int) -> Int {
        let (hundredfold, overflow) = value.multipliedReportingOverflow(by: 100)
        guard !overflow else { return .max }
        return hundredfold / to * 10 + (hundredfold % to == 0 ? 0 : 5)
    }

    private func known(_ name: String, _ values: [Int]) -> Int? {
        guard let index = input(named: name), values[index] != TableInput.unknown else { return nil }
        return values[index]
    }

    private func clamped(_ value: Int, _ input: TableInput) -> Int {
        min(max(value, input.domain.lower), input.domain.lower + input.domain.count - 1)
    }

    /// The keys a person can answer so that this input becomes known.
    func askKeys(_ index: Int, values: [Int]) -> [String] {
        func keys(_ names: [String]) -> [String] {
            names.compactMap { input(named: $0) }.filter { values[$0] == TableInput.unknown }.map { inputs[$0].key }
        }
        switch inputs[index].origin {
        case .below(let of, let limit): return keys([of, limit])
        case .ratio(let of, let to): return keys([of, to])
        default: return [inputs[index].key]
        }
    }

    /// What to ask, best question first, each key once.
    public func keys(of answer: TableAnswer) -> [String] {
        var found: [String] = []
        for index in answer.ask {
            for key in askKeys(index, values: answer.values) where !found.contains(key) { found.append(key) }
        }
        return found
    }
}
