import Clinical
import JSONText
import Testing

@testable import Course

@Suite struct BackgroundTests {
    @Test func theNewestOfEachAnswerStands() throws {
        let story = try Story("teclistamab")
            .adding("background", "2026-10-01 08:10", ["codeStatus": "full treatment", "usualSystolic": 128])
            .adding("background", "2026-10-02 08:10", ["codeStatus": "no CPR", "allergies": "penicillin"])
        let patient = story.chart.patient
        #expect(patient.background.codeStatus == "no CPR")
        #expect(patient.background.usualSystolic == 128)
        #expect(patient.allergies == "penicillin")
        #expect(patient.background.homeOxygen == nil, "never said is not no")
    }

    @Test func whatWasCorrectedNoLongerCounts() throws {
        let story = try Story("teclistamab")
            .adding("background", "2026-10-01 08:10", ["codeStatus": "full treatment"])
            .adding("background", "2026-10-02 08:10", ["codeStatus": "no CPR"])
            .corrects(4, "2026-10-02 08:20")
        #expect(story.chart.patient.background.codeStatus == "full treatment")
    }

    @Test(arguments: [
        ("usualSystolic", "500"), ("homeOxygenFlowLPerMin", "81"), ("usualSaturation", "101"),
    ])
    func valuesNobodyHasAreRefused(_ field: String, _ value: String) throws {
        let story = try Story("teclistamab").adding(
            "background", "2026-10-01 08:10", .object([.init(field, .number(value))]))
        #expect(throws: FieldError.self) { try EventReader(story.protocols).strictChart(story.events) }
    }

    @Test func aTapIsKeptWithItsKeyOnAnyEntry() throws {
        let story = try Story("teclistamab").adding(
            "action-taken", "2026-10-01 09:00",
            ["action": "night-infection", "what": "Blood cultures", "outcome": "done", "tap": "a-key-of-36"])
        #expect(story.chart.unreadable.isEmpty)
    }
}
