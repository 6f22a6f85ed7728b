import Clinical
import Course
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import JSONText
import Journal
import NIOCore
import Practice
import Service
import Synchronization
import Testing

@testable import Server

/// A clock that stands still until a test moves it.
final class HandClock: Sendable {
    /// 22 November 2026, 12:00 in Chicago.
    static let noon = Instant(milliseconds: 1_795_370_400_000)
    private let moment = Mutex(noon)

    var now: Instant { moment.withLock { $0 } }
    func move(minutes: Int) { moment.withLock { $0 = $0.adding(minutes: minutes) } }
    func move(hours: Int) { move(minutes: hours * 60) }
    func move(seconds: Int) {
        moment.withLock { $0 = Instant(milliseconds: $0.milliseconds + Int64(seconds) * 1000) }
    }
}

/// A practice of two sites with one person for each role, all of them at the north site.
///
/// `inside` is a patient the north site looks after, `outside` one of the south site.
final class AccountsWorld: Sendable {
    static let password = "plum ladder quiet orbit"

    let clock: HandClock
    let house: House
    let people: [Role: Person]
    let inside: String
    let outside: String
    private let app: Application<RouterResponder<AppContext>>

    private init(
        clock: HandClock, house: House, people: [Role: Person], inside: String, outside: String,
        app: Application<RouterResponder<AppContext>>
    ) {
        self.clock = clock
        self.house = house
        self.people = people
        self.inside = inside
        self.outside = outside
        self.app = app
    }

    /// - Parameter signing: With the pages of the content release, which take a moment to load.
    /// - Parameter shared: With a journal that more than one ``node(files:)`` may use.
    static func make(
        policy: AccessPolicy = AccessPolicy(), signing: Bool = false, shared: Bool = false
    ) async throws -> AccountsWorld {
        let clock = HandClock()
        let house = try await openHouse(clock, MemoryJournal(isShared: shared), files: signing ? content : nil)
        let hash = try await PasswordHasher(cost: .fast).hash(password)
        var people: [Role: Person] = [:]
        for role in Role.allCases {
            people[role] = try await house.accounts.addReady(
                email: "\(role.rawValue)@practice.org", name: "\(role.title) North", roles: [role], sites: ["north"],
                passwordHash: hash)
        }
        let administrator = try await viewer(try #require(people[.administrator]), house)
        try await house.sites.open(id: "south", name: "South clinic", zoneID: "America/Denver", by: administrator)
        let inside = try await register("Inside Sample", house)
        let outside = try await register("Outside Sample", house)
        try await house.patients.setCareTeam(outside, sites: ["south"], by: administrator)
        return AccountsWorld(
            clock: clock, house: house, people: people, inside: inside, outside: outside,
            app: try app(house, policy))
    }

    /// Another server of the same practice, with the same people and a memory of its own.
    func node(files: @escaping @Sendable () throws(FolderError) -> [ContentFile]) async throws -> AccountsWorld {
        let house = try await House.open(
            protocols: TestSite.protocols, home: Self.home, journal: house.journal, world: Self.world(clock, 1 << 40),
            cost: .fast, files: files, startsUnsigned: true)
        return AccountsWorld(
            clock: clock, house: house, people: people, inside: inside, outside: outside,
            app: try Self.app(house, AccessPolicy()))
    }

    private static func app(
        _ house: House, _ policy: AccessPolicy
    ) throws -> Application<RouterResponder<AppContext>> {
        let settings = try ServerSettings(templates: TestSite.root + "/Templates", assets: TestSite.root + "/Assets")
        let router = try makeRouter(
            settings: settings,
            world: ServerWorld(
                protocols: TestSite.protocols, practice: house.practice, access: AccessWorld(house, policy: policy),
                signing: house.signing))
        return Application(responder: router.buildResponder())
    }

    private static let home = Site(id: "north", name: "North clinic", zoneID: "America/Chicago")

    static let content: @Sendable () throws(FolderError) -> [ContentFile] = { () throws(FolderError) in
        try ContentFolder.read(TestSite.root + "/Content")
    }

    /// - Parameter first: Ids count from here; no two nodes make the same.
    private static func world(_ clock: HandClock, _ first: UInt64) -> World {
        let counter = Atomic<UInt64>(first)
        return World(
            now: { clock.now },
            newID: {
                let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
                return World.uuid7(at: clock.now, high: number, low: number &* 0x9E37_79B9_7F4A_7C15)
            })
    }

    private static func openHouse(
        _ clock: HandClock, _ inner: MemoryJournal, files: (@Sendable () throws(FolderError) -> [ContentFile])?
    ) async throws -> House {
        let key = Data((0..<32).map { UInt8($0) }).base64EncodedString()
        let journal = SealedJournal(
            inner, ring: try MasterKeyRing(text: "0badcafe \(key)", named: "test"), sealing: House.sealedKinds)
        return try await House.open(
            protocols: TestSite.protocols, home: home, journal: journal, world: world(clock, 900), cost: .fast,
            files: files, startsUnsigned: true)
    }

    private static func register(_ name: String, _ house: House) async throws -> String {
        try await house.practice.register(
            ["name": .string(name), "born": "1950-02-03"], at: HandClock.noon.adding(hours: -200), author: "test"
        ).id
    }

    static func viewer(_ person: Person, _ house: House) async throws -> Viewer {
        guard case .active(let viewer) = try await house.accounts.state(of: try await house.accounts.openReady(person))
        else { throw WorldError.noSession }
        return viewer
    }

    enum WorldError: Error { case noSession }

    // MARK: People

    func person(_ role: Role) throws -> Person {
        let known = try #require(people[role])
        return try #require(house.accounts.directory.person(known.id))
    }

    /// A browser in which the person of this role is signed in.
    func `as`(_ role: Role, shared: Bool = false) async throws -> Browser {
        let token = try await house.accounts.openReady(try person(role), shared: shared)
        return Browser(self, cookies: [Cookies.session: token])
    }

    var nobody: Browser { Browser(self, cookies: [:]) }

    /// Turns the second factor on.
    @discardableResult
    func giveFactor(_ role: Role) async throws -> (secret: String, recovery: [String]) {
        let viewer = try await Self.viewer(try person(role), house)
        let secret = house.accounts.newFactorSecret(for: viewer, issuer: "Test").secret
        let codes = try await house.accounts.confirmSecondFactor(viewer, secret: secret, code: try code(secret))
        // The code is spent; the next one comes in half a minute.
        clock.move(seconds: 30)
        return (secret, codes)
    }

    /// What an authenticator app shows now.
    func code(_ secret: String) throws -> String {
        let bytes = try #require(Base32.rfc4648.decode(secret))
        return TOTP.code(Secret(bytes), step: TOTP.step(at: clock.now.milliseconds))
    }

    // MARK: Requests

    func send(
        _ uri: String, method: HTTPRequest.Method, headers: HTTPFields, body: ByteBuffer?
    ) async throws -> WebAnswer {
        try await app.test(.router) { client in
            try await client.execute(uri: uri, method: method, headers: headers, body: body) { response in
                WebAnswer(
                    status: response.status.code, text: String(buffer: response.body), headers: response.headers)
            }
        }
    }

    func acts(_ act: AuditEntry.Act? = nil, patient: String? = nil) async throws -> [AuditEntry] {
        // Oldest first, as they were written.
        try await house.audit.acts(
            from: clock.now.adding(hours: -24 * 40), to: clock.now.adding(minutes: 1)
        ).reversed().filter { (act == nil || $0.act == act) && (patient == nil || $0.patient == patient) }
    }
}

/// What a server answered.
struct WebAnswer: Sendable {
    let status: Int
    let text: String
    let headers: HTTPFields

    var location: String? { headers[.location] }
    var cookies: [String] { headers[values: .setCookie] }
    var json: JSON { (try? JSON.parse(text)) ?? .null }
    /// What a person reads.
    var read: String { text.words }
    func marks(_ field: String) -> Bool { text.contains("id=\"f-\(field)-error\"") }
}

/// Keeps cookies and sends forms with the session's token, as a browser on our own pages does.
final class Browser: Sendable {
    private let world: AccountsWorld
    private let jar: Mutex<[String: String]>

    init(_ world: AccountsWorld, cookies: [String: String]) {
        self.world = world
        jar = Mutex(cookies)
    }

    subscript(cookie: String) -> String? { jar.withLock { $0[cookie] } }
    func set(_ cookie: String, _ value: String?) { jar.withLock { $0[cookie] = value } }

    /// The token forms of this browser's session carry; empty without a session.
    func formToken() async throws -> String {
        guard let token = self[Cookies.session],
            case .active(let viewer) = try await world.house.accounts.state(of: token, touch: false)
        else { return "" }
        return viewer.formToken
    }

    func get(_ uri: String) async throws -> WebAnswer { try await send(uri, method: .get, headers: [:], body: nil) }

    func post(_ uri: String, _ fields: [String: String] = [:], token: String? = nil) async throws -> WebAnswer {
        var pairs = fields.map { ($0.key, $0.value) }
        let token = if let token { token } else { try await formToken() }
        if !token.isEmpty { pairs.append(("csrf", token)) }
        return try await post(uri, pairs: pairs)
    }

    func post(_ uri: String, pairs: [(String, String)], headers: HTTPFields = [:]) async throws -> WebAnswer {
        var headers = headers
        headers[.contentType] = "application/x-www-form-urlencoded"
        let body = pairs.map { "\($0.0)=\(TestSite.encode($0.1))" }.joined(separator: "&")
        return try await send(uri, method: .post, headers: headers, body: ByteBuffer(string: body))
    }

    func send(
        _ uri: String, method: HTTPRequest.Method, headers: HTTPFields, body: ByteBuffer?
    ) async throws -> WebAnswer {
        var headers = headers
        let cookies = jar.withLock { $0 }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        if !cookies.isEmpty { headers[.cookie] = cookies }
        let answer = try await world.send(uri, method: method, headers: headers, body: body)
        for cookie in answer.cookies {
            let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { continue }
            set(String(pair[0]), pair[1].isEmpty ? nil : String(pair[1]))
        }
        return answer
    }
}
