import Foundation
import Testing

@Suite struct CalculatorTests {
    @Test(arguments: [
        ("therapy=teclistamab&last=step-up-2&days=12", "Repeat step-up dose 2", "row R8"),
        ("therapy=Tecvayli&regimen=monotherapy&last=step-up-1&days=1", "Too early. Wait", "row R1"),
        ("therapy=teclistamab&last=weekly&days=29", "Restart at step-up dose 2", "row R16"),
        ("therapy=teclistamab&regimen=combination&last=weekly&days=10", "Not on file", "row R24"),
        ("therapy=talquetamab&last=step-up-1&days=8", "Not on file", "row R4"),
    ])
    func `restart answers first and lights its row`(query: String, headline: String, row: String) async throws {
        let page = try await TestSite.get("/calculators/restart?" + query)
        #expect(page.status == 200)
        #expect(page.text.contains("id=\"answer-head\">\(headline)"))
        let lit = page.text.components(separatedBy: "row-applies").dropFirst()
        #expect(lit.count == 1)
        #expect(lit.first?.components(separatedBy: "</th>").first?.contains(row) == true)
    }

    @Test func `restart without a regimen asks for what decides`() async throws {
        let page = try await TestSite.get("/calculators/restart?therapy=talquetamab&last=step-up-2&days=3").text
        #expect(page.contains("This decides: Which schedule is the patient on?"))
        #expect(page.components(separatedBy: "row-possible\"").count == 3)
    }

    @Test func `an outdated section warns beside its answer`() async throws {
        let page = try await TestSite.get("/calculators/restart?therapy=elranatamab&last=weekly&days=50").text
        #expect(page.contains("These are the rows of the 2023 label"))
    }

    @Test func `the dose by weight band comes with volume, vial, syringe and its doubt`() async throws {
        let page = try await TestSite.get("/calculators/dose?therapy=teclistamab&dose=step-up-1&weight=71.4").text
        #expect(page.contains("4.5 mg = 0.45 mL"))
        #expect(page.contains("of 10 mg/mL · 1 vial · 1 syringe"))
        #expect(page.contains("0.06 mg/kg × 71.4 kg = 4.284 mg. Do not draw this up."))
        #expect(page.contains("source-unverified"))
    }

    @Test func `arithmetic is never the dose to draw up`() async throws {
        let page = try await TestSite.get("/calculators/dose?therapy=talquetamab&regimen=weekly&dose=weekly&weight=80")
            .text
        #expect(page.contains("Dose to draw up: not on file"))
        #expect(page.contains("= 32 mg. Do not draw this up."))
    }

    @Test func `a flat dose needs no weight`() async throws {
        let page = try await TestSite.get("/calculators/dose?therapy=elranatamab&dose=step-up-1")
        #expect(page.status == 200)
        #expect(page.text.contains("12 mg"))
    }

    @Test func `the schedule shows days, windows and premedication`() async throws {
        let page = try await TestSite.get("/calculators/schedule?therapy=teclistamab&start=2026-11-23&doses=4").text
        #expect(
            page.contains("Mon 23 Nov 2026") && page.contains("Thu 26 Nov 2026") && page.contains("Sun 29 Nov 2026"))
        #expect(page.contains("from Wed 25 Nov, usually to Fri 27 Nov, at most to Mon 30 Nov"))
        #expect(page.contains("dexamethasone 16 mg PO or IV"))
        #expect(page.contains("role=\"img\""))
    }

    @Test(arguments: [
        ("crs?temperature=38.6", "Grade 1 to 4", "This decides:"),
        (
            "crs?temperature=38.6&vasopressors=none&hypotension=no&oxygen.device=nasal-cannula", "Grade 2 or 3",
            "How many liters a minute?"
        ),
        (
            "crs?temperature=101.5&temperatureUnit=F&vasopressors=none&hypotension=no&oxygen.device=none", "Grade 1",
            "38.61 °C (101.5 °F)"
        ),
        ("crs?temperature=38.6&oxygen.device=cpap", "Grade 4", "positive pressure"),
        (
            "icans?arousal=voice&seizure=none&weakness=&deepFocalWeakness=no&edema=none&icpSigns=none&globalAphasia=no",
            "Grade 2 or 3",
            "ICE score"
        ),
        (
            "icans?ice=6&arousal=spontaneous&seizure=none&deepFocalWeakness=no&edema=none&icpSigns=none&globalAphasia=no",
            "Grade 2",
            "ICE 3 to 6"
        ),
    ])
    func `grading answers and says what decides`(query: String, headline: String, words: String) async throws {
        let page = try await TestSite.get("/calculators/" + query)
        #expect(page.status == 200)
        #expect(page.text.contains("id=\"answer-head\">\(headline)<"))
        #expect(page.text.contains(words))
    }

    @Test func `the next question comes first in the form`() async throws {
        let page = try await TestSite.get(
            "/calculators/crs?temperature=38.6&vasopressors=none&hypotension=no&oxygen.device=nasal-cannula"
        ).text
        let flow = try #require(page.range(of: "name=\"oxygen.flowLPerMin\""))
        let heat = try #require(page.range(of: "name=\"temperature\""))
        #expect(flow.lowerBound < heat.lowerBound)
        #expect(page.contains("Asked next"))
    }

    @Test func `ICE items add up`() async throws {
        let items = ["year=1", "month=1", "city=0", "hospital=1", "naming=2", "command=1", "writing=0", "counting=0"]
        let query = items.map { "iceItems." + $0 }.joined(separator: "&")
        let page = try await TestSite.get(
            "/calculators/icans?\(query)&arousal=spontaneous&seizure=none&deepFocalWeakness=no&edema=none&icpSigns=none&globalAphasia=no"
        ).text
        #expect(page.contains("6 points") && page.contains("id=\"answer-head\">Grade 2<"))
    }
}
