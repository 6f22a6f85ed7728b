import Testing

@testable import Clinical

@Suite struct `What is not known never lowers a grade` {
    /// Questions that the content reads as "no" when nobody answered, with a note saying so: a dead patient is not missed
    /// for want of an answer.
    private let readAsNo: Set<String> = ["death"]

    private func worst(_ grader: Grader, _ values: [Int], _ open: ArraySlice<Int>) -> Int {
        guard let input = open.first else { return grader.rank(values) ?? Int.min }
        var result = Int.min
        for sample in grader.samples(input) {
            var tried = values
            tried[input] = sample
            result = max(result, worst(grader, tried, open.dropFirst()))
        }
        return result
    }

    @Test(arguments: ["crs", "icans"])
    func `the worst row still possible is the worst completion, so a single row is never too low`(id: String) throws {
        let grader = try Grader(id)
        let seed = Seed.value("\(#function) \(id)")
        var random = SplitMix64(seed: seed)
        let samples = grader.table.inputs.indices.map { grader.samples($0) }
        for _ in 0..<400 {
            var values = samples.map { random.pick($0) }
            var open: [Int] = []
            for _ in 0..<3 {
                let input = random.below(values.count)
                guard !readAsNo.contains(grader.table.inputs[input].name), !open.contains(input) else { continue }
                values[input] = TableInput.unknown
                open.append(input)
            }
            let answer = grader.table.answer(values)
            let possible = answer.rows.map { grader.table.rows[$0].outcome.severity }.max()
            #expect(possible == worst(grader, values, open[...]), "\(values), seed \(seed)")
            #expect(answer.row == nil || answer.ask.isEmpty)
        }
    }

    @Test(arguments: ["crs", "icans"])
    func `an unknown read in the content's cautious way is named beside the answer`(id: String) throws {
        let grader = try Grader(id)
        let assuming = grader.table.inputs.indices.filter { grader.table.inputs[$0].whenUnknown != nil }
        #expect(assuming.allSatisfy { grader.table.inputs[$0].unknownNote != nil })
        let answer = try grader.answer(id == "crs" ? #"{"temperatureC":38.6}"# : #"{"ice":8}"#)
        let named = answer.assumed.map { grader.table.inputs[$0].name }
        #expect(named.contains("death") && named.contains("other-cause"))
        let told = try grader.answer(
            id == "crs" ? #"{"temperatureC":38.6,"death":false}"# : #"{"ice":8,"death":false}"#)
        #expect(!told.assumed.map { grader.table.inputs[$0].name }.contains("death"))
    }

    @Test func `only a question whose no cannot lower a grade unseen is read as no`() throws {
        for id in ["crs", "icans"] {
            let inputs = try Grader(id).table.inputs.filter { $0.whenUnknown == 0 && $0.name != "oxygen-reason" }
            #expect(inputs.map(\.name) == ["death", "other-cause"], "\(id)")
        }
    }

    @Test func `global aphasia that nobody asked about leaves grade 3 possible`() throws {
        let grader = try Grader("icans")
        let answer = try grader.answer(
            #"{"ice":8,"arousal":"spontaneous","seizure":"none","deepFocalWeakness":false,"edema":"none","icpSigns":[]}"#
        )
        #expect(grader.words(answer) == "grade 3|grade 1")
        #expect(answer.ask.first == (try grader.position("aphasia")))
    }

    @Test func `oxygen for a reason nobody gave counts as for low oxygen`() throws {
        let grader = try Grader("crs")
        let given = #"{"temperatureC":38.6,"hypotension":false,"vasopressors":[],"oxygen":{"device":"cpap"}}"#
        #expect(grader.words(try grader.answer(given)) == "grade 4")
    }

    @Test func `a fever alone leaves every grade open and asks on`() throws {
        let grader = try Grader("crs")
        let answer = try grader.answer(#"{"temperatureC":38.6}"#)
        #expect(grader.words(answer) == "grade 4|grade 3|grade 2|grade 1")
        #expect(answer.ask.count >= 3)
    }

    @Test func `an examination with one item not tested has no score`() throws {
        let grader = try Grader("icans")
        let items =
            #"{"iceItems":{"year":1,"month":1,"city":1,"hospital":1,"naming":3,"command":1,"writing":1,"counting":null}}"#
        let answer = try grader.answer(items)
        #expect(answer.row == nil)
        #expect(answer.ask.contains(try grader.position("ice")))
    }
}
