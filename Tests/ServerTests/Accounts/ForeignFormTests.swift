import Foundation
import HTTPTypes
import Practice
import Service
import Testing

@testable import Server

@Suite struct ForeignFormTests {
    @Test func `a form without the session's token, or with another session's, changes nothing`() async throws {
        let world = try await AccountsWorld.make()
        let browser = try await world.as(.administrator)
        let other = try await world.as(.administrator)
        let fields = [("id", "east"), ("name", "East clinic"), ("zone", "America/Chicago")]
        let before = world.house.sites.all.count
        let foreign = try await other.formToken()
        let mine = try await browser.formToken()
        #expect(foreign != mine && !mine.isEmpty)
        let tokens = [
            "", foreign, mine + "x", String(mine.dropLast()), String(mine.reversed()), "\u{0}",
            browser[Cookies.session] ?? "",
        ]
        for token in tokens {
            let answer = try await browser.post("/sites", pairs: fields + [("csrf", token)])
            #expect(answer.status == 403, "token \(token.count) long")
        }
        #expect(try await browser.post("/sites", pairs: fields).status == 403)
        #expect(world.house.sites.all.count == before)
        #expect(try await browser.post("/sites", pairs: fields + [("csrf", mine)]).location == "/sites?saved=1")
        #expect(world.house.sites.all.count == before + 1)
    }

    @Test func `a wrong token in the header is refused though the field is right`() async throws {
        let world = try await AccountsWorld.make()
        let browser = try await world.as(.nurse)
        let header = try #require(HTTPField.Name("X-Form-Token"))
        let mine = try await browser.formToken()
        let path = "/patients/\(world.inside)/printed"
        let wrong = try await browser.post(path, pairs: [("csrf", mine)], headers: [header: "no"])
        #expect(wrong.status == 403)
        #expect(try await browser.post(path, pairs: [], headers: [header: mine]).status == 204)
        #expect(try await browser.post(path).status == 204)
        #expect(try await world.acts(.printed, patient: world.inside).count == 2)
    }

    @Test(arguments: ["https://evil.example", "http://localhost.evil.example", "null", "http://localhost:1"])
    func `a form from another origin is refused even with the right token`(origin: String) async throws {
        let world = try await AccountsWorld.make()
        let browser = try await world.as(.nurse)
        let answer = try await browser.post(
            "/sign-out", pairs: [("csrf", try await browser.formToken())], headers: [.origin: origin])
        #expect(answer.status == 403)
        #expect(try await browser.get("/board").status == 200)
    }

    @Test func `every form of a signed-in page carries the token`() async throws {
        let world = try await AccountsWorld.make()
        try await world.giveFactor(.medicalDirector)
        for role in Role.allCases {
            let browser = try await world.as(role)
            let token = try await browser.formToken()
            let paths =
                RouteTable.rules.filter { $0.method == "GET" && $0.need != .visit }.map(\.path)
                .filter { !$0.contains("{") || $0.hasPrefix("/patients/{id}") || $0.hasPrefix("/people/{person}") }
            for path in paths {
                let address = path.replacing("{id}", with: world.inside).replacing("{kind}", with: "vitals")
                    .replacing("{person}", with: try world.person(.nurse).id)
                let answer = try await browser.get(address)
                guard answer.status == 200 else { continue }
                for form in answer.text.components(separatedBy: "<form").dropFirst()
                where form.contains("method=\"post\"") {
                    let text = form.components(separatedBy: "</form>")[0]
                    #expect(text.contains("name=\"csrf\" value=\"\(token)\""), "\(path) as \(role)")
                }
            }
        }
    }
}
