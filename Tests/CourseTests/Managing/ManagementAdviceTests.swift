import Clinical
import Course
import JSONText
import Testing

@Suite("A reaction in a course") struct ManagementAdviceTests {
    /// Step-up dose 1 of teclistamab on 5 November at 10:00, patient of 70 kg.
    private var inStepUp: Story {
        get throws {
            try Story("teclistamab", from: "2026-11-01 08:00").weight("70", "2026-11-04 08:00")
                .dose("step-up-1", "2026-11-05 10:00")
        }
    }

    @Test("a recorded grade brings the first actions with the dose, and the infection line") func actions() throws {
        let advice = try inStepUp.grade("crs", 2, "2026-11-06 02:00").advice("2026-11-06 02:05")
        let lines = advice.advice.filter { $0.id.hasPrefix("manage-crs-") }
        #expect(lines.contains { $0.what.hasPrefix("Tocilizumab 560 mg IV over 1 h (8 mg/kg, max 800 mg)") })
        #expect(lines.contains { $0.id == "manage-crs-infection" })
        #expect(lines.allSatisfy { $0.level == .red && $0.why == "CRS grade 2" })
    }

    @Test("the site's signed choice decides what is advised") func signed() throws {
        let story = try inStepUp.grade("crs", 2, "2026-11-06 02:00").signed("crs-2-first-drug", "dexamethasone")
        let ids = story.advice("2026-11-06 02:05").advice.map(\.id)
        #expect(ids.contains("manage-crs-dex-2-uf-first") && !ids.contains("manage-crs-toci-2-first"))
    }

    @Test("to grade again is on the agenda: due after 15 minutes, overdue after as many more, gone when resolved")
    func lookAgain() throws {
        let story = try inStepUp.grade("crs", 2, "2026-11-06 02:00")
        func item(_ at: String) -> AgendaItem? { story.advice(at).items(.reassess).first }
        #expect(item("2026-11-06 02:14")?.status == .upcoming && item("2026-11-06 02:14")?.what == "Grade CRS again")
        #expect(story.advice("2026-11-06 02:14").wakeAt == moment("2026-11-06 02:15"))
        #expect(item("2026-11-06 02:15")?.status == .due && item("2026-11-06 02:29")?.status == .due)
        #expect(item("2026-11-06 02:30")?.status == .overdue)
        let again = story.grade("crs", 1, "2026-11-06 02:20")
        #expect(again.advice("2026-11-06 02:31").items(.reassess).first?.due == moment("2026-11-06 03:20"))
        let over = again.grade("crs", 0, "2026-11-06 06:00")
        #expect(over.advice("2026-11-06 06:01").items(.reassess).isEmpty)
    }

    @Test("signs that nobody graded bring the actions of the worst grade they leave possible") func ungraded() throws {
        let story = try inStepUp.vitals(
            "2026-11-06 02:00",
            [
                "temperatureC": .number("38.8"), "oxygenDevice": "nasal-cannula", "hypotension": false,
                "vasopressors": [],
            ])
        let lines = story.advice("2026-11-06 02:01").advice.filter { $0.id.hasPrefix("manage-crs-") }
        #expect(lines.first?.id == "manage-crs-icu-3" && lines.first?.why == "CRS grade 2 or 3")
        #expect(story.advice("2026-11-06 02:01").items(.reassess).isEmpty)
    }

    @Test("a fever with nothing else measured does not call intensive care: only what every grade shares is advised")
    func wideOpen() throws {
        let advice = try inStepUp.temperature("38.6", "2026-11-06 02:00").advice("2026-11-06 02:01")
        let ids = advice.advice.map(\.id).filter { $0.hasPrefix("manage-crs-") }
        #expect(ids == ["manage-crs-infection"])
        #expect(advice.reactions.first?.worst == 4 && advice.reactions.first?.now.first == "icu-4")
    }

    @Test("a dose written in words counts, as medicine and as premedication, and a struck one does not") func tally()
        throws
    {
        let story = try inStepUp.adding(
            "premedication-given", "2026-11-05 08:00", ["what": "tocilizumab 560 mg, dexamethasone 16 mg"]
        ).grade("crs", 2, "2026-11-06 02:00").adding(
            "medicine-given", "2026-11-06 02:10", ["kind": "anti-cytokine", "what": "Toci 560 mg IV"])
        let line = try #require(
            story.advice("2026-11-06 03:10").advice.first { $0.id == "manage-crs-toci-2-first" })
        #expect(line.what.hasPrefix("Tocilizumab: Not before 7 h from now."))
        // The moment it is allowed again is one at which the advice changes by itself.
        #expect(story.advice("2026-11-06 10:09").wakeAt == moment("2026-11-06 10:10"))
        let struck = story.corrects(story.events.count, "2026-11-06 03:00")
        let after = try #require(
            struck.advice("2026-11-06 03:10").advice.first { $0.id == "manage-crs-toci-2-first" })
        #expect(after.what.hasPrefix("Tocilizumab 560 mg IV"))
    }

    @Test("a medicine named by its id counts whatever the words are; an unknown id is refused") func byID() throws {
        let story = try inStepUp.grade("crs", 2, "2026-11-06 02:00").adding(
            "medicine-given", "2026-11-06 02:10", ["kind": "other", "medicine": "tocilizumab", "what": "second bag"])
        let line = story.advice("2026-11-06 02:20").advice.first { $0.id == "manage-crs-toci-2-first" }
        #expect(line?.what.hasPrefix("Tocilizumab: Not before") == true)
        let wrong = RecordedEvent(
            version: 1, type: "medicine-given", at: moment("2026-11-06 02:10"), recordedAt: moment("2026-11-06 02:10"),
            author: "nurse", body: ["kind": "other", "medicine": "tocilizumub"])
        #expect(throws: FieldError.self) { _ = try EventReader(House.protocols).strictChart([wrong]) }
    }

    @Test("a name counts only as a word of its own") func words() throws {
        let library = try House.protocols.library
        let dexamethasone = try #require(library.medicine("dexamethasone"))
        #expect(dexamethasone.isNamed(in: Medicine.words("Dex 10 mg")))
        #expect(!dexamethasone.isNamed(in: Medicine.words("dexrazoxane")))
        #expect(!dexamethasone.isNamed(in: []))
    }
}
