import Clinical
import Course
import Testing

@Suite struct `Nothing changes before the moment to wake` {
    /// Holds the advice at `now` against the advice just before the moment it names, and somewhere between.
    private func check(_ story: Story, at now: Instant, _ random: inout SplitMix64, _ label: String) {
        let advice = story.advice(at: now)
        let end: Instant
        if let wake = advice.wakeAt {
            #expect(wake > now, "\(label)")
            end = wake
        } else {
            end = now.adding(hours: 24 * 400)
        }
        let span = max(1, end.milliseconds - now.milliseconds)
        let between = Instant(milliseconds: now.milliseconds + Int64.random(in: 0..<span, using: &random))
        for moment in [Instant(milliseconds: end.milliseconds - 1), between] where moment > now {
            let then = story.advice(at: moment)
            #expect(
                then.standing == advice.standing,
                "\(label), from \(now) to \(moment), wake \(advice.wakeAt?.iso ?? "never")")
        }
    }

    @Test func `random histories at random moments after the last entry`() throws {
        let seed = Seed.value()
        var histories = RandomHistory(seed: seed)
        for round in 0..<250 {
            let story = try histories.story(2 + histories.random.below(14))
            let last = story.events.map(\.at).max() ?? story.events[0].at
            for _ in 0..<4 {
                let now = last.adding(minutes: histories.random.below(histories.random.pick([600, 10_000, 200_000])))
                check(story, at: now, &histories.random, "round \(round), seed \(seed)")
            }
        }
    }

    @Test func `from one wake to the next, through both nights on which the clock changes`() throws {
        let seed = Seed.value()
        var random = SplitMix64(seed: seed)
        for start in ["2026-03-05", "2026-10-29"] {
            let story = try Story("teclistamab", from: "\(start) 08:00").weight("70", "\(start) 08:30").dose(
                "step-up-1", "\(start) 10:15")
            var now = moment("\(start) 10:15")
            var wakes = 0
            while now < moment("\(start) 10:15").adding(hours: 24 * 40) {
                check(story, at: now, &random, "\(start), seed \(seed)")
                guard let wake = story.advice(at: now).wakeAt else { break }
                now = wake
                wakes += 1
            }
            #expect(wakes >= 40, "at least every midnight")
        }
    }

    @Test func `a weight grows too old at midnight also before the first dose`() throws {
        let story = try Story("teclistamab", from: "2026-10-01 08:00").weight("70", "2026-10-01 08:30")
        let fresh = story.advice("2026-10-31 23:00")
        #expect(!fresh.alertIDs.contains("weight-old"))
        #expect(fresh.wakeAt == moment("2026-11-01 00:00"))
        #expect(story.advice("2026-11-01 00:00").alertIDs.contains("weight-old"))
    }

    @Test func `the end of the risk window is a moment to wake`() throws {
        let story = try Story("teclistamab").weight("70", "2026-11-02 08:00").dose("step-up-1", "2026-11-02 10:00")
        var now = moment("2026-11-02 11:00")
        var seen: [Instant] = []
        while let wake = story.advice(at: now).wakeAt, wake <= moment("2026-11-06 00:00") {
            seen.append(wake)
            now = wake
        }
        #expect(seen.contains(moment("2026-11-05 10:00")), "72 h after the dose")
        #expect(seen.contains(moment("2026-11-04 10:00")), "the end of 48 h in hospital")
        #expect(seen.contains(moment("2026-11-03 00:00")), "midnight, when a day more has passed")
    }

    @Test func `a reaction that lasts 48 h is a moment to wake: the label's row changes then`() throws {
        let story = try Story("teclistamab").weight("70", "2026-11-02 08:00").dose("step-up-1", "2026-11-02 10:00")
            .grade("crs", 3, "2026-11-03 17:20")
        var now = moment("2026-11-03 17:30")
        while let wake = story.advice(at: now).wakeAt, wake < moment("2026-11-05 17:20") { now = wake }
        let before = story.advice(at: now)
        #expect(before.wakeAt == moment("2026-11-05 17:20") && !before.alertIDs.contains("toxicity-discontinue"))
        #expect(story.advice("2026-11-05 17:20").alertIDs.contains("toxicity-discontinue"))
    }
}
