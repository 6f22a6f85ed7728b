import Clinical
import Course

/// Folding typed events into the state of a course.
struct FoldBenchmark {
    private let histories = ModelHistory.draw(1000, events: 300)
    private let fever = BodyTemperature(hundredthsCelsius: 3800)

    func run() throws(BenchmarkError) {
        for history in histories {
            let ending = ModelHistory.Ending(CourseState.fold(history.facts, fever: fever))
            guard ending == history.expected else {
                throw BenchmarkError("fold: \(ending), expected \(history.expected)")
            }
        }
        let (seconds, sum) = Stopwatch.measure(foldAll)
        let one = seconds / Double(histories.count)
        report(
            "Stepwell", "fold300",
            [("histories_per_s", 1 / one), ("us_per_history", one * 1e6), ("ns_per_event", one / 300 * 1e9)],
            checksum: sum)
    }

    @inline(never)
    private func foldAll() -> Int {
        var sum = 0
        for history in histories {
            let state = CourseState.fold(history.facts, fever: fever)
            sum += state.doses.count + Int(state.temperature)
        }
        return sum
    }
}
