import Clinical
import Course
import JSONText
import Testing

@Suite struct `Patient stories: the next dose` {
    private func teclistamab(_ doses: [(String, String)]) throws -> Story {
        var story = try Story("teclistamab").weight("70", "2026-10-30 08:00")
        for (name, at) in doses { story = story.dose(name, at) }
        return story
    }

    @Test func `before the first dose: the first step-up dose, premedication, 48 h in hospital, and a checklist`()
        throws
    {
        let advice = try Story("teclistamab", from: "2026-11-01 08:00").weight("70", "2026-11-01 08:30").advice(
            "2026-11-02 09:00")
        #expect(advice.nextDose?.dose == "step-up-1" && advice.nextDose?.status == .upcoming)
        #expect(advice.items(.premedication).count == 1 && advice.items(.observation).count == 1)
        #expect(advice.advice.map(\.id).contains("first-dose-ready") && advice.alerts.isEmpty)
    }

    @Test func `no course started, nothing registered`() throws {
        let story = try Story("teclistamab")
        let advisor = Advisor(story.protocols, rules: SiteRules(zone: .chicago))
        let registered = EventReader(story.protocols).chart(Array(story.events.prefix(1)))
        let now = moment("2026-11-01 08:00")
        #expect(advisor.advise(registered, registered.state(fever: story.fever), now: now).alertIDs == ["no-course"])
        #expect(advisor.advise(.empty, Chart.empty.state(fever: story.fever), now: now).alertIDs == ["not-registered"])
    }

    @Test func `on plan: step-up dose 2 is upcoming, then due from the earliest day at midnight`() throws {
        let story = try teclistamab([("step-up-1", "2026-11-02 10:00")])
        let dose = try #require(story.advice("2026-11-03 23:59").nextDose)
        #expect(dose.dose == "step-up-2" && dose.status == .upcoming)
        #expect(dose.earliest == moment("2026-11-04 00:00") && dose.due == moment("2026-11-05 10:00"))
        #expect(dose.latest == moment("2026-11-09 23:59"))
        #expect(story.advice("2026-11-04 00:00").nextDose?.status == .due)
        #expect(story.advice("2026-11-06 23:59").nextDose?.status == .due, "day 4 is within the usual window")
        #expect(story.advice("2026-11-07 00:00").nextDose?.status == .overdue)
        #expect(story.advice("2026-11-07 00:00").alertIDs.contains("dose-overdue"))
        #expect(story.advice("2026-11-09 23:59").nextDose?.dose == "step-up-2", "day 7 is the last day")
        let restart = story.advice("2026-11-10 00:00")
        #expect(restart.alertIDs.contains("restart-due") && restart.nextDose?.dose == "step-up-1")
    }

    @Test func `premedication is due 3 h to 1 h before the dose and done when recorded`() throws {
        let story = try teclistamab([("step-up-1", "2026-11-02 10:00")])
        let item = try #require(story.advice("2026-11-05 06:59").items(.premedication).first)
        #expect(
            item.status == .upcoming && item.earliest == moment("2026-11-05 07:00")
                && item.latest == moment("2026-11-05 09:00"))
        #expect(story.advice("2026-11-05 07:00").items(.premedication).first?.status == .due)
        let given = story.premedicated("2026-11-05 07:30").advice("2026-11-05 08:00")
        #expect(given.items(.premedication).first?.status == .done)
    }

    @Test func `12 days after step-up dose 2: repeat step-up dose 2, by row R8`() throws {
        let advice = try teclistamab([("step-up-1", "2026-11-02 10:00"), ("step-up-2", "2026-11-05 10:00")]).advice(
            "2026-11-17 09:00")
        let alert = try #require(advice.alert("restart-due"))
        #expect(alert.what.contains("12 days after the step-up dose 2") && alert.what.contains("Repeat step-up dose 2"))
        #expect(
            advice.rows("restart") == ["R8"] && advice.nextDose?.dose == "step-up-2" && advice.nextDose?.status == .due)
        #expect(!advice.items(.premedication).isEmpty && advice.alertIDs.contains("table-outdated"))
    }

    @Test(arguments: [
        ("2026-12-06", "R11", "weekly"), ("2026-12-07", "R12", "step-up-2"), ("2027-01-03", "R12", "step-up-2"),
        ("2027-01-04", "R13", "step-up-1"),
    ])
    func `a delay after the first treatment dose is answered on the day's own row`(
        today: String, row: String, dose: String
    ) throws {
        let story = try teclistamab([
            ("step-up-1", "2026-11-02 10:00"), ("step-up-2", "2026-11-05 10:00"),
            ("first-treatment", "2026-11-08 10:00"),
        ])
        let advice = story.advice("\(today) 12:00")
        #expect(advice.rows("restart") == [row] && advice.nextDose?.dose == dose)
    }

    @Test func `after a repeated step-up dose 2 the first treatment dose follows`() throws {
        let advice = try teclistamab([
            ("step-up-1", "2026-11-02 10:00"), ("step-up-2", "2026-11-05 10:00"), ("step-up-2", "2026-11-17 10:00"),
        ]).advice("2026-11-18 09:00")
        #expect(advice.nextDose?.dose == "first-treatment" && !advice.alertIDs.contains("dose-unexpected"))
    }

    @Test func `days are counted on the calendar of the site, not in hours, over the night the clock changes`() throws {
        let spring = try Story("teclistamab", from: "2026-03-01 08:00").weight("70", "2026-03-06 08:00").dose(
            "step-up-1", "2026-03-06 23:30")
        #expect(spring.advice("2026-03-08 00:10").nextDose?.status == .due, "2 calendar days, 24 h 40 min elapsed")
        #expect(spring.advice("2026-03-09 10:00").nextDose?.due == moment("2026-03-09 23:30"))
        let autumn = try Story("teclistamab").weight("70", "2026-10-30 08:00").dose("step-up-1", "2026-10-31 10:00")
        #expect(autumn.advice("2026-11-01 23:59").nextDose?.status == .upcoming)
        #expect(autumn.advice("2026-11-03 09:00").nextDose?.due == moment("2026-11-03 10:00"))
        #expect(autumn.advice("2026-11-01 12:00").riskWindowEnd == moment("2026-10-31 10:00").adding(hours: 72))
    }

    @Test func `stable every 2 weeks: due on day 14, nothing alarms`() throws {
        var doses = [
            ("step-up-1", "2026-08-03 10:00"), ("step-up-2", "2026-08-06 10:00"),
            ("first-treatment", "2026-08-09 10:00"),
        ]
        doses += [("weekly", "2026-08-16 10:00"), ("weekly", "2026-08-23 10:00")]
        var story = try Story("teclistamab", from: "2026-08-01 08:00").weight("70", "2026-08-02 08:00")
        for (name, at) in doses { story = story.dose(name, at) }
        story = story.weight("70.5", "2026-08-29 09:00").frequency("biweekly", "2026-08-30 09:00").dose(
            "biweekly", "2026-09-06 10:00"
        ).weight("71", "2026-09-18 08:00")
        let quiet = story.advice("2026-09-19 09:00")
        #expect(quiet.alertIDs.isEmpty && quiet.nextDose?.dose == "biweekly")
        #expect(quiet.nextDose?.due == moment("2026-09-20 10:00") && quiet.nextDose?.status == .upcoming)
        #expect(story.advice("2026-09-20 00:00").nextDose?.status == .due)
        #expect(story.advice("2026-11-08 12:00").rows("restart") == ["R19"], "63 days still continue")
        #expect(story.advice("2026-11-09 12:00").rows("restart") == ["R20"], "64 days restart")
    }

    @Test func `a weekly dose may be widened where the label says so`() throws {
        let story = try teclistamab([
            ("step-up-1", "2026-11-02 10:00"), ("step-up-2", "2026-11-05 10:00"),
            ("first-treatment", "2026-11-08 10:00"),
            ("weekly", "2026-11-15 10:00"),
        ])
        #expect(story.advice("2026-11-16 10:00").advice.map(\.id).contains("switch-monotherapy-weekly-biweekly"))
        let chosen = story.frequency("biweekly", "2026-11-16 09:00").advice("2026-11-16 10:00")
        #expect(chosen.nextDose?.dose == "biweekly" && chosen.nextDose?.due == moment("2026-11-29 10:00"))
        #expect(!chosen.advice.map(\.id).contains("switch-monotherapy-weekly-biweekly"))
    }

    @Test func `talquetamab: a delay that is not on file is red, names where to look and gives no dose to give`() throws
    {
        var story = try Story("talquetamab", regimen: "weekly").weight("70", "2026-10-30 08:00")
        for (name, at) in [
            ("step-up-1", "2026-11-02 10:00"), ("step-up-2", "2026-11-05 10:00"),
            ("first-treatment", "2026-11-08 10:00"), ("weekly", "2026-11-15 10:00"),
        ] {
            story = story.dose(name, at)
        }
        let advice = story.advice("2026-12-25 10:00")
        let alert = try #require(advice.alert("delay-not-on-file"))
        #expect(alert.level == .red && alert.what.contains("40 days") && alert.what.contains("TALQUEtamab"))
        #expect(!advice.alertIDs.contains("restart-due") && advice.rows("restart").isEmpty)
    }

    @Test func `elranatamab: rows of the older label warn that they are old`() throws {
        let story = try Story("elranatamab").dose("step-up-1", "2026-11-02 10:00").dose("step-up-2", "2026-11-05 10:00")
        let advice = story.advice("2026-12-10 10:00")
        #expect(advice.alertIDs.contains("restart-due") && advice.alertIDs.contains("table-outdated"))
    }

    @Test func `linvoseltamab: after nine weekly doses the tenth is weekly and then every 2 weeks is foreseen`() throws
    {
        var story = try Story("linvoseltamab", from: "2026-01-01 08:00")
        var date = day("2026-01-05")
        for (name, days) in [("step-up-1", 7), ("step-up-2", 7), ("first-treatment", 7)]
            + Array(repeating: ("weekly", 7), count: 9)
        {
            story.tell("dose-given", at: Zone.chicago.instant(date, minuteOfDay: 600), ["dose": .string(name)])
            date = date + days
        }
        let advice = story.advice(at: Zone.chicago.instant(date - 1, minuteOfDay: 600))
        let doses = advice.items(.dose).filter { $0.status != .done }.map(\.dose)
        #expect(doses == ["weekly", "biweekly"])
    }

    @Test func `the site's signed choice decides where the patient stays; until then the stricter answers`() throws {
        let story = try teclistamab([
            ("step-up-1", "2026-11-02 10:00"), ("step-up-2", "2026-11-05 10:00"),
            ("first-treatment", "2026-11-08 10:00"),
        ])
        func stays(_ story: Story) -> [String] {
            story.advice("2026-11-08 12:00").items(.observation).filter { $0.status == .due }.map(\.what)
        }
        #expect(stays(story) == ["Hospitalize for 48 h after the first treatment dose."])
        #expect(
            stays(story.signed("teclistamab-observation", "label-2026-03")) == [
                "The patient stays near a healthcare facility. Monitor daily for 48 h."
            ])
        #expect(stays(story.signed("teclistamab-observation", "label-2025-12")) == stays(story))
        #expect(story.advice("2026-11-10 10:00").items(.observation).filter { $0.status == .due }.isEmpty)
    }

    @Test func `a signature for an option nobody knows leaves the stricter rule in force`() throws {
        let story = try teclistamab([
            ("step-up-1", "2026-11-02 10:00"), ("step-up-2", "2026-11-05 10:00"),
            ("first-treatment", "2026-11-08 10:00"),
        ]).signed("teclistamab-observation", "label-1999")
        let stays = story.advice("2026-11-08 12:00").items(.observation).filter { $0.status == .due }
        #expect(stays.map(\.what) == ["Hospitalize for 48 h after the first treatment dose."])
    }

    @Test func `a frequency of another regimen changes nothing and never traps`() throws {
        let story = try Story("talquetamab", regimen: "every-2-weeks").weight("70", "2026-11-01 08:00").dose(
            "step-up-1", "2026-11-02 10:00"
        )
        .dose("step-up-2", "2026-11-05 10:00").dose("step-up-3", "2026-11-08 10:00").dose(
            "first-treatment", "2026-11-11 10:00"
        )
        .frequency("weekly", "2026-11-12 10:00")
        let advice = story.advice("2026-11-13 10:00")
        #expect(advice.nextDose?.dose == "biweekly")
    }

    @Test func `a dose that is in no regimen in force is said to be wrong`() throws {
        let advice = try Story("talquetamab", regimen: "weekly").weight("70", "2026-11-01 08:00").dose(
            "step-up-1", "2026-11-02 10:00"
        )
        .dose("step-up-3", "2026-11-05 10:00").advice("2026-11-05 12:00")
        #expect(advice.alertIDs.contains("dose-outside-regimen") && advice.alertIDs.contains("dose-unexpected"))
    }
}
