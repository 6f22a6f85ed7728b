import Clinical
import Course
import JSONText
import Testing

@Suite struct `Folding a record` {
    @Test func `every prefix of a random record folds, advises and never traps`() throws {
        let seed = Seed.value()
        var histories = RandomHistory(seed: seed)
        var unreadable = 0
        for round in 0..<120 {
            let story = try histories.story(20)
            let reader = EventReader(story.protocols)
            let advisor = Advisor(story.protocols, rules: SiteRules(zone: .chicago))
            for length in 0...story.events.count {
                let chart = reader.chart(Array(story.events.prefix(length)))
                let state = chart.state(fever: story.fever)
                #expect(state.count == chart.standing.count, "round \(round), seed \(seed)")
                let seen = Set(
                    chart.facts.map { Int($0.version) } + chart.unreadable.map(\.version) + chart.struck.map { Int($0) }
                )
                #expect(seen.isSuperset(of: 1..<(length + 1)), "round \(round), seed \(seed)")
                // Also asked about moments before its last entries, and long after.
                for now in [
                    story.events[0].at, story.events[max(0, length - 1)].at, story.events[0].at.adding(hours: 24 * 900),
                ] {
                    let advice = advisor.advise(chart, state, now: now)
                    #expect(advice.wakeAt.map { $0 > now } ?? true, "round \(round), seed \(seed)")
                }
                unreadable += chart.unreadable.count
            }
        }
        #expect(unreadable > 0, "some entries must be unreadable, or the test has no teeth")
    }

    @Test func `the same facts give the same state, in pieces or at once`() throws {
        let seed = Seed.value()
        var histories = RandomHistory(seed: seed)
        for round in 0..<80 {
            let story = try histories.story(20)
            let first = "\(story.state)"
            #expect("\(story.state)" == first, "round \(round), seed \(seed)")
            // Another collection type takes another path through the fold.
            let lazily = CourseState.fold(story.chart.standing.lazy.filter { _ in true }.map { $0 }, fever: story.fever)
            let slowly = CourseState.fold(AnyCollection(story.chart.standing), fever: story.fever)
            #expect("\(lazily)" == first && "\(slowly)" == first, "round \(round), seed \(seed)")
        }
    }

    @Test func `entries recorded late take their place by time`() throws {
        let seed = Seed.value()
        var histories = RandomHistory(seed: seed)
        for round in 0..<80 {
            let facts = try histories.story(20).chart.facts
            let sorted = zip(facts, facts.dropFirst()).allSatisfy {
                ($0.at.milliseconds, $0.version) < ($1.at.milliseconds, $1.version)
            }
            #expect(sorted, "round \(round), seed \(seed)")
        }
        let story = try Story("teclistamab").dose("step-up-2", "2026-11-05 10:00").dose("step-up-1", "2026-11-02 10:00")
        #expect(story.state.doses.map(\.version) == [4, 3] && story.state.lastDose?.version == 3)
        #expect(story.contradictions.map(\.kind) == [.weightMissing], "in their true order the doses fit the plan")
    }

    @Test func `a fever recorded late belongs to the dose before it`() throws {
        let story = try Story("teclistamab").weight("70", "2026-11-02 08:00").dose("step-up-1", "2026-11-02 10:00")
            .dose("step-up-2", "2026-11-05 10:00")
        #expect(story.temperature("39", "2026-11-04 10:00").state.feverAt == nil)
        #expect(story.temperature("39", "2026-11-06 10:00").state.feverAt == moment("2026-11-06 10:00"))
    }

    @Test func `a corrected entry does not count and stays visible`() throws {
        let story = try Story("teclistamab").weight("70", "2026-11-02 08:00").dose("step-up-1", "2026-11-02 10:00")
            .temperature("39.5", "2026-11-03 10:00")
        #expect(story.state.feverAt != nil)
        let corrected = story.corrects(5, "2026-11-03 11:00")
        #expect(corrected.state.feverAt == nil && corrected.state.temperatureAt == nil)
        #expect(corrected.chart.struck == [5])
        #expect(
            corrected.chart.facts.map(\.version) == [1, 2, 3, 4, 5, 6]
                && corrected.chart.standing.map(\.version) == [1, 2, 3, 4, 6])
        #expect(corrected.chart.texts.last == "wrong patient")
        #expect(corrected.advice("2026-11-03 12:00").alertIDs.isEmpty)
    }

    @Test func `striking an entry equals never having recorded it`() throws {
        let seed = Seed.value()
        var histories = RandomHistory(seed: seed)
        for round in 0..<60 {
            var story = try histories.story(12)
            let version = 3 + histories.random.below(story.events.count - 2)
            // Striking a start changes the therapy, which has its own tests.
            let type = story.events[version - 1].type
            guard type != "corrected", type != "course-started",
                !story.chart.unreadable.contains(where: { $0.version == version })
            else { continue }
            let without = story.chart.standing.filter { $0.version != Int32(version) }
            let expected = CourseState.fold(without, fever: story.fever)
            story.tell(
                "corrected", at: story.events.map(\.at).max() ?? story.events[0].at,
                ["version": .int(version), "why": "wrong"])
            var state = story.state
            // The correction itself is one fact more.
            state.count -= 1
            state.lastAt = expected.lastAt
            #expect("\(state)" == "\(expected)", "round \(round), version \(version), seed \(seed)")
        }
    }

    @Test func `a correction of an entry that is not there changes nothing`() throws {
        let story = try Story("teclistamab").weight("70", "2026-11-02 08:00")
        #expect(story.corrects(99, "2026-11-02 09:00").state.weight == BodyWeight(grams: 70_000))
        let ahead = story.corrects(5, "2026-11-02 09:00").weight("71", "2026-11-02 10:00")
        #expect(ahead.state.weight == BodyWeight(grams: 71_000), "nothing is struck out before it was recorded")
    }
}

@Suite struct `Reactions over time` {
    private func track(_ grades: [Int]) throws -> ToxicityTrack {
        var story = try Story("teclistamab")
        for (index, grade) in grades.enumerated() { story = story.grade("crs", grade, "2026-11-0\(index + 1) 10:00") }
        return story.state.crs
    }

    @Test func `an episode is open from its first grade to a grade of 0 and remembers its worst`() throws {
        let open = try track([1, 3, 2])
        #expect(
            open.isOpen && open.openWorst == 3 && open.grade == 2 && open.openedAt == moment("2026-11-01 10:00")
                && open.worst == 3)
        let closed = try track([1, 3, 2, 0])
        #expect(
            !closed.isOpen && closed.lastWorst == 3 && closed.resolvedAt == moment("2026-11-04 10:00")
                && closed.episodes.3 == 1)
        #expect(closed.lastOpenedAt == moment("2026-11-01 10:00") && closed.openedAt == nil)
    }

    @Test func `two episodes count twice, and resolving twice counts once`() throws {
        #expect(try track([2, 0, 2, 0]).episodes.2 == 2)
        #expect(try track([2, 0, 0]).episodes.2 == 1)
        #expect(try track([0]).episodes.1 == 0 && track([0]).lastWorst == 0)
    }

    @Test func `a hold stays open until it ends, and the newest reason is shown`() throws {
        let story = try Story("teclistamab").held("fever", "2026-11-02 10:00").held("infection", "2026-11-03 10:00")
        #expect(
            story.state.heldAt == moment("2026-11-02 10:00") && story.chart.text(story.state.holdText) == "infection")
        #expect(!story.resumed("well", "2026-11-04 10:00").state.isHeld)
    }
}
