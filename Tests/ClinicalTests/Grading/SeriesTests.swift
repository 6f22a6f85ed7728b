import Testing

@testable import Clinical

@Suite struct `Counting days` {
    private func measure(_ count: SeriesMeasure.Count, bridge: Int, last: Int) -> SeriesMeasure {
        let low: Int? = count == .longestRun || count == .cumulative ? 500 : nil
        return SeriesMeasure(series: "anc", count: count, low: low, days: 0...last, bridge: bridge)
    }

    private func reading(_ days: [Bool?]) -> SeriesReading {
        var values: [Int: Int] = [:]
        for (day, low) in days.enumerated() { values[day] = low.map { $0 ? 500 : 501 } }
        return SeriesReading(key: "anc", values: values, through: nil)
    }

    /// Counted another way: recovered days inside a run are painted low first, then runs of equal days are read off.
    private func plain(_ days: [Bool], _ count: SeriesMeasure.Count, bridge: Int) -> Int {
        var painted = days
        let low = days.indices.filter { days[$0] }
        for (first, next) in zip(low, low.dropFirst()) where next - first - 1 < bridge {
            for day in first...next { painted[day] = true }
        }
        let runs = painted.split(separator: false).map(\.count)
        return count == .longestRun ? runs.max() ?? 0 : runs.reduce(0, +)
    }

    private func completions(_ days: [Bool?]) -> [[Bool]] {
        days.reduce([[]]) { found, day in
            found.flatMap { start in (day.map { [$0] } ?? [true, false]).map { start + [$0] } }
        }
    }

    @Test(arguments: [SeriesMeasure.Count.longestRun, .cumulative])
    func `the bounds are those of every way the unmeasured days could have been`(count: SeriesMeasure.Count) {
        let seed = Seed.value()
        var random = SplitMix64(seed: seed)
        for round in 0..<300 {
            let days: [Bool?] = (0..<10).map { _ in random.pick([true, false, nil, true, false]) }
            let bridge = 1 + random.below(4)
            let ways = completions(days).map { plain($0, count, bridge: bridge) }
            let found = reading(days).bounds(of: measure(count, bridge: bridge, last: 9))
            #expect(found?.lowerBound == ways.min() && found?.upperBound == ways.max(), "round \(round), seed \(seed)")
        }
    }

    @Test func `fewer than three recovered days do not part a run, three do`() {
        let two = reading([true, false, false, true])
        let three = reading([true, false, false, false, true])
        #expect(two.bounds(of: measure(.longestRun, bridge: 3, last: 3)) == 4...4)
        #expect(three.bounds(of: measure(.longestRun, bridge: 3, last: 4)) == 1...1)
        #expect(three.bounds(of: measure(.cumulative, bridge: 3, last: 4)) == 2...2)
    }

    @Test func `days that have not come are not open`() {
        let open = SeriesReading(key: "anc", values: [0: 400, 1: 400], through: nil)
        let soFar = SeriesReading(key: "anc", values: [0: 400, 1: 400], through: 1)
        #expect(open.bounds(of: measure(.longestRun, bridge: 3, last: 30)) == 2...31)
        #expect(soFar.bounds(of: measure(.longestRun, bridge: 3, last: 30)) == 2...2)
    }

    @Test func `unmeasured days between two low ones are bridged, others are not`() {
        let read = reading([nil, true, nil, nil, true, nil, false, nil, true, nil])
        let days = measure(.cumulative, bridge: 1, last: 9)
        #expect(read.bridged(days) == 5 && read.filled(days) == 2)
        #expect(read.unmeasured(days) == [0, 2, 3, 5, 7, 9])
    }

    @Test func `with one value the second lowest is at least the lowest`() {
        let one = SeriesReading(key: "anc", values: [40: 900], through: nil)
        let second = SeriesMeasure(series: "anc", count: .secondLowest, low: nil, days: 31...100, bridge: 1)
        #expect(one.bounds(of: second)?.lowerBound == 900)
        #expect(SeriesReading(key: "anc", values: [:], through: nil).bounds(of: second) == nil)
    }
}
