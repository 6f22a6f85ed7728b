import Course
import HTTPTypes
import JSONText
import Testing

@testable import Server

@Suite("Management pages") struct ManagementPageTests {
    private static let page = "/reference/management/crs"

    @Test("drug, grade and weight give the dose, its limits, the infection line and the options side by side")
    func answer() async throws {
        let html = try await TestSite.get(Self.page + "?therapy=teclistamab&grade=2&weight=71.4").text
        let now = html.between("do-now", "</ol>").words
        #expect(now.contains("Tocilizumab 571.2 mg IV over 1 h (8 mg/kg, max 800 mg)."))
        #expect(now.contains("Limit: not sooner than 8 h, at most 3 in 24 h, at most 4 in total."))
        #expect(now.contains("It may be sepsis as well") && now.contains("treat as febrile neutropenia"))
        #expect(html.words.contains("followed until the site has signed") && html.words.contains("Other grades"))
        // Options are one tap away.
        #expect(html.contains("<details class=\"fold\"><summary>CRS grade 2: which drug first?"))
    }

    @Test("without a weight the dose stands for each kilogram with the order to weigh") func noWeight() async throws {
        let html = try await TestSite.get(Self.page + "?therapy=teclistamab&grade=2").text
        #expect(html.words.contains("Tocilizumab 8 mg/kg IV over 1 h, max 800 mg. Repeat when no better"))
        #expect(html.words.contains("Danger Weigh the patient."))
    }

    @Test("doses given so far are counted, with halves of hours") func given() async throws {
        func now(_ hours: String) async throws -> String {
            try await TestSite.get(
                Self.page + "?therapy=teclistamab&grade=3&weight=70&given-tocilizumab=" + TestSite.encode(hours)
            ).text.between("do-now", "</ol>").words
        }
        #expect(try await now("7.5").contains("not yet Tocilizumab: Not before 30 min from now."))
        #expect(try await now("8").contains("Tocilizumab 560 mg IV"))
        #expect(try await now("8, 16, 20").contains("do not give Tocilizumab: do not give. 3 of 3 doses in 24 h"))
    }

    @Test("a page without input asks, and has no dose on it") func fresh() async throws {
        let page = try await TestSite.get(Self.page)
        #expect(page.status == 200 && page.text.words.contains("Which drug?") && !page.text.contains("do-now"))
    }

    @Test(
        "what cannot be is refused at its field, and nothing is answered",
        arguments: [
            ("grade=2&therapy=teclistamab&weight=900", "Expected 0.001 to 400 kg."),
            ("grade=7&therapy=teclistamab", "Given 7. Expected 1 to 4."),
            ("therapy=teclistamab&weight=70", "Mark a grade."), ("grade=2&weight=70", "Choose a drug."),
            ("grade=2&therapy=teclistamab&given-tocilizumab=yesterday", "Expected hours such as 9, 20.5."),
        ])
    func refused(_ row: (query: String, message: String)) async throws {
        let page = try await TestSite.get(Self.page + "?" + row.query)
        #expect(page.status == 422 && page.text.words.contains(row.message) && !page.text.contains("do-now"))
    }

    @Test("a reaction without a guide is not found") func unknown() async throws {
        #expect(try await TestSite.get("/reference/management/rash").status == 404)
    }

    @Test("a patient's page leads to all steps, with the dose for the weight on record") func patient() async throws {
        let world = try await PatientPagesWorld.make()
        let html = try await world.patientPage("Maria")
        let id = try world.id(of: "Maria")
        #expect(html.contains("href=\"/patients/\(id)/manage/crs\""))
        let steps = try await world.page("/patients/\(id)/manage/crs")
        #expect(steps.words.contains("Fever still there at 24 h: tocilizumab 571.2 mg IV over 1 h"))
        #expect(steps.words.contains("It may be sepsis as well") && steps.words.contains("CRS grade 1"))
        _ = try await world.page("/patients/\(id)/manage/icans", status: .notFound)
    }
}
