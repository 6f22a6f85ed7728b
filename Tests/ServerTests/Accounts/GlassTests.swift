import Practice
import Service
import Testing

@testable import Server

@Suite struct GlassTests {
    @Test func `a patient of another site opens for four hours after a reason, and everybody can see that`()
        async throws
    {
        let world = try await AccountsWorld.make()
        try await world.giveFactor(.medicalDirector)
        let nurse = try await world.as(.nurse)
        let path = "/patients/\(world.outside)"
        let refused = try await nurse.get(path)
        #expect(refused.status == 403 && refused.text.contains("\(path)/break-glass"))
        #expect(!refused.text.contains("Outside"))
        let form = try await nurse.get("\(path)/break-glass")
        #expect(form.status == 200 && form.read.contains("4 hours") && form.read.contains("medical director"))
        #expect(!form.text.contains("Outside"))
        #expect(try await nurse.post("\(path)/break-glass", ["reason": "short"]).status == 422)
        #expect(try await nurse.get(path).status == 403)

        let director = try await world.as(.medicalDirector)
        #expect(try await !director.get("/board").read.contains("glass was broken"))
        let reason = "Septic in our emergency room, <b>needs</b> the last dose"
        #expect(try await nurse.post("\(path)/break-glass", ["reason": reason]).location == path)
        #expect(try await nurse.get(path).text.contains("Outside Sample"))
        #expect(try await director.get("/board").read.contains("glass was broken once in the last 24 h"))
        let list = try await director.get("/audit/broken-glass")
        #expect(list.text.contains("Septic in our emergency room, &lt;b&gt;") && list.text.contains("Nurse North"))
        let administrator = try await world.as(.administrator).get("/audit/broken-glass")
        #expect(administrator.text.contains("Nurse North") && !administrator.text.contains("Septic"))

        let acts = try await world.acts(patient: world.outside)
        #expect(acts.filter { $0.act == .glassBroken }.count == 2)
        #expect(acts.contains { $0.act == .recordRead && $0.why == "broken glass" })
        #expect(acts.filter { $0.act == .refused }.count >= 2)
        #expect(acts.allSatisfy { !$0.why.contains("Septic") && !$0.what.contains(world.outside) })

        for _ in 0..<15 {
            world.clock.move(minutes: 15)
            #expect(try await nurse.get(path).status == 200)
        }
        world.clock.move(minutes: 15)
        #expect(try await nurse.get(path).status == 403)
        world.clock.move(hours: 21)
        let later = try await world.as(.medicalDirector)
        #expect(try await !later.get("/board").read.contains("glass was broken"))
    }

    @Test func `a broken glass opens it for the person who broke it alone`() async throws {
        let world = try await AccountsWorld.make()
        let nurse = try await world.as(.nurse)
        _ = try await nurse.post(
            "/patients/\(world.outside)/break-glass", ["reason": "called from the emergency room"])
        #expect(try await world.as(.physician).get("/patients/\(world.outside)").status == 403)
    }

    @Test func `the board and search show only patients of one's own sites`() async throws {
        let world = try await AccountsWorld.make()
        let nurse = try await world.as(.nurse)
        let board = try await nurse.get("/board?all=1")
        #expect(board.text.contains("Inside Sample") && !board.text.contains("Outside Sample"))
        #expect(try await !nurse.get("/board?q=Outside").text.contains("Outside Sample"))
        #expect(try await world.acts(.searched).count == 1)
    }

    @Test func `a care team is set by whoever may, and a site that does not exist is not in it`() async throws {
        let world = try await AccountsWorld.make()
        let coordinator = try await world.as(.coordinator)
        let path = "/patients/\(world.inside)"
        #expect(try await coordinator.get("\(path)/access").read.contains("North clinic"))
        #expect(try await coordinator.post("\(path)/care-team", ["sites": "nowhere"]).status == 422)
        #expect(try await coordinator.get(path).status == 200)
        #expect(try await coordinator.post("\(path)/care-team", ["sites": "south"]).location == "/board")
        #expect(try await coordinator.get(path).status == 403)
    }
}
