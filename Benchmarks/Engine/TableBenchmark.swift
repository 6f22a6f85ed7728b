import Clinical

/// Decision tables read from content, beside the same rules written by hand.
struct TableBenchmark {
    static let checksum = 1_286_113
    private let restart: DecisionTable
    private let grade: DecisionTable
    /// What each row adds to the code of an answer.
    private let actionOfRow: [Int]
    private let gradeOfRow: [Int]
    private let inputs = ModelInput.draw(100_000)

    init(_ library: ContentLibrary) throws(BenchmarkError) {
        guard let restart = library.therapy("model")?.table("restart"), let grade = library.toxicity("crs")?.grading
        else {
            throw BenchmarkError("the benchmark content lacks its restart table or its grading")
        }
        self.restart = restart
        self.grade = grade
        actionOfRow = restart.rows.map { row in
            switch (row.outcome.action, row.outcome.dose) {
            case ("repeat", _): 1
            case ("restart", "step-up-2"): 2
            case ("restart", _): 3
            default: 0
            }
        }
        gradeOfRow = grade.rows.map { $0.outcome.grade ?? 0 }
    }

    func run() throws(BenchmarkError) {
        let count = Double(inputs.count)
        for (name, work) in [("Stepwell", askTables), ("Swift-switch", askSwitch)] {
            let (seconds, sum) = Stopwatch.measure(work)
            guard sum == Self.checksum else {
                throw BenchmarkError("\(name): checksum \(sum), expected \(Self.checksum)")
            }
            report(
                name, "eval", [("evals_per_s", count / seconds), ("ns_per_eval", seconds / count * 1e9)], checksum: sum)
        }
    }

    @inline(never)
    private func askTables() -> Int {
        var sum = 0
        for input in inputs {
            let delay: [2 of Int] = [Int(input.phase.rawValue), Int(input.gapDays)]
            let signs: [4 of Int] = [
                Int(input.temperature), input.masked ? 1 : 0, Int(input.hypotension.rawValue),
                Int(input.hypoxia.rawValue),
            ]
            guard let row = restart.row(for: delay.span), let graded = grade.row(for: signs.span) else { return -1 }
            sum += 8 * gradeOfRow[graded] + actionOfRow[row]
        }
        return sum
    }

    @inline(never)
    private func askSwitch() -> Int {
        var sum = 0
        for input in inputs { sum += Self.byHand(input) }
        return sum
    }

    /// Never inlined, as in the C yardstick: one question at a time, not a loop the optimizer can take apart.
    @inline(never)
    private static func byHand(_ input: ModelInput) -> Int {
        let action =
            switch (input.phase, input.gapDays) {
            case (.stepUp1, ...7), (.stepUp2, ...7), (.weekly, ...28), (.biweekly, ...63): 0
            case (.stepUp2, 8...28): 1
            case (.weekly, 29...56), (.biweekly, 64...112): 2
            default: 3
            }
        let grade =
            switch (input.temperature >= 3800 || input.masked, input.hypotension, input.hypoxia) {
            case (false, _, _): 0
            case (_, .most, _), (_, _, .most): 4
            case (_, .high, _), (_, _, .high): 3
            case (_, .low, _), (_, _, .low): 2
            default: 1
            }
        return 8 * grade + action
    }
}
