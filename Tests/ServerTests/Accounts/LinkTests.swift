import Foundation
import Practice
import Service
import Testing

@testable import Server

@Suite struct LinkPageTests {
    /// A link as a nurse makes it on the access page: its path and its PIN.
    private func link(
        _ world: AccountsWorld, purpose: String = "patient", hours: String = "24"
    ) async throws -> (path: String, pin: String) {
        let answer = try await world.as(.nurse).post(
            "/patients/\(world.inside)/links", ["purpose": purpose, "hours": hours])
        #expect(answer.status == 200 && answer.read.contains("different ways"))
        return (
            "/l/" + answer.text.between("http://localhost/l/", "<"),
            answer.text.between("<h2>PIN</h2>\n<p class=\"secret-code\">", "<")
        )
    }

    @Test func `a link and its PIN open one page, which says whose it is and until when`() async throws {
        let world = try await AccountsWorld.make()
        let (path, pin) = try await link(world)
        let browser = world.nobody
        let door = try await browser.get(path)
        #expect(door.status == 200 && !door.text.contains("Inside") && !path.contains("Inside"))
        #expect(try await browser.get("/visit").status == 404)
        #expect(try await browser.post(path, ["pin": pin]).location == "/visit")
        let visit = try await browser.get("/visit")
        #expect(visit.read.contains("North clinic") && visit.read.contains("later release"))
        #expect(try await browser.get("/board").location?.hasPrefix("/sign-in") == true)
        #expect(try await world.acts(.linkOpened, patient: world.inside).count == 1)
        world.clock.move(hours: 12)
        #expect(try await browser.get("/visit").status == 404)
    }

    @Test func `an expired, forged, swapped or revoked link opens nothing`() async throws {
        let world = try await AccountsWorld.make()
        let (path, pin) = try await link(world)
        let token = path.split(separator: "/").last.map(String.init) ?? ""
        let browser = world.nobody
        let middle = token.index(token.startIndex, offsetBy: token.count / 2)
        let forged = token.replacingCharacters(in: middle...middle, with: token[middle] == "A" ? "B" : "A")
        for bad in [
            "/l/guest-hospital/\(token)", "/l/patient/\(forged)", "/l/patient/\(token)x",
            "/l/patient/\(token.dropLast())",
            "/l/nothing/\(token)", "/l/patient/a.b", "/l/patient/%00",
        ] {
            #expect(try await browser.get(bad).status == 404, "\(bad.prefix(24))")
            #expect(try await browser.post(bad, ["pin": pin]).status == 404)
        }
        #expect(try await browser.post(path, ["pin": pin]).status == 303)
        #expect(try await browser.get("/visit").status == 200)

        let nurse = try await world.as(.nurse)
        let page = try await nurse.get("/patients/\(world.inside)/access")
        let revoke = page.text.between("action=\"/patients/\(world.inside)/links/", "/revoke\"")
        #expect(try await nurse.post("/patients/\(world.inside)/links/\(revoke)/revoke").status == 303)
        #expect(try await browser.get("/visit").status == 404)
        #expect(try await browser.get(path).status == 404)

        let (second, secondPIN) = try await link(world, hours: "24")
        world.clock.move(hours: 24)
        #expect(try await browser.post(second, ["pin": secondPIN]).status == 404)
    }

    @Test func `five wrong PINs end a link, also for the right one`() async throws {
        let world = try await AccountsWorld.make()
        let (path, pin) = try await link(world)
        let wrong = pin == "975310" ? "975311" : "975310"
        let browser = world.nobody
        for left in [4, 3, 2, 1] {
            let answer = try await browser.post(path, ["pin": wrong])
            #expect(answer.status == 422 && answer.read.contains("\(left) more tries"))
        }
        #expect(try await browser.post(path, ["pin": wrong]).status == 404)
        #expect(try await browser.post(path, ["pin": pin]).status == 404)
        #expect(try await world.acts(.refused).filter { $0.why == "wrong PIN for a link" }.count == 5)
    }

    @Test(arguments: ["0", "-1", "2161", "99999999999999999999", "x", ""])
    func `a link is good for 1 hour to 90 days`(hours: String) async throws {
        let world = try await AccountsWorld.make()
        let answer = try await world.as(.nurse).post(
            "/patients/\(world.inside)/links", ["purpose": "patient", "hours": hours])
        #expect(answer.status == 422 && answer.marks("hours"))
        #expect(world.house.patients.access(world.inside).links.isEmpty)
    }
}
