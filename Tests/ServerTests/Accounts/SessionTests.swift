import Practice
import Service
import Testing

@testable import Server

@Suite struct SessionTests {
    private func isOut(_ browser: Browser) async throws -> Bool {
        try await browser.get("/board").location?.hasPrefix("/sign-in") == true
    }

    @Test func `a session ends after 30 minutes without use and after 12 hours in any case`() async throws {
        let world = try await AccountsWorld.make()
        let idle = try await world.as(.nurse)
        world.clock.move(minutes: 29)
        #expect(try await !isOut(idle))
        world.clock.move(minutes: 30)
        #expect(try await isOut(idle))
        let busy = try await world.as(.nurse)
        for _ in 0..<35 {
            world.clock.move(minutes: 20)
            #expect(try await !isOut(busy))
        }
        world.clock.move(minutes: 20)
        #expect(try await isOut(busy))
    }

    @Test func `a clock that steps back an hour ends no session`() async throws {
        let world = try await AccountsWorld.make()
        let browser = try await world.as(.nurse)
        world.clock.move(minutes: 10)
        #expect(try await !isOut(browser))
        world.clock.move(minutes: -60)
        #expect(try await !isOut(browser))
    }

    @Test func `a shared workstation locks after 5 minutes, opens by PIN, and ends after three wrong ones`()
        async throws
    {
        let world = try await AccountsWorld.make()
        let browser = try await world.as(.nurse, shared: true)
        let easy = try await browser.post("/account/pin", ["pin": "123456"])
        #expect(easy.status == 422 && easy.marks("pin"))
        #expect(try await browser.post("/account/pin", ["pin": "739154"]).location == "/account?saved=pin")
        world.clock.move(minutes: 5)
        #expect(try await browser.get("/board").location == "/unlock?next=/board")
        #expect(try await browser.post("/account/pin", ["pin": "739154"]).location == "/unlock?ended=1")
        #expect(try await browser.get("/unlock").read.contains("Nurse North"))
        let open = try await browser.post("/unlock", ["pin": "739154", "next": "/board"])
        #expect(open.location == "/board")
        #expect(try await browser.get("/board").status == 200)
        world.clock.move(minutes: 5)
        for _ in 0..<2 { #expect(try await browser.post("/unlock", ["pin": "111222"]).status == 422) }
        #expect(try await browser.post("/unlock", ["pin": "111222"]).location == "/sign-in?ended=1")
        #expect(try await browser.post("/unlock", ["pin": "739154"]).location == "/sign-in?ended=1")
        #expect(try await isOut(browser))
    }

    @Test func `signing out everywhere ends the session on every device`() async throws {
        let world = try await AccountsWorld.make()
        let here = try await world.as(.nurse)
        let there = try await world.as(.nurse)
        let other = try await world.as(.physician)
        world.clock.move(minutes: 1)
        #expect(try await here.post("/sign-out-everywhere").location == "/sign-in?out=1")
        #expect(try await isOut(here))
        #expect(try await isOut(there))
        #expect(try await !isOut(other))
    }

    @Test func `signing out ends this session on the server, not only the cookie`() async throws {
        let world = try await AccountsWorld.make()
        let browser = try await world.as(.nurse)
        let token = browser[Cookies.session]
        #expect(try await browser.post("/sign-out").status == 303)
        #expect(browser[Cookies.session] == nil)
        browser.set(Cookies.session, token)
        #expect(try await isOut(browser))
    }

    @Test func `deactivation ends sessions at once and refuses the password`() async throws {
        let world = try await AccountsWorld.make()
        let nurse = try await world.as(.nurse)
        let administrator = try await world.as(.administrator)
        #expect(try await nurse.get("/board").status == 200)
        let id = try world.person(.nurse).id
        #expect(try await administrator.post("/people/\(id)/deactivate").status == 303)
        #expect(try await isOut(nurse))
        let form = ["email": "nurse@practice.org", "password": AccountsWorld.password]
        #expect(try await world.nobody.post("/sign-in", form).status == 422)
        world.clock.move(minutes: 1)
        #expect(try await administrator.post("/people/\(id)/reactivate").status == 303)
        #expect(try await world.nobody.post("/sign-in", form).status == 303)
    }

    @Test func `the last administrator stays`() async throws {
        let world = try await AccountsWorld.make()
        let administrator = try await world.as(.administrator)
        let id = try world.person(.administrator).id
        #expect(try await administrator.post("/people/\(id)/deactivate").status == 409)
        let roles = try await administrator.post("/people/\(id)", ["roles": "nurse", "sites": "north"])
        #expect(roles.status == 422 && roles.marks("roles"))
        #expect(try world.person(.administrator).roles == [.administrator])
    }

    @Test func `a taken role closes its pages with the next request`() async throws {
        let world = try await AccountsWorld.make()
        let nurse = try await world.as(.nurse)
        let administrator = try await world.as(.administrator)
        let id = try world.person(.nurse).id
        #expect(try await administrator.post("/people/\(id)", ["roles": "educator", "sites": "north"]).status == 303)
        #expect(try await nurse.get("/board").status == 403)
    }

    @Test func `a changed password ends every session, and the old one is refused`() async throws {
        let world = try await AccountsWorld.make()
        let here = try await world.as(.nurse)
        let there = try await world.as(.nurse)
        world.clock.move(minutes: 1)
        let new = "silver kettle north moss"
        let wrong = try await here.post("/account/password", ["old": "no", "password": new, "again": new])
        #expect(wrong.status == 422 && wrong.marks("old"))
        let done = try await here.post(
            "/account/password", ["old": AccountsWorld.password, "password": new, "again": new])
        #expect(done.location == "/sign-in?changed=1")
        #expect(try await isOut(there))
        let form = ["email": "nurse@practice.org", "password": AccountsWorld.password]
        #expect(try await world.nobody.post("/sign-in", form).status == 422)
    }

    @Test func `the password form is no place to guess the password`() async throws {
        let world = try await AccountsWorld.make()
        let browser = try await world.as(.nurse)
        var answer = try await browser.get("/account")
        for _ in 0..<40 where !answer.read.contains("Too many attempts") {
            answer = try await browser.post("/account/password", ["old": "guess", "password": "a", "again": "a"])
        }
        #expect(answer.read.contains("Too many attempts"))
        #expect(
            try await world.nobody.post(
                "/sign-in", ["email": "nurse@practice.org", "password": AccountsWorld.password]
            ).status == 303)
    }

    @Test func `who signs content sets up a second factor first, and shows it again in each session`() async throws {
        let world = try await AccountsWorld.make()
        let director = try await world.as(.medicalDirector)
        #expect(try await director.get("/board").location == "/account/second-factor?next=/board")
        #expect(
            try await director.get("/patients/\(world.inside)").location
                == "/account/second-factor?next=/patients/\(world.inside)")
        #expect(try await director.get("/board?q=Ruiz").location == "/account/second-factor?next=/board")
        #expect(
            try await director.get("/account/second-factor?next=/board").text
                .contains("name=\"next\" value=\"/board\""))
        #expect(
            try await director.get("/account/second-factor?next=//evil.example").text
                .contains("name=\"next\" value=\"/\""))
        #expect(try await director.get("/account").status == 200)
        let (secret, _) = try await world.giveFactor(.medicalDirector)
        let again = try await world.as(.medicalDirector)
        #expect(try await again.get("/board").status == 200)
        #expect(
            try await again.post("/account/second-factor/remove", ["password": AccountsWorld.password]).status == 403)
        #expect(try await again.post("/account/confirm", ["code": "000000"]).status == 422)
        let code = try world.code(secret)
        #expect(try await again.post("/account/confirm", ["code": code, "next": "/content"]).location == "/content")
        #expect(try await again.post("/account/confirm", ["code": code]).status == 422)
        world.clock.move(seconds: 30)
        let evil = ["code": try world.code(secret), "next": "/%2F%2Fevil.example"]
        #expect(try await again.post("/account/confirm", evil).location == "/")
    }
}
