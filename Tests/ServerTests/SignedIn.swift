import Clinical
import Course
import Hummingbird
import Identity
import Journal
import Practice
import Service

@testable import Server

/// A practice in memory and somebody who may record everything in it.
struct SignedIn: Sendable {
    static let name = "Robin Test"

    let house: House
    let token: String

    init(protocols: Protocols, world: World, roles: Set<Role> = [.physician, .nurse, .coordinator]) async throws {
        house = try await House.open(
            protocols: protocols, home: DemoPractice.site, journal: MemoryJournal(), world: world, cost: .fast)
        let person = try await house.accounts.addReady(
            email: "robin@test.example", name: Self.name, roles: roles, sites: [DemoPractice.site.id],
            passwordHash: "$argon2id$none")
        token = try await house.accounts.openReady(person)
    }

    /// As a program sends it, so that no form token is needed.
    var header: String { "Bearer \(token)" }

    func app() throws -> some ApplicationProtocol {
        let settings = try ServerSettings(templates: TestSite.root + "/Templates", assets: TestSite.root + "/Assets")
        return try buildServer(
            settings: settings,
            world: ServerWorld(
                protocols: house.practice.protocols, practice: house.practice, access: AccessWorld(house)))
    }
}
