import Clinical
import Course
import JSONText
import Testing

/// Stories a nurse could read: given these events, at this moment, then these alerts and this agenda.
@Suite struct `Patient stories: reactions` {
    /// Step-up doses on plan: 2 November and 5 November at 10:00, a fresh weight before.
    private var inStepUp: Story {
        get throws {
            try Story("teclistamab").weight("70", "2026-11-02 08:00").dose("step-up-1", "2026-11-02 10:00")
                .dose("step-up-2", "2026-11-05 10:00")
        }
    }

    @Test func `fever 31 h after step-up dose 2: grade CRS now`() throws {
        let advice = try inStepUp.temperature("38.6", "2026-11-06 17:00").advice("2026-11-06 17:10")
        let alert = try #require(advice.alert("fever-ungraded"))
        #expect(alert.level == .red && advice.worstLevel == .red && advice.alerts.first?.id == "fever-ungraded")
        #expect(alert.what.contains("38.6 °C (101.5 °F)") && alert.what.contains("31 h after step-up dose 2"))
        #expect(alert.what.contains("grade 1 to 4"), "nothing else was measured: \(alert.what)")
        #expect(advice.items(.grade).map(\.status) == [.due])
        #expect(advice.items(.watch).map(\.status) == [.due])
        #expect(advice.riskWindowEnd == moment("2026-11-08 10:00"))
        #expect(advice.rows("crs-grade").count >= 2)
    }

    @Test func `fever in Fahrenheit is shown in Fahrenheit first`() throws {
        let advice = try inStepUp.vitals("2026-11-06 17:00", ["temperatureF": .number("101.5")]).advice(
            "2026-11-06 17:10")
        #expect(try #require(advice.alert("fever-ungraded")).what.contains("101.5 °F (38.61 °C)"))
    }

    @Test func `fever with everything else normal is grade 1 by the table`() throws {
        let advice = try inStepUp.vitals(
            "2026-11-06 17:00",
            [
                "temperatureC": .number("38.6"), "hypotension": false, "vasopressors": [], "oxygenDevice": "none",
            ]
        ).advice("2026-11-06 17:10")
        #expect(try #require(advice.alert("fever-ungraded")).what.contains("grade 1 by these signs"))
        #expect(advice.rows("crs-grade") == ["C1"])
    }

    @Test(arguments: [("37.99", false), ("38", true)])
    func `a fever begins at 38.00`(celsius: String, fever: Bool) throws {
        let advice = try inStepUp.temperature(celsius, "2026-11-06 17:00").advice("2026-11-06 17:10")
        #expect(advice.alertIDs.contains("fever-ungraded") == fever)
    }

    @Test func `a fever that was graded is an open reaction and no longer ungraded`() throws {
        let advice = try inStepUp.temperature("38.6", "2026-11-06 17:00").grade("crs", 1, "2026-11-06 17:20").advice(
            "2026-11-06 18:00")
        #expect(!advice.alertIDs.contains("fever-ungraded") && advice.alertIDs.contains("toxicity-open"))
        #expect(advice.items(.grade).isEmpty)
    }

    @Test func `a fever gone by the next reading is still not forgotten`() throws {
        let advice = try inStepUp.temperature("38.9", "2026-11-06 17:00").temperature("37", "2026-11-06 21:00").advice(
            "2026-11-06 21:10")
        let alert = try #require(advice.alert("fever-earlier-ungraded"))
        #expect(alert.what.contains("38.9 °C"))
    }

    @Test func `an ungraded fever before a dose stays red after the dose, until somebody grades it`() throws {
        let fever = try inStepUp.temperature("38.6", "2026-11-08 08:00")
        #expect(fever.advice("2026-11-08 08:10").alertIDs.contains("fever-ungraded"))
        let given = fever.dose("first-treatment", "2026-11-08 10:00")
        let advice = given.advice("2026-11-08 10:10")
        let alert = try #require(advice.alert("fever-before-dose"))
        #expect(alert.level == .red && alert.what.contains("38.6 °C (101.5 °F)"))
        #expect(alert.what.contains("2 h before first treatment dose of"), "\(alert.what)")
        #expect(advice.items(.grade).map(\.status) == [.due])
        let quiet = given.temperature("36.8", "2026-11-08 14:00").dose("weekly", "2026-11-15 10:00")
        #expect(
            quiet.advice("2026-11-15 11:00").alertIDs.contains("fever-before-dose"), "one dose more settles nothing")
        let graded = quiet.grade("crs", 0, "2026-11-15 12:00").advice("2026-11-15 12:10")
        #expect(!graded.alertIDs.contains("fever-before-dose") && graded.items(.grade).isEmpty)
    }

    @Test func `an ungraded fever that was gone before the dose keeps its amber alarm`() throws {
        let story = try inStepUp.temperature("38.9", "2026-11-06 17:00").temperature("37", "2026-11-06 21:00")
        #expect(story.advice("2026-11-08 09:00").alertIDs.contains("fever-earlier-ungraded"))
        let advice = story.dose("first-treatment", "2026-11-08 10:00").advice("2026-11-08 10:10")
        let alert = try #require(advice.alert("fever-earlier-ungraded"))
        #expect(alert.what.contains("38.9 °C") && !advice.alertIDs.contains("fever-before-dose"))
    }

    @Test func `a fever graded before the dose, or older than the course, is not carried over it`() throws {
        let graded = try inStepUp.temperature("38.6", "2026-11-06 17:00").grade("crs", 1, "2026-11-06 17:20")
            .grade("crs", 0, "2026-11-07 09:00").dose("first-treatment", "2026-11-08 10:00").advice("2026-11-08 10:10")
        #expect(!graded.alertIDs.contains { $0.hasPrefix("fever-") })
        let again = try inStepUp.temperature("38.6", "2026-11-06 17:00").grade("crs", 0, "2026-11-06 20:00")
            .temperature("38.4", "2026-11-08 08:00").dose("first-treatment", "2026-11-08 10:00")
            .advice("2026-11-08 10:10")
        #expect(again.alertIDs.contains("fever-before-dose"), "the second fever came after the grade")
        let old = try Story("teclistamab").temperature("39", "2026-09-20 08:00").weight("70", "2026-11-02 08:00").dose(
            "step-up-1", "2026-11-02 10:00")
        #expect(!old.advice("2026-11-02 11:00").alertIDs.contains { $0.hasPrefix("fever-") })
    }

    @Test func `a fever that came back after it was graded is not forgotten either`() throws {
        let advice = try inStepUp.temperature("38.6", "2026-11-06 17:00").grade("crs", 0, "2026-11-06 20:00")
            .temperature("38.2", "2026-11-07 08:00").temperature("37", "2026-11-07 12:00").advice("2026-11-07 12:10")
        #expect(advice.alertIDs.contains("fever-earlier-ungraded"))
    }

    @Test func `a normal temperature after a fever-lowering medicine does not rule out CRS`() throws {
        let advice = try inStepUp.temperature("38.9", "2026-11-06 17:00").medicine("antipyretic", "2026-11-06 17:30")
            .vitals("2026-11-06 19:00", ["temperatureC": .number("37"), "hypotension": true]).advice("2026-11-06 19:30")
        #expect(advice.alertIDs.contains("fever-ungraded"), "low pressure after the fever still grades")
        let line = try #require(advice.advice.first { $0.id == "fever-drug-given" })
        #expect(line.what.contains("antipyretic") && line.what.contains("2 h ago"))
    }

    @Test func `low pressure without fever is red and not called CRS`() throws {
        let advice = try inStepUp.vitals("2026-11-06 17:00", ["temperatureC": .number("36.9"), "hypotension": true])
            .advice("2026-11-06 17:10")
        #expect(advice.alertIDs.contains("signs-without-fever") && !advice.alertIDs.contains("fever-ungraded"))
        #expect(advice.worstLevel == .red)
    }

    /// Low pressure without fever: the row says whether premedication may hide one.
    private func rowOfLowPressure(_ story: Story, _ at: String) -> [String] {
        story.vitals(
            at,
            [
                "temperatureC": .number("36.9"), "hypotension": true, "vasopressors": [], "oxygenDevice": "none",
            ]
        ).advice(at: moment(at).adding(minutes: 5)).rows("crs-grade")
    }

    @Test func `premedication for the last dose may hide a fever; that of an earlier dose does not`() throws {
        let first = try Story("teclistamab").weight("70", "2026-11-02 08:00").premedicated("2026-11-02 08:00").dose(
            "step-up-1", "2026-11-02 10:00")
        #expect(rowOfLowPressure(first, "2026-11-03 10:00") == ["C-no-fever-masked"])
        let second = first.dose("step-up-2", "2026-11-05 10:00")
        #expect(rowOfLowPressure(second, "2026-11-06 10:00") == ["C-no-fever"], "nothing was given for step-up dose 2")
        let own = first.premedicated("2026-11-05 08:00").dose("step-up-2", "2026-11-05 10:00")
        #expect(rowOfLowPressure(own, "2026-11-06 10:00") == ["C-no-fever-masked"])
    }

    @Test func `premedication for the next dose does not take the last dose's away`() throws {
        let given = try Story("teclistamab").weight("70", "2026-11-02 08:00").premedicated("2026-11-02 08:00").dose(
            "step-up-1", "2026-11-02 10:00")
        let next = given.premedicated("2026-11-05 08:00")
        #expect(rowOfLowPressure(next, "2026-11-05 09:00") == ["C-no-fever-masked"])
        let without = try inStepUp.premedicated("2026-11-08 08:00")
        #expect(rowOfLowPressure(without, "2026-11-08 09:00") == ["C-no-fever-masked"], "it hides a fever by itself")
        #expect(rowOfLowPressure(without, "2026-11-08 07:00") == ["C-no-fever"], "not before it was given")
    }

    @Test func `vasopressin alone is a sign like any other vasopressor`() throws {
        let advice = try inStepUp.vitals(
            "2026-11-06 17:00", ["temperatureC": .number("36.9"), "vasopressors": ["vasopressin"]]
        ).advice("2026-11-06 17:10")
        #expect(advice.alertIDs.contains("signs-without-fever"))
    }

    @Test func `vital signs without a temperature show the last one with its own time`() throws {
        let advice = try inStepUp.temperature("38.6", "2026-11-06 17:00")
            .vitals("2026-11-06 21:00", ["hypotension": true]).advice("2026-11-06 21:10")
        let alert = try #require(advice.alert("fever-ungraded"))
        #expect(alert.what.contains("38.6 °C (101.5 °F), 31 h after"), "\(alert.what)")
    }

    @Test func `oxygen for comfort is no sign, for low oxygen it is`() throws {
        func advice(_ reason: String) throws -> CourseAdvice {
            try inStepUp.vitals(
                "2026-11-06 17:00",
                [
                    "temperatureC": .number("36.9"), "oxygenDevice": "nasal-cannula", "oxygenFlowLPerMin": 2,
                    "oxygenReason": .string(reason),
                ]
            ).advice("2026-11-06 17:10")
        }
        #expect(try !advice("comfort").alertIDs.contains("signs-without-fever"))
        #expect(try advice("hypoxia").alertIDs.contains("signs-without-fever"))
    }

    @Test func `a fever of weeks ago is not today's temperature`() throws {
        let story = try inStepUp.temperature("39.4", "2026-11-06 17:00").grade("crs", 1, "2026-11-06 17:20").grade(
            "crs", 0, "2026-11-07 09:00"
        )
        .dose("first-treatment", "2026-11-08 10:00").vitals("2026-11-09 10:00", ["hypotension": false])
        let advice = story.advice("2026-11-09 10:10")
        #expect(!advice.alertIDs.contains("fever-ungraded"), "\(advice.alerts.map(\.what))")
    }

    @Test func `ICE 6: grade ICANS now, grade 2 by this examination`() throws {
        let advice = try inStepUp.exam(
            "2026-11-06 17:00",
            [
                "ice": 6, "arousal": "spontaneous", "seizure": "none", "edema": "none", "deepFocalWeakness": false,
                "pressureSigns": false, "globalAphasia": false,
            ]
        ).advice("2026-11-06 17:10")
        let alert = try #require(advice.alert("icans-ungraded"))
        #expect(alert.level == .red && alert.what.contains("6 of 10") && alert.what.contains("grade 2 by"))
        #expect(advice.rows("icans-grade") == ["I2"] && advice.items(.grade).count == 1)
    }

    @Test func `ICE 6 with nothing else examined may be worse and says so`() throws {
        let advice = try inStepUp.exam("2026-11-06 17:00", ["ice": 6]).advice("2026-11-06 17:10")
        #expect(try #require(advice.alert("icans-ungraded")).what.contains("grade 2 to 4"))
    }

    @Test func `ICE 10 and awake is no alarm`() throws {
        let advice = try inStepUp.exam("2026-11-06 17:00", ["ice": 10, "arousal": "spontaneous"]).advice(
            "2026-11-06 17:10")
        #expect(!advice.alertIDs.contains("icans-ungraded"))
    }

    @Test(arguments: [("crs", 2), ("icans", 2)])
    func `an open reaction of grade 2 is red and shows what the label does`(scale: String, grade: Int) throws {
        let advice = try inStepUp.grade(scale, grade, "2026-11-06 17:20").advice("2026-11-06 18:00")
        #expect(advice.alertIDs.contains("toxicity-open-severe"))
        #expect(!advice.rows(scale).isEmpty || advice.alertIDs.contains("modification-not-on-file"))
    }

    @Test func `resolved CRS grade 2: the next dose's conditions are shown until that dose`() throws {
        let story = try inStepUp.grade("crs", 2, "2026-11-06 17:20").grade("crs", 0, "2026-11-07 09:00")
        let advice = story.advice("2026-11-07 12:00")
        #expect(!advice.alertIDs.contains("toxicity-open-severe"))
        let plan = try House.plan("teclistamab")
        let table = try #require(plan.therapy.table("crs"))
        let rows = advice.rows("crs")
        #expect(!rows.isEmpty)
        let outcomes = table.rows.filter { rows.contains($0.id) }.map(\.outcome)
        #expect(outcomes.contains { $0.nextDoseHospitalHours != nil || $0.nextDosePremedicate == true })
        let after = story.dose("first-treatment", "2026-11-08 10:00").advice("2026-11-08 12:00")
        #expect(after.rows("crs").isEmpty)
    }

    @Test func `a reaction after a later dose asks for premedication again`() throws {
        let story = try inStepUp.dose("first-treatment", "2026-11-08 10:00").dose("weekly", "2026-11-15 10:00")
        #expect(story.advice("2026-11-16 10:00").items(.premedication).isEmpty)
        let reaction = story.grade("crs", 2, "2026-11-16 11:00").grade("crs", 0, "2026-11-17 09:00").advice(
            "2026-11-17 10:00")
        #expect(!reaction.items(.premedication).isEmpty)
    }
}
