import Clinical
import Course
import JSONText
import Testing

@Suite struct `Patient stories: what does not fit` {
    private var start: Story {
        get throws { try Story("teclistamab").weight("70", "2026-11-02 08:00").dose("step-up-1", "2026-11-02 10:00") }
    }

    @Test func `no weight on record: weigh before the dose is prepared`() throws {
        let advice = try Story("teclistamab").advice("2026-11-02 09:00")
        #expect(advice.alertIDs == ["weight-missing"])
        #expect(advice.items(.weigh).map(\.status) == [.due])
        let given = try Story("teclistamab").dose("step-up-1", "2026-11-02 10:00").advice("2026-11-02 11:00")
        #expect(given.alertIDs.contains("dose-weight-missing") && given.alertIDs.contains("weight-missing"))
    }

    @Test(arguments: [(30, false), (31, true), (34, true)])
    func `a weight counts for 30 days`(days: Int, old: Bool) throws {
        let story = try Story("teclistamab").weight("70", "2026-10-20 23:50")
        let now = Zone.chicago.instant(day("2026-10-20") + days, minuteOfDay: 600)
        let advice = story.advice(at: now)
        #expect(advice.alertIDs.contains("weight-old") == old)
        if old { #expect(try #require(advice.alert("weight-old")).what.contains("\(days) days old")) }
        var dosed = story
        dosed.tell("dose-given", at: now, ["dose": "step-up-1"])
        #expect(dosed.contradictions.map(\.kind) == (old ? [.weightOld] : []))
    }

    @Test func `a weight that will be too old on the day of the next dose is asked for in time`() throws {
        let story = try Story("teclistamab").weight("70", "2026-10-05 08:00").dose("step-up-1", "2026-11-02 10:00")
        let advice = story.advice("2026-11-03 09:00")
        #expect(!advice.alertIDs.contains("weight-old") && advice.items(.weigh).map(\.status) == [.upcoming])
        #expect(advice.items(.weigh).first?.due == moment("2026-11-05 00:00"))
    }

    @Test func `flat doses ask for no weight`() throws {
        let advice = try Story("elranatamab").dose("step-up-1", "2026-11-02 10:00").advice("2026-11-03 09:00")
        #expect(advice.alertIDs.isEmpty && advice.items(.weigh).isEmpty)
    }

    @Test func `a dose while on hold is red, and the hold stays open`() throws {
        let story = try start.held("fever", "2026-11-04 09:00").dose("step-up-2", "2026-11-05 10:00")
        let advice = story.advice("2026-11-05 11:00")
        #expect(advice.alertIDs.contains("dose-while-held") && advice.alertIDs.contains("held"))
        #expect(try #require(advice.alert("held")).what.contains("fever"))
        #expect(advice.items(.hold).map(\.status) == [.due])
        let resumed = try start.held("fever", "2026-11-04 09:00").resumed("well", "2026-11-05 09:00").dose(
            "step-up-2", "2026-11-05 10:00")
        #expect(resumed.contradictions.isEmpty && !resumed.advice("2026-11-05 11:00").alertIDs.contains("held"))
    }

    @Test func `an infection during step-up stops the next step-up dose`() throws {
        let story = try start.infection("pneumonia", "2026-11-04 09:00")
        let advice = story.advice("2026-11-04 10:00")
        let alert = try #require(advice.alert("infection-in-step-up"))
        #expect(alert.level == .red && alert.what.contains("pneumonia"))
        #expect(!advice.rows("infection").isEmpty)
        #expect(story.dose("step-up-2", "2026-11-05 10:00").contradictions.map(\.kind) == [.whileInfected])
        #expect(story.infectionOver("2026-11-04 20:00").dose("step-up-2", "2026-11-05 10:00").contradictions.isEmpty)
    }

    @Test func `an infection after step-up asks for the label's rule and is no contradiction by itself`() throws {
        let story = try start.dose("step-up-2", "2026-11-05 10:00").dose("first-treatment", "2026-11-08 10:00")
            .infection("cystitis", "2026-11-10 09:00")
        #expect(story.advice("2026-11-10 10:00").alertIDs.contains("infection-open"))
        #expect(story.dose("weekly", "2026-11-15 10:00").contradictions.isEmpty)
    }

    @Test func `a dose dated before the course was started is red; at the start it is not`() throws {
        func given(_ at: String) throws -> Story {
            try Story("teclistamab", from: "2026-11-02 09:00").weight("70", "2026-11-02 08:00").dose("step-up-1", at)
        }
        let early = try given("2026-11-02 08:59")
        #expect(early.contradictions.map(\.kind) == [.beforeStart])
        let alert = try #require(early.advice("2026-11-02 11:00").alert("dose-before-start"))
        #expect(alert.level == .red && alert.what.hasPrefix("Step-up dose 1 was given before"))
        #expect(try given("2026-11-02 09:00").contradictions.isEmpty)
    }

    @Test(arguments: [("2026-11-03 23:59", [Contradiction.Kind.tooEarly]), ("2026-11-04 00:00", [])])
    func `step-up dose 2 the day after step-up dose 1 is too early, two days after is not`(
        at: String, kinds: [Contradiction.Kind]
    ) throws {
        let story = try start.dose("step-up-2", at)
        #expect(story.contradictions.map(\.kind) == kinds)
        if let early = story.contradictions.first {
            #expect(early.days == 1 && early.earliest == 2)
            #expect(
                try #require(story.advice(at: moment(at)).alert("dose-too-early")).what
                    == "Step-up dose 2 was given 1 day after the step-up dose 1. Earliest on file: 2 days.")
        }
    }

    @Test func `the first treatment dose where step-up dose 2 was expected is unexpected`() throws {
        let story = try start.dose("first-treatment", "2026-11-05 10:00")
        let found = story.contradictions
        #expect(found.map(\.kind) == [.unexpected] && found.first?.expected == 1)
        #expect(
            try #require(story.advice("2026-11-05 11:00").alert("dose-unexpected")).what.contains(
                "expected step-up dose 2"))
    }

    @Test func `a course that begins with a treatment dose is unexpected`() throws {
        let story = try Story("teclistamab").weight("70", "2026-11-02 08:00").dose("weekly", "2026-11-02 10:00")
        #expect(story.contradictions.map(\.kind) == [.unexpected])
    }

    @Test func `a dose given on schedule where the table asked for a restart is unexpected`() throws {
        let story = try start.dose("step-up-2", "2026-11-05 10:00").dose("first-treatment", "2026-11-20 10:00")
        #expect(story.contradictions.map(\.kind) == [.unexpected], "after 15 days the table repeats step-up dose 2")
    }

    @Test func `elranatamab's first treatment dose three days after step-up dose 2 is on time`() throws {
        let story = try Story("elranatamab").dose("step-up-1", "2026-11-02 10:00").dose("step-up-2", "2026-11-05 10:00")
        #expect(story.dose("first-treatment", "2026-11-08 10:00").contradictions.isEmpty)
        #expect(story.dose("first-treatment", "2026-11-07 10:00").contradictions.map(\.kind) == [.tooEarly])
    }

    @Test func `every regimen given exactly on plan has no contradiction`() throws {
        for (plan, regimen) in try House.regimens {
            var story = try Story(plan.therapy.id, regimen: regimen.regimen.id, from: "2026-02-01 08:00")
            for dose in regimen.plan(start: day("2026-02-02"), count: 30) {
                let at = Zone.chicago.instant(dose.date, minuteOfDay: 600)
                story.tell("weighed", at: at.adding(minutes: -60), ["weightKg": 70])
                story.tell("dose-given", at: at, ["dose": .string(dose.name)])
                #expect(
                    story.contradictions.isEmpty,
                    "\(plan.therapy.id) \(regimen.regimen.id) \(dose.name) day \(dose.day)")
            }
        }
    }

    @Test func `a wrong dose name is kept aside, shown and named with the nearest one`() throws {
        let advice = try start.dose("step-up-22", "2026-11-05 10:00").advice("2026-11-05 11:00")
        let alert = try #require(advice.alert("record-unreadable"))
        #expect(alert.what.contains("Entry 5") && alert.what.contains("did you mean step-up-2?"))
        #expect(advice.nextDose?.dose == "step-up-2", "the unreadable dose does not count")
    }

    @Test func `what was expected is named in the regimen of that day, also after another regimen was started`() throws
    {
        let story = try Story("talquetamab", regimen: "every-2-weeks").weight("70", "2026-11-01 08:00")
            .dose("step-up-1", "2026-11-02 10:00").dose("step-up-2", "2026-11-05 10:00")
            .dose("step-up-3", "2026-11-08 10:00").dose("first-treatment", "2026-11-11 10:00")
            .dose("first-treatment", "2026-11-18 10:00")
            .adding("course-started", "2026-11-19 08:00", ["therapy": "talquetamab", "regimen": "weekly"])
        let alert = try #require(story.advice("2026-11-19 09:00").alert("dose-unexpected"))
        #expect(alert.what.contains("expected dose every 2 weeks"))
    }

    @Test func `a course whose start was struck out is no course`() throws {
        let advice = try Story("teclistamab").corrects(2, "2026-10-02 09:00").advice("2026-10-03 09:00")
        #expect(advice.alertIDs == ["no-course"] && advice.nextDose == nil)
    }

    @Test func `doses keep their names when the wrong therapy was struck out and the right one started`() throws {
        let story = try Story("teclistamab").dose("step-up-1", "2026-10-02 09:00").dose(
            "first-treatment", "2026-10-08 09:00"
        )
        .corrects(2, "2026-10-09 09:00").adding(
            "course-started", "2026-10-01 08:00", ["therapy": "talquetamab", "regimen": "weekly"])
        let chart = story.chart
        let plan = try #require(chart.plan)
        #expect(plan.therapy.id == "talquetamab")
        #expect(story.state.doses.map { plan.doseNames[Int($0.code)] } == ["step-up-1", "first-treatment"])
    }
}
