import Clinical
import Foundation
import HTTPTypes
import JSONText
import NIOCore
import Practice
import Service
import Testing

@testable import Server

@Suite struct SignInTests {
    @Test func `an invited person joins, signs in, turns on a second factor and uses a recovery code once`()
        async throws
    {
        let world = try await AccountsWorld.make()
        let administrator = try await world.as(.administrator)
        let invited = try await administrator.post(
            "/people/invite",
            pairs: [
                ("csrf", try await administrator.formToken()), ("email", "new.person@practice.org"),
                ("name", "New Person"),
                ("roles", "nurse"), ("sites", "north"),
            ])
        #expect(invited.status == 200)
        let path = "/join/" + invited.text.between("http://localhost/join/", "<")

        let browser = world.nobody
        #expect(try await browser.get(path).read.contains("new.person@practice.org"))
        let words = "copper window slow river"
        let weak = try await browser.post(
            path, ["name": "New Person", "password": "password12", "again": "password12"])
        #expect(weak.status == 422 && weak.marks("password"))
        let joined = try await browser.post(path, ["name": "New Person", "password": words, "again": words])
        #expect(joined.location == "/sign-in?joined=1")
        #expect(try await browser.get(path).status == 404)

        let form = ["email": "New.Person@practice.org", "password": words]
        #expect(try await browser.post("/sign-in", form).location == "/")
        #expect(try await browser.get("/board").status == 200)

        let setUp = try await browser.get("/account/second-factor")
        let secret = setUp.text.between("name=\"secret\" value=\"", "\"")
        #expect(setUp.text.contains(SecondFactorController.grouped(secret)) && setUp.text.contains("otpauth://"))
        let wrong = try await browser.post("/account/second-factor", ["secret": secret, "code": "000000"])
        #expect(wrong.status == 422 && wrong.text.contains(secret))
        let on = try await browser.post("/account/second-factor", ["secret": secret, "code": try world.code(secret)])
        let recovery = try #require(
            on.text.ranges(of: /<li class="secret-code">([^<]+)</).first.map { String(on.text[$0]) })
        let code = String(recovery.split(separator: ">")[1].dropLast())
        #expect(on.read.contains("Keep them on paper"))

        for (number, expected) in [(1, 303), (2, 422)] {
            let fresh = world.nobody
            let half = try await fresh.post("/sign-in", form)
            #expect(half.status == 200 && fresh[Cookies.session] == nil)
            let step = half.text.between("name=\"step\" value=\"", "\"")
            let done = try await fresh.post("/sign-in", ["email": form["email"] ?? "", "step": step, "code": code])
            #expect(done.status == expected, "use \(number) of the same recovery code")
        }
    }

    @Test func `a code of the second factor is good once`() async throws {
        let world = try await AccountsWorld.make()
        let (secret, _) = try await world.giveFactor(.nurse)
        let code = try world.code(secret)
        let form = ["email": "nurse@practice.org", "password": AccountsWorld.password, "code": code]
        #expect(try await world.nobody.post("/sign-in", form).status == 303)
        #expect(try await world.nobody.post("/sign-in", form).status == 422)
    }

    @Test func `unknown email, wrong password, wrong code and a left person get the same line`() async throws {
        let world = try await AccountsWorld.make()
        try await world.giveFactor(.nurse)
        let administrator = try await world.as(.administrator)
        let gone = try world.person(.educator).id
        #expect(try await administrator.post("/people/\(gone)/deactivate").status == 303)
        let attempts: [[String: String]] = [
            ["email": "nobody@practice.org", "password": AccountsWorld.password],
            ["email": "physician@practice.org", "password": "not the password"],
            ["email": "nurse@practice.org", "password": AccountsWorld.password, "code": "123456"],
            ["email": "educator@practice.org", "password": AccountsWorld.password],
            ["email": "<script>@x' OR 1=1", "password": "x"],
        ]
        var lines: Set<String> = []
        for attempt in attempts {
            let answer = try await world.nobody.post("/sign-in", attempt)
            #expect(answer.status == 422)
            lines.insert(answer.text.between("Not signed in.", "</div>"))
        }
        #expect(lines.count == 1 && lines.first?.contains("do not fit") == true)
        #expect(try await world.acts(.signInFailed).count == attempts.count)
    }

    @Test func `a session brought along before the sign-in is not the one after it`() async throws {
        let world = try await AccountsWorld.make()
        let planted = String(repeating: "A", count: 43)
        let browser = world.nobody
        browser.set(Cookies.session, planted)
        let answer = try await browser.post(
            "/sign-in", ["email": "nurse@practice.org", "password": AccountsWorld.password])
        #expect(answer.status == 303 && browser[Cookies.session] != planted)
        let cookie = try #require(answer.cookies.first { $0.hasPrefix(Cookies.session + "=") })
        for part in ["Path=/", "Secure", "HttpOnly", "SameSite=Strict"] { #expect(cookie.contains(part)) }
        let thief = world.nobody
        thief.set(Cookies.session, planted)
        #expect(try await thief.get("/board").location?.hasPrefix("/sign-in") == true)
    }

    @Test(arguments: [
        "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/%0d%0aX: y",
        "\u{9}//evil",
        "/ok\u{0}", "http:/evil", "///evil", "evil.example/path", "",
    ])
    func `after signing in nobody is sent to another site`(next: String) async throws {
        let world = try await AccountsWorld.make()
        let answer = try await world.nobody.post(
            "/sign-in", ["email": "nurse@practice.org", "password": AccountsWorld.password, "next": next])
        let location = try #require(answer.location)
        #expect(location.hasPrefix("/") && !location.hasPrefix("//") && !location.contains("\\"))
        #expect(location.utf8.allSatisfy { $0 > 32 && $0 < 127 })
    }

    @Test func `a program signs in by JSON and uses the token as bearer`() async throws {
        let world = try await AccountsWorld.make()
        let (secret, _) = try await world.giveFactor(.nurse)
        func signIn(_ body: String) async throws -> WebAnswer {
            try await world.nobody.send(
                "/api/sign-in", method: .post, headers: [.contentType: "application/json"], body: .init(string: body))
        }
        let start = "{\"email\":\"nurse@practice.org\",\"password\":\"\(AccountsWorld.password)\""
        let half = try await signIn(start + "}")
        #expect(half.status == 401 && half.json["code"]?.string == "account.code-needed")
        let wrong = try await signIn(start + ",\"code\":\"000000\"}")
        #expect(wrong.status == 401 && wrong.json["code"]?.string == "account.sign-in")
        let done = try await signIn(start + ",\"code\":\"\(try world.code(secret))\"}")
        #expect(done.status == 200)
        let token = try #require(done.json["token"]?.string)
        let end = try #require(done.json["expires"]?.string.flatMap { Instant(iso: $0) })
        #expect(end == world.clock.now.adding(hours: 12))
        let advice = try await world.nobody.send(
            "/api/patients/\(world.inside)/advice", method: .get, headers: [.authorization: "Bearer \(token)"],
            body: nil)
        #expect(advice.status == 200)
        #expect(try await signIn("{\"email\":1}").status == 422)
        var last = half
        for _ in 0..<40 where last.status != 429 {
            last = try await signIn("{\"email\":\"nurse@practice.org\",\"password\":\"wrong\"}")
        }
        #expect(last.status == 429 && last.headers[.retryAfter] != nil)
    }
}
