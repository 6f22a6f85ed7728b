import Clinical
import Course
import Testing

@testable import Server

@Suite struct ReferenceTests {
    @Test(arguments: [
        ("/reference", ["TECListamab", "Tecvayli", "open statement", "CRS", "ICANS"]),
        ("/reference?q=talvey", ["TALQUEtamab"]),
        (
            "/reference/therapies/teclistamab",
            ["0.06 mg/kg", "Boxed warning", "REMS", "table-restart", "Tell the patient"]
        ),
        ("/reference/therapies/talquetamab", ["GPRC5D", "Not on file. Look in the", "40 mg in 1 mL"]),
        ("/reference/therapies/elranatamab", ["Section 2.4 was revised in July 2025", "12 mg"]),
        ("/reference/therapies/linvoseltamab", ["LINVOseltamab", "200 mg"]),
        ("/reference/toxicities/crs", ["ASTCT CRS 2019", "Sources differ", "Grade CRS"]),
        ("/reference/toxicities/icans", ["ICE score, 10 points", "Ask the year"]),
        ("/calculators", ["Restart after a delay", "Grade ICANS"]),
    ])
    func `page shows its key facts`(path: String, facts: [String]) async throws {
        let page = try await TestSite.get(path)
        #expect(page.status == 200)
        for fact in facts { #expect(page.text.contains(fact), "\(path) lacks \(fact)") }
        #expect(page.text.contains("not yet reviewed by a clinician"))
        #expect(page.text.contains("2026.11-draft, 22 Nov 2026"))
    }

    @Test func `search hides what does not match and offers the nearest name`() async throws {
        let found = try await TestSite.get("/reference?q=gprc5d")
        #expect(found.text.contains("TALQUEtamab") && !found.text.contains("TECListamab"))
        let wrong = try await TestSite.get("/reference?q=tecvaily")
        #expect(wrong.text.contains("TECListamab") && wrong.text.contains("/reference/therapies/teclistamab"))
        let none = try await TestSite.get("/reference?q=tcvyli")
        #expect(none.text.contains("Nothing on file matches.") && none.text.contains("Did you mean"))
    }

    @Test func `every statement of a therapy stands on its page`() async throws {
        for plan in TestSite.protocols.protocols {
            let page = try await TestSite.get("/reference/therapies/\(plan.therapy.id)")
            for statement in plan.therapy.sections.values.flatMap({ $0 }) {
                #expect(page.text.contains(HTMLEscaping.escape(statement.text)), "\(plan.therapy.id): \(statement.id)")
            }
            for open in plan.therapy.open { #expect(page.text.contains(HTMLEscaping.escape(open.what))) }
        }
    }

    @Test func `both observation options stand side by side and one answers`() async throws {
        let page = try await TestSite.get("/reference/therapies/teclistamab").text
        #expect(page.contains("Sources differ: Where does the patient stay"))
        #expect(page.contains("answers until a site has signed"))
        #expect(page.contains("only when a site has signed it"))
    }

    @Test func `remembered volumes are marked unverified`() async throws {
        let page = try await TestSite.get("/reference/therapies/teclistamab").text
        #expect(page.contains("70 to 79 kg") && page.contains("source-unverified"))
    }

    @Test func `unknown names give a friendly 404 with the nearest name`() async throws {
        let page = try await TestSite.get("/reference/therapies/teclistmab")
        #expect(page.status == 404)
        #expect(page.text.contains("Did you mean teclistamab?"))
        #expect(try await TestSite.get("/nowhere").status == 404)
        #expect(try await TestSite.get("/reference/toxicities/%3Cscript%3E").status == 404)
    }
}
