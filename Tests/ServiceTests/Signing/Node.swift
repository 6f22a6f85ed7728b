import Clinical
import Course
import JSONText
import Journal
import Practice
import Service
import Testing

/// One server of a practice in which content must be signed, with the clock of the test.
struct Node {
    static let noon = Instant(milliseconds: 1_795_370_400_000)
    static let site = Site(id: "clinic", name: "Clinic", zoneID: "America/Chicago")

    let practice: PracticeService
    let signing: SigningService
    let clock: ClockBox

    init(_ journal: any Journal, files: [ContentFile] = SigningWorld.content) async throws {
        let clock = ClockBox(clock: Self.noon)
        self.clock = clock
        let world = World(now: { clock.now }, newID: World.live.newID)
        signing = try await SigningService(site: Self.site.id, journal: journal, world: world) {
            () throws(FolderError) in files
        }
        let zone = try #require(Zones.zone(Self.site.zoneID))
        practice = try await PracticeService(
            protocols: TestPractice.protocols, site: Self.site, journal: journal, world: world,
            releases: ReleaseShelf(signing: signing, zone: zone, unsignedChoices: [:], startsUnsigned: false))
    }

    /// Ticks what is left and signs what is shown.
    func sign(choices: [String: String] = [:]) async throws {
        let rest = try await signing.pending().filter { !$0.isTicked }
        if !rest.isEmpty {
            try await signing.tick(rest.map { ($0.line.statement.id, $0.line.hash) }, by: SigningWorld.physician)
        }
        let rules = try await signing.rules()
        try await signing.sign(
            .init(
                hash: rules.release.hash, snapshot: signing.snapshot(rules.effective), choices: choices),
            by: SigningWorld.director)
    }

    func register() async throws -> String {
        try await practice.register(
            ["name": "Test Sample", "born": "1960-01-02", "synthetic": true], at: Self.noon.adding(hours: -240),
            author: "test"
        ).id
    }

    func start(_ id: String, hoursAgo: Int = 240) async throws {
        _ = try await practice.record(
            [
                Draft(
                    .courseStarted, at: Self.noon.adding(hours: -hoursAgo),
                    ["therapy": "teclistamab", "regimen": "monotherapy", "release": "what somebody typed"])
            ], patient: id, author: "test")
    }

    func move(_ id: String, to release: String) async throws {
        _ = try await practice.record(
            [Draft(.releaseMoved, at: clock.now, ["release": .string(release)])], patient: id, author: "test")
    }

    func advice(_ id: String) async throws -> CourseAdvice {
        practice.advice(try await practice.record(id), now: clock.now)
    }

    func alerts(_ id: String) async throws -> [String] { try await advice(id).alerts.map(\.what) }

    func code(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch { return (error as? RecordError)?.code ?? "\(error)" }
    }
}

/// A second release: another name and one sentence said differently.
enum Releases {
    static let said = "No weight on record. Weigh the patient before the dose is prepared."
    static let saidNow = "No weight is known. Weigh the patient before the dose is prepared."

    static let second: [ContentFile] = SigningWorld.edited(
        SigningWorld.edited(SigningWorld.content, "release.yaml", "2026.11-draft", "2027.01"), "phrases.yaml", said,
        saidNow)
}
