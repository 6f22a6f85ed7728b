import Clinical
import Testing

@testable import Course

/// Episodes as a nurse would tell them.
@Suite struct EpisodeTests {
    private func fevers() throws -> Story {
        try Story("teclistamab").dose("step-up-1", "2026-10-01 09:00").temperature("38.6", "2026-10-02 01:00")
    }

    private func read(_ story: Story, _ now: String, _ scale: Grading.Scale = .crs) -> [Episode] {
        let rules = SiteRules(zone: .chicago, choices: story.choices)
        return EpisodeReader(story.protocols, rules: rules).episodes(scale, in: story.chart, now: moment(now))
    }

    @Test func aFeverOpensAnEpisodeCountedFromTheDose() throws {
        let episodes = read(try fevers(), "2026-10-02 02:00")
        #expect(episodes.count == 1)
        #expect(episodes.first?.hoursAfterDose == 16)
        #expect(episodes.first?.isUngraded == true)
        #expect(episodes.first?.isOpen == true)
        #expect(episodes.first?.feverFreeHours == nil, "nobody has measured since")
    }

    @Test func worstGradeAndResolutionAreKept() throws {
        let story = try fevers().grade("crs", 1, "2026-10-02 01:10").grade("crs", 2, "2026-10-02 03:00")
            .temperature("36.9", "2026-10-02 09:00").grade("crs", 0, "2026-10-02 18:00")
        let episode = try #require(read(story, "2026-10-03 00:00").first)
        #expect(episode.worst == 2)
        #expect(!episode.isOpen)
        #expect(episode.hours(at: moment("2026-10-03 00:00")) == 17)
    }

    @Test func feverFreeHoursCountOnlyWhatWasMeasured() throws {
        let story = try fevers().temperature("36.9", "2026-10-02 09:00")
        #expect(read(story, "2026-10-02 20:00").first?.feverFreeHours == 8)
        let again = story.temperature("38.1", "2026-10-02 21:00")
        #expect(read(again, "2026-10-02 22:00").first?.feverFreeHours == nil)
    }

    @Test func aFeverLoweringMedicineMasksTheCount() throws {
        let story = try fevers().medicine("antipyretic", "2026-10-02 01:30").temperature("36.9", "2026-10-02 05:00")
        #expect(read(story, "2026-10-02 06:00").first?.isMasked == true)
    }

    @Test func feverAfterResolutionIsARecurrenceUntilTheNextDose() throws {
        let resolved = try fevers().grade("crs", 1, "2026-10-02 02:00").grade("crs", 0, "2026-10-02 20:00")
        let before = read(resolved.temperature("38.3", "2026-10-03 04:00"), "2026-10-03 05:00")
        #expect(before.map(\.kind) == [.first, .recurrence])
        let after = read(
            resolved.dose("step-up-2", "2026-10-04 09:00").temperature("38.3", "2026-10-05 04:00"), "2026-10-05 05:00")
        #expect(after.map(\.kind) == [.first, .first])
        #expect(after.last?.hoursAfterDose == 19)
    }

    @Test func aSiteMayCountEachReturnAsNew() throws {
        let story = try fevers().grade("crs", 1, "2026-10-02 02:00").grade("crs", 0, "2026-10-02 20:00")
            .temperature("38.3", "2026-10-03 04:00").signed("crs-recurrence", "every-time")
        #expect(read(story, "2026-10-03 05:00").map(\.kind) == [.first, .first])
    }

    @Test func aFeverBeforeAnyDoseIsNoReaction() throws {
        let story = try Story("teclistamab").temperature("38.6", "2026-10-01 08:30")
        #expect(read(story, "2026-10-01 09:00").isEmpty)
    }

    @Test func anUngradedFeverDoesNotRunOnPastTheNextDose() throws {
        let story = try fevers().dose("step-up-2", "2026-10-04 09:00").temperature("38.2", "2026-10-05 01:00")
        let episodes = read(story, "2026-10-05 02:00")
        #expect(episodes.map(\.dose) == [0, 1])
        #expect(episodes.map(\.isOpen) == [false, true])
    }

    @Test func neurotoxicityIsReadFromGradesAlone() throws {
        let story = try fevers().grade("icans", 2, "2026-10-02 06:00").grade("icans", 0, "2026-10-03 06:00")
        let episodes = read(story, "2026-10-04 00:00", .icans)
        #expect(episodes.map(\.worst) == [2])
        #expect(episodes.first?.hoursAfterDose == 21)
    }
}
