import Foundation
import HTTPTypes
import Hummingbird
import JSONText
import NIOCore
import Practice
import Service
import Testing

@testable import Server

@Suite struct AccessMatrixTests {
    @Test func `the roles may do exactly what this table says`() throws {
        var table: [Role: Set<Deed>] = [:]
        for (name, words) in ExpectedAccess.roles {
            let role = try #require(Role(rawValue: name))
            table[role] = Set(try words.split(separator: " ").map { try #require(Deed(rawValue: String($0)), "\($0)") })
        }
        #expect(Set(table.keys) == Set(Role.allCases))
        for role in Role.allCases { #expect(RoleTable.deeds(of: role) == table[role], "\(role.rawValue)") }
        for deed in Deed.allCases {
            #expect(Role.allCases.contains { RoleTable.may($0, deed) }, "nobody may \(deed.rawValue)")
            #expect(
                deed == .ownAccount || deed == .readContent || !Role.allCases.allSatisfy { RoleTable.may($0, deed) })
        }
    }

    @Test func `the table of routes says exactly what this table says`() {
        let rules = Set(RouteTable.rules.map { "\($0.method) \($0.path) \(ExpectedAccess.words($0.need))" })
        let expected = Set(ExpectedAccess.routes.map { "\($0.method) \($0.path) \($0.need)" })
        #expect(rules.subtracting(expected).sorted() == [])
        #expect(expected.subtracting(rules).sorted() == [])
        #expect(RouteTable.rules.count == rules.count)
    }

    @Test func `every route the router has is in the table, and every row of the table is a route`() async throws {
        let world = try await AccountsWorld.make(signing: true)
        let settings = try ServerSettings(templates: TestSite.root + "/Templates", assets: TestSite.root + "/Assets")
        let router = try makeRouter(
            settings: settings,
            world: ServerWorld(
                protocols: TestSite.protocols, practice: world.house.practice, access: AccessWorld(world.house),
                signing: world.house.signing))
        let routes = router.routes.filter { $0.method != .head }.map { "\($0.method.rawValue) \($0.path)" }
        let known = Set(routes.map { $0.replacing(/:([a-z]+)/) { "{\($0.1)}" } })
        #expect(known.count > 60)
        for route in known.sorted() {
            let parts = route.split(separator: " ", maxSplits: 1).map(String.init)
            #expect(RouteTable.rule(method: parts[0], path: parts[1]) != nil, "\(route) is not in the table")
        }
        for rule in RouteTable.rules {
            #expect(known.contains("\(rule.method) \(rule.path)"), "\(rule.method) \(rule.path) is no route")
        }
    }

    /// One request as somebody, about a patient inside or outside their sites.
    @Test func `every route opens to exactly the roles of the table, in the care team and out of it`() async throws {
        let world = try await AccountsWorld.make(signing: true)
        try await world.giveFactor(.medicalDirector)
        var asked = 0
        for route in ExpectedAccess.routes {
            for role in [nil] + Role.allCases.map({ Optional($0) }) {
                for patient in route.path.contains("{id}") ? [world.inside, world.outside] : [world.inside] {
                    for kind in route.need == "entry" && route.path.contains("{kind}")
                        ? ExpectedAccess.kinds : [("", "")]
                    {
                        let expected = ExpectedAccess.outcome(
                            route, role: role, deed: kind.1, inTeam: patient == world.inside)
                        let got = try await outcome(route, role, patient, kind.0, world)
                        #expect(
                            got == expected,
                            "\(route.method) \(route.path) \(kind.0) as \(role?.rawValue ?? "nobody"), \(patient == world.inside ? "in" : "not in") the care team"
                        )
                        asked += 1
                    }
                }
            }
        }
        print("access matrix: \(asked) requests")
        #expect(asked > 900)
    }

    private func outcome(
        _ route: ExpectedAccess.Route, _ role: Role?, _ patient: String, _ kind: String, _ world: AccountsWorld
    ) async throws -> ExpectedAccess.Outcome {
        let address = route.path.replacing("{id}", with: patient).replacing("{kind}", with: kind)
            .replacing("{person}", with: "nobody-of-this-id").replacing("{link}", with: "none")
            .replacing("{token}", with: "none").replacing("{purpose}", with: "patient")
            .replacing("{therapy}", with: "teclistamab").replacing("{site}", with: "north")
            .replacing("{toxicity}", with: "crs")
        let browser = if let role { try await world.as(role) } else { world.nobody }
        let answer =
            route.method == "GET"
            ? try await browser.get(address) : try await browser.post(address, [:])
        #expect(answer.status < 500, "\(route.method) \(route.path) \(answer.status)")
        let line = answer.read
        if answer.status == 403, line.contains("looked after by another site") { return .notInTeam }
        if answer.status == 403, line.contains("Your roles do not open this") { return .noRole }
        if answer.status == 404, line.contains("This link is no longer good"), route.need == "visit" { return .noLink }
        if answer.json["code"]?.string == "session.none" { return .signIn }
        if route.need != "open", let location = answer.location,
            location.hasPrefix("/sign-in?next=") || location == "/sign-in?ended=1"
        {
            return .signIn
        }
        return .open
    }

    @Test func `each kind of entry by JSON opens to exactly the roles that may record it`() async throws {
        let world = try await AccountsWorld.make()
        try await world.giveFactor(.medicalDirector)
        for role in Role.allCases {
            let token = try await world.house.accounts.openReady(try world.person(role))
            for (type, deed) in ExpectedAccess.events {
                let answer = try await world.nobody.send(
                    "/api/patients/\(world.inside)/events", method: .post,
                    headers: [.contentType: "application/json", .authorization: "Bearer \(token)"],
                    body: ByteBuffer(string: "{\"type\":\"\(type)\",\"at\":\"2026-11-22T11:00:00-06:00\"}"))
                let may = ExpectedAccess.may(role, "read-record") && ExpectedAccess.may(role, deed)
                #expect((answer.status == 403) == !may, "\(type) as \(role.rawValue): \(answer.status)")
                #expect(answer.status < 500)
            }
        }
    }

    @Test func `a route that is not in the table is refused, whoever asks`() async throws {
        #expect(RouteTable.rule(method: "DELETE", path: "/patients/{id}") == nil)
        #expect(RouteTable.rule(method: "POST", path: "/board") == nil)
        let world = try await AccountsWorld.make()
        let browser = try await world.as(.administrator)
        for method in [HTTPRequest.Method.put, .delete, .patch] {
            let answer = try await browser.send("/people", method: method, headers: [:], body: nil)
            #expect([403, 404, 405].contains(answer.status))
        }
    }
}
