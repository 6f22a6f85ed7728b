import Clinical
import Foundation
import HTTPTypes
import JSONText
import Practice
import Service
import Testing

@testable import Server

@Suite struct AuditPageTests {
    @Test func `the audit names who did what, and shows the patient only to those who may open the record`()
        async throws
    {
        let world = try await AccountsWorld.make()
        try await world.giveFactor(.medicalDirector)
        _ = try await world.as(.nurse).get("/patients/\(world.inside)")
        _ = try await world.as(.nurse).get("/patients/\(world.outside)")
        _ = try await world.as(.educator).get("/board")
        let administrator = try await world.as(.administrator).get("/audit")
        #expect(administrator.read.contains("Nurse North") && administrator.read.contains("Read the record"))
        #expect(administrator.text.contains(world.inside) && !administrator.text.contains("Inside Sample"))
        let director = try await world.as(.medicalDirector).get("/audit")
        #expect(director.text.contains("<a href=\"/patients/\(world.inside)\">Inside Sample</a>"))
        #expect(director.text.contains(world.outside) && !director.text.contains("Outside Sample"))
        #expect(director.read.contains("no role for see-board"))
    }

    @Test func `a day is a day of the site, and anything else is refused`() async throws {
        let world = try await AccountsWorld.make()
        // 23:30 in Chicago is the next day in UTC.
        world.clock.move(minutes: 11 * 60 + 30)
        _ = try await world.as(.nurse).get("/board")
        let browser = try await world.as(.administrator)
        #expect(try await browser.get("/audit?day=2026-11-22").text.contains("GET /board"))
        #expect(try await !browser.get("/audit?day=2026-11-23").text.contains("GET /board"))
        for day in ["2026-02-30", "yesterday", "<b>", "2026-11-22'--"] {
            let answer = try await browser.get("/audit?day=\(TestSite.encode(day))")
            #expect(answer.status == 422 && answer.marks("day") && !answer.text.contains("<b>"))
            #expect(try await browser.get("/audit.csv?day=\(TestSite.encode(day))").status == 400)
        }
    }

    @Test(arguments: [
        ("plain", "plain"), ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("a,b", "\"a,b\""),
        ("say \"x\"", "\"say \"\"x\"\"\""), ("two\nlines", "\"two\nlines\""), ("=\"x\",1", "\"'=\"\"x\"\",1\""),
        ("\t=1", "'\t=1"), ("", ""), ("a=b", "a=b"),
    ])
    func `a cell of a CSV file is quoted and is never a formula`(text: String, cell: String) {
        #expect(CSV.cell(text) == cell)
    }

    @Test func `a name that is a formula does not reach a spreadsheet as one`() async throws {
        let world = try await AccountsWorld.make()
        let person = try await world.house.accounts.addReady(
            email: "formula@practice.org", name: "=HYPERLINK(\"x\")", roles: [.nurse], sites: ["north"],
            passwordHash: "none")
        let browser = Browser(world, cookies: [Cookies.session: try await world.house.accounts.openReady(person)])
        _ = try await browser.get("/patients/\(world.inside)")
        let file = try await world.as(.administrator).get("/audit.csv")
        #expect(file.headers[.contentType]?.hasPrefix("text/csv") == true)
        #expect(file.headers[.contentDisposition] == "attachment; filename=\"audit-2026-11-22.csv\"")
        #expect(file.text.contains(",\"'=HYPERLINK(\"\"x\"\")\",") && !file.text.contains(",=HYPERLINK"))
        #expect(file.text.hasPrefix("when,who,name,act,what,patient,site,from,why\r\n"))
    }

    @Test func `a patient's report lists every read, print, export and refusal, and nobody else's`() async throws {
        let world = try await AccountsWorld.make()
        try await world.giveFactor(.medicalDirector)
        let physician = try await world.as(.physician)
        _ = try await physician.get("/patients/\(world.inside)")
        _ = try await physician.post("/patients/\(world.inside)/printed")
        let export = try await physician.get("/patients/\(world.inside)/export")
        _ = try await world.as(.educator).get("/patients/\(world.inside)")
        _ = try await world.as(.nurse).get("/patients/\(world.outside)")
        let director = try await world.as(.medicalDirector)
        let report = try await director.get("/patients/\(world.inside)/access-report")
        for word in ["Inside Sample", "Read the record", "Printed", "Exported", "Refused", "Physician North"] {
            #expect(report.read.contains(word), "\(word)")
        }
        #expect(!report.text.contains(world.outside))
        let file = try await director.get("/patients/\(world.inside)/access-report.csv")
        #expect(file.text.contains(",printed,") && !file.text.contains(world.outside))
        #expect(file.headers[.contentDisposition]?.contains("Inside") == false)
        let administrator = try await world.as(.administrator).get("/patients/\(world.inside)/access-report")
        #expect(administrator.status == 200 && !administrator.text.contains("Inside Sample"))
        #expect(export.json["entries"]?.array?.first?["type"]?.string == "registered")
        let name = try #require(export.headers[.contentDisposition])
        #expect(
            name.hasPrefix("attachment") && !name.contains("Inside") && export.json["patient"]?.string == world.inside)
    }

    @Test func `an erased patient cannot be read again, and the audit says who did it`() async throws {
        let world = try await AccountsWorld.make()
        let administrator = try await world.as(.administrator)
        for fields in [["patient": world.inside, "word": "erase"], ["patient": "no-such", "word": "ERASE"], [:]] {
            #expect(try await administrator.post("/erase", fields).status == 422)
        }
        let physician = try await world.as(.physician)
        #expect(try await physician.get("/patients/\(world.inside)").status == 200)
        let done = try await administrator.post("/erase", ["patient": world.inside, "word": "ERASE"])
        #expect(done.location == "/erase?erased=1")
        let after = try await physician.get("/patients/\(world.inside)")
        #expect(after.status != 200 && !after.text.contains("Inside Sample"))
        #expect(try await !physician.get("/board?all=1").text.contains("Inside Sample"))
        let act = try #require(try await world.acts(.erased, patient: world.inside).first)
        let administratorID = try world.person(.administrator).id
        #expect(act.who == administratorID)
    }
}
