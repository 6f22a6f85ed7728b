import Foundation
import HTTPTypes
import JSONText
import NIOCore
import Practice
import Service
import Testing

@testable import Server

/// Roles a person gives to themselves, text that cannot be seen, and hashes of another cost.
@Suite struct OwnRolesTests {
    private func set(
        _ roles: [String], on person: Person, by browser: Browser, sites: [String] = ["north"]
    ) async throws -> WebAnswer {
        try await browser.post(
            "/people/\(person.id)",
            pairs: [("csrf", try await browser.formToken())] + roles.map { ("roles", $0) } + sites.map { ("sites", $0) }
        )
    }

    @Test func `nobody gives roles or sites to themselves while there is another administrator`() async throws {
        let world = try await AccountsWorld.make()
        let administrator = try await world.as(.administrator)
        let me = try world.person(.administrator)
        let educator = try world.person(.educator)
        #expect(try await set(["educator", "administrator"], on: educator, by: administrator).status == 303)
        let refused = try await set(["administrator", "physician"], on: me, by: administrator)
        #expect(refused.status == 422 && refused.marks("roles"))
        #expect(refused.read.contains("another administrator must make you physician"))
        #expect(try await set(["administrator"], on: me, by: administrator, sites: ["north", "south"]).marks("sites"))
        #expect(try world.person(.administrator).roles == [.administrator])
        #expect(try await administrator.get("/people/\(me.id)").read.contains("not give them"))
        // The other one may, and then there is nothing to mark.
        let other = try await world.as(.educator)
        #expect(try await set(["administrator", "physician"], on: me, by: other).status == 303)
        #expect(try world.person(.administrator).roles == [.administrator, .physician])
        #expect(try world.person(.administrator).selfGiven.isEmpty)
        // Taking is one's own affair.
        #expect(try await set(["administrator"], on: me, by: administrator).status == 303)
        #expect(try await world.acts(.rolesToSelf).isEmpty)
    }

    @Test func `the only administrator may, and it stays red until a second one confirms it`() async throws {
        let world = try await AccountsWorld.make()
        let administrator = try await world.as(.administrator)
        let me = try world.person(.administrator)
        #expect(try await administrator.get("/people/\(me.id)").read.contains("You are the only administrator"))
        #expect(try await set(["administrator", "nurse"], on: me, by: administrator).status == 303)
        #expect(try world.person(.administrator).selfGiven == [.nurse])
        for path in ["/people", "/people/\(me.id)"] {
            let page = try await administrator.get(path)
            #expect(page.text.contains("alert-red") && page.read.contains("gave themselves: Nurse"))
        }
        #expect(try await world.acts(.rolesToSelf).map(\.who) == [me.id])
        let audit = try await administrator.get("/audit")
        #expect(audit.text.contains("is-urgent") && audit.read.contains("No second administrator: Nurse"))
        // One's own next change does not confirm it.
        #expect(try await set(["administrator", "nurse"], on: me, by: administrator).status == 303)
        #expect(try world.person(.administrator).selfGiven == [.nurse])
        let educator = try world.person(.educator)
        #expect(try await set(["administrator"], on: educator, by: administrator).status == 303)
        let other = try await world.as(.educator)
        #expect(try await set(["administrator", "nurse"], on: me, by: other).status == 303)
        #expect(try world.person(.administrator).selfGiven.isEmpty)
        #expect(try await !administrator.get("/people").text.contains("alert-red"))
    }

    @Test(arguments: ["Ana\u{202E}ziuR", "Ana\u{200B}", "Ana\u{0}", "Ana\nRuiz", "\u{2066}Ana"])
    func `a name that cannot be seen is refused by every form and by the interface`(name: String) async throws {
        let world = try await AccountsWorld.make()
        let administrator = try await world.as(.administrator)
        let token = try await administrator.formToken()
        let people = world.house.accounts.directory.everybody.count
        let invited = try await administrator.post(
            "/people/invite",
            pairs: [
                ("csrf", token), ("email", "x@practice.org"), ("name", name + "."), ("roles", "nurse"),
                ("sites", "north"),
            ])
        #expect(invited.status == 422 && invited.marks("name"))
        let mail = try await administrator.post(
            "/people/invite",
            pairs: [
                ("csrf", token), ("email", "x\(name)y@practice.org"), ("name", "Ana"), ("roles", "nurse"),
                ("sites", "north"),
            ])
        #expect(mail.status == 422 && mail.marks("email"))
        #expect(world.house.accounts.directory.everybody.count == people)
        let site = try await administrator.post("/sites", ["id": "west", "name": name + ".", "zone": "America/Denver"])
        #expect(site.status == 422 && site.marks("name"))
        let nurse = try await world.as(.nurse)
        let patients = world.house.practice.patientCount
        let registered = try await nurse.post("/patients/new", ["name": name + ".", "born": "1950-01-01"])
        #expect(registered.status == 422 && registered.marks("name"))
        let json = try await nurse.send(
            "/api/patients", method: .post,
            headers: [.contentType: "application/json", try #require(FormGuard.header): try await nurse.formToken()],
            body: .init(string: #"{"name":"\#(Self.escaped(name))","born":"1950-01-01"}"#))
        #expect(json.status == 422 && json.json["field"]?.string == "name", "\(json.text)")
        #expect(world.house.practice.patientCount == patients)
        let glass = try await nurse.post(
            "/patients/\(world.outside)/break-glass", ["reason": "an emergency \(name.replacing("\n", with: "\u{7}"))"])
        #expect(glass.status == 422 && glass.marks("reason"))
    }

    @Test func `line breaks are kept in a note and refused elsewhere`() async throws {
        let world = try await AccountsWorld.make()
        let nurse = try await world.as(.nurse)
        let lines = ["text": "Called.\r\nNo answer.", "day": "2026-11-22", "time": "11:00", "version": "1"]
        #expect(try await nurse.post("/patients/\(world.inside)/record/note", lines).status == 303)
        let hidden = ["text": "Called.\u{202E}", "day": "2026-11-22", "time": "11:00", "version": "2"]
        let refused = try await nurse.post("/patients/\(world.inside)/record/note", hidden)
        #expect(refused.status == 422 && refused.marks("text"))
    }

    private static func escaped(_ text: String) -> String {
        text.utf16.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }
}
