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
        #expect(
            administrator.read.contains("Nurse North") && administrator.read.contains("Read the record")
                && administrator.read.contains("Nurse"))
        #expect(administrator.text.contains(world.inside) && !administrator.text.contains("Inside Sample"))
        let director = try await world.as(.medicalDirector).get("/audit")
        #expect(director.text.contains("<a href=\"/patients/\(world.inside)\">Inside Sample</a>"))
        #expect(director.text.contains(world.outside) && !director.text.contains("Outside Sample"))
        #expect(director.read.contains("Their roles do not allow to see the board"))
        #expect(!director.read.contains("no role for") && !director.text.contains("GET /"))
    }

    @Test func `a day is a day of the site, and anything else is refused`() async throws {
        let world = try await AccountsWorld.make()
        // 23:30 in Chicago is the next day in UTC.
        world.clock.move(minutes: 11 * 60 + 30)
        _ = try await world.as(.nurse).get("/board")
        let browser = try await world.as(.administrator)
        #expect(try await browser.get("/audit?day=2026-11-22").read.contains("Looked at the board"))
        #expect(try await !browser.get("/audit?day=2026-11-23").read.contains("Looked at the board"))
        for day in ["2026-02-30", "yesterday", "<b>", "2026-11-22'--"] {
            let answer = try await browser.get("/audit?day=\(TestSite.encode(day))")
            #expect(answer.status == 422 && answer.marks("day") && !answer.text.contains("<b>"))
            #expect(try await browser.get("/audit.csv?day=\(TestSite.encode(day))").status == 400)
        }
    }

    @Test(arguments: [
        ("plain", "plain"), ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("a,b", "\"a,b\""),
        ("say \"x\"", "\"say \"\"x\"\"\""), ("two\nlines", "\"two\nlines\""), ("=\"x\",1", "\"'=\"\"x\"\",1\""),
        ("\t=1", "'\t=1"), ("", ""), ("a=b", "a=b"), (" =1", "' =1"), ("\u{FF1D}1", "'\u{FF1D}1"),
        ("\u{A0}+1", "'\u{A0}+1"), ("\r\n=1", "\"'\r\n=1\""),
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
        #expect(
            file.text.hasPrefix("when,zone,who,role,what,why,from,patient,site,act,count,route,person,utc\r\n"))
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
        for word in [
            "Inside Sample", "Read the record", "Printed the record", "Took the record out as a file", "Was refused",
            "Physician North",
        ] {
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

    @Test func `every route that is kept has words, and every reason`() {
        for rule in RouteTable.rules {
            guard let act = rule.act else { continue }
            let paths =
                rule.path.contains("{kind}")
                ? RecordKind.allCases.map { rule.path.replacing("{kind}", with: $0.rawValue) } : [rule.path]
            for path in paths {
                let entry = AuditEntry(
                    act, who: "", at: Instant(milliseconds: 0), what: "\(rule.method) \(path)", from: "")
                let words = ActWords.sentence(entry)
                let isPlain =
                    words != act.title || rule.path == "/patients/{id}"
                    || [.signedOut, .glassBroken, .erased, .linkOpened].contains(act)
                #expect(isPlain && !words.contains("/"), "\(rule.method) \(path)")
            }
        }
        for deed in Deed.allCases {
            let entry = AuditEntry(
                .refused, who: "", at: Instant(milliseconds: 0), what: "", from: "", why: "no role for \(deed.rawValue)"
            )
            #expect(!ActWords.reason(entry).contains("this") && !ActWords.reason(entry).contains("-"), "\(deed)")
        }
    }

    @Test func `the audit shows the newest first, in pages, and only what is asked for`() async throws {
        let world = try await AccountsWorld.make()
        let nurse = try await world.as(.nurse)
        for _ in 0..<120 {
            world.clock.move(seconds: 1)
            _ = try await nurse.get("/patients/\(world.inside)")
        }
        world.clock.move(minutes: 1)
        _ = try await world.as(.physician).get("/board")
        let browser = try await world.as(.administrator)
        let first = try await browser.get("/audit")
        #expect(first.read.contains("1 to 100 of"))
        let newest = try #require(first.text.firstRange(of: "<td>Looked at the board"))
        let older = try #require(first.text.firstRange(of: "<td>Read the record"))
        #expect(newest.lowerBound < older.lowerBound)
        #expect(first.text.contains("page=2") && !first.text.contains("page=0"))
        let second = try await browser.get("/audit?page=2")
        #expect(second.read.contains("101 to") && !second.text.contains("<td>Looked at the board"))
        let nurseID = try world.person(.nurse).id
        let physicianID = try world.person(.physician).id
        let one = try await browser.get("/audit?person=\(physicianID)")
        #expect(one.read.contains("Looked at the board") && !one.text.contains("<td>Read the record"))
        #expect(one.read.contains("1 act"))
        let patient = try await browser.get("/audit?patient=\(world.inside)&act=record-read&person=\(nurseID)")
        #expect(patient.read.contains("120 acts") && patient.text.contains("person=\(nurseID)"))
        #expect(try await browser.get("/audit?act=exported").read.contains("Nothing of this kind"))
        let strange = try await browser.get("/audit?patient=\(TestSite.encode("\"><b>&day=1"))")
        #expect(strange.status == 422 && !strange.text.contains("<b>"))
        let file = try await browser.get("/audit.csv?act=record-read&patient=\(world.inside)")
        #expect(file.text.split(separator: "\r\n").count == 121)
        #expect(file.text.contains(",CST,Nurse North,Nurse,Read the record,,"))
    }

    @Test func `a patient's report is read in pages from its own index, also after a restart`() async throws {
        let world = try await AccountsWorld.make()
        let nurse = try await world.as(.nurse)
        for _ in 0..<130 { _ = try await nurse.get("/patients/\(world.inside)") }
        _ = try await nurse.get("/patients/\(world.outside)")
        let browser = try await world.as(.administrator)
        let address = "/patients/\(world.inside)/access-report"
        // From memory, then from the index, then from a server that finds both.
        for round in 0..<3 {
            let report = try await browser.get(address + "?page=2")
            #expect(report.read.contains("101 to"), "round \(round)")
            if round == 0 { await world.house.audit.settle() }
        }
        let again = AuditLog(journal: world.house.journal)
        try await again.catchUp()
        let acts = try await again.about(patient: world.inside)
        #expect(acts.count { $0.act == .recordRead && $0.what == "GET /patients/{id}" } == 130)
        #expect(acts.allSatisfy { $0.patient == world.inside })
        #expect(zip(acts, acts.dropFirst()).allSatisfy { $0.at >= $1.at })
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
