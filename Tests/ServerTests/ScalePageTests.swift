import Foundation
import Testing

@Suite struct ScalePageTests {
    @Test(arguments: [
        "/calculators/icaht", "/calculators/iec-hs", "/calculators/car-hematotox", "/calculators/icans-child",
        "/calculators/ctcae", "/calculators/ctcae/neutropenia", "/reference/scales/icaht", "/reference/scales/iec-hs",
        "/reference/scales/car-hematotox", "/reference/scales/icans-child", "/reference/scales/ctcae",
    ])
    func `every scale has its pages`(path: String) async throws {
        let page = try await TestSite.get(path)
        #expect(page.status == 200)
        #expect(!page.text.contains("id=\"answer-head\""))
    }

    @Test func `ICAHT answers from lines of days, both scales apart`() async throws {
        let page = try await TestSite.get(
            "/calculators/icaht?kind=early&counting=longest-run&anc=0-30%202000%0A5-9%20300&platelets=0-30:150;6-10:40")
        #expect(page.status == 200)
        #expect(page.text.contains("id=\"answer-head\">ICAHT (neutrophils): Grade 1"))
        #expect(page.text.contains("id=\"answer-head-2\">T-ICAHT (platelets): Grade 1"))
    }

    @Test func `days without a value are named`() async throws {
        let page = try await TestSite.get(
            "/calculators/icaht?kind=early&counting=longest-run&anc=0-4%202000%0A5-10%20300%0A13-30%202000"
        ).text
        #expect(page.contains("Grade 1 or 2") && page.contains("No value on days 11 to 12."))
    }

    @Test(arguments: [
        "/calculators/icaht?anc=monday%20300", "/calculators/icaht?anc=5", "/calculators/icaht?anc=5%200.5",
        "/calculators/car-hematotox?plateletsPerNl=110000", "/calculators/car-hematotox?crpMgPerDl=3,5",
        "/calculators/icaht?anc=9-3%20300",
    ])
    func `what cannot be read is refused at its field and kept`(path: String) async throws {
        let page = try await TestSite.get(path)
        #expect(page.status == 422 && page.text.contains("Mend this"))
    }

    @Test func `a mixed-up unit is asked about, and choosing it answers`() async throws {
        let wrong = try await TestSite.get("/calculators/car-hematotox?plateletsPerNl=110000").text
        #expect(wrong.contains("per microliter meant? Then choose that unit"))
        let right = try await TestSite.get(
            "/calculators/car-hematotox?plateletsPerNl=110000&plateletsPerNlUnit=plateletsPerUl")
        #expect(right.status == 200 && right.text.contains("This decides"))
    }

    @Test func `a CTCAE grade is shown with its version`() async throws {
        let six = try await TestSite.get("/calculators/ctcae/neutropenia?version=6&ancPerUl=400").text
        #expect(six.contains("CTCAE v6: Grade 3"))
        let five = try await TestSite.get("/calculators/ctcae/neutropenia?ancPerUl=400").text
        #expect(five.contains("CTCAE v5: Grade 4"))
        let missing = try await TestSite.get("/calculators/ctcae/lymphopenia?version=6")
        #expect(missing.status == 200 && missing.text.contains("Not on file"))
    }

    @Test(arguments: ["/calculators/ctcae/nothing", "/reference/scales/nothing"])
    func `an unknown scale is not found`(path: String) async throws {
        #expect(try await TestSite.get(path).status == 404)
    }

    @Test func `contradictory findings are shown on the calculator`() async throws {
        let page = try await TestSite.get(
            "/calculators/crs?temperature=38.6&hypotension=no&vasopressors=norepinephrine")
        #expect(page.text.contains("Needing a vasopressor counts as hypotension"))
    }
}
