import Clinical
import Course
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JSONText
import Practice
import Service
import Testing

@testable import Server

/// The night card as a covering physician uses it.
@Suite struct NightCardTests {
    private func maria(_ world: PatientPagesWorld) async throws -> String { try world.id(of: "Maria") }

    private func taps(_ world: PatientPagesWorld, _ id: String, _ taps: [JSON]) async throws -> JSON {
        let body: JSON = ["taps": .array(taps)]
        return try JSON.parse(Array(try await post(world, "/n/\(id)/taps", "application/json", body.bytes()).utf8))
    }

    private func post(_ world: PatientPagesWorld, _ path: String, _ type: String, _ body: [UInt8]) async throws
        -> String
    {
        try await world.signedIn.app().test(.router) { client in
            try await client.execute(
                uri: path, method: .post,
                headers: [.authorization: world.signedIn.header, .contentType: type], body: ByteBuffer(bytes: body)
            ) { response in
                #expect(response.status == .ok)
                return String(buffer: response.body)
            }
        }
    }

    @Test func `the card says who, the grade, the first steps with this patient's doses and what may hide a fever`()
        async throws
    {
        let world = try await PatientPagesWorld.make()
        let card = try await world.page("/n/" + maria(world))
        #expect(card.contains("CRS grade 1"))
        #expect(card.contains("May hide a fever:"))
        #expect(card.contains("Do this now"))
        #expect(card.contains("sepsis"), "no fever without an infection line")
        #expect(card.utf8.count < 60_000)
    }

    @Test func `what is typed is read by the tables and not recorded`() async throws {
        let world = try await PatientPagesWorld.make()
        let id = try await maria(world)
        let before = try await world.practice.record(id).version
        let answer = try await post(
            world, "/n/\(id)/answer", "application/x-www-form-urlencoded",
            Array("temperature=38.9&hypotension=yes&oxygenDevice=none&vasopressors=none".utf8))
        #expect(answer.contains("CRS grade 2"))
        #expect(answer.contains("571.2 mg"), "8 mg/kg of the weight on record")
        #expect(try await world.practice.record(id).version == before)
    }

    @Test func `a tap is recorded once with its own time, however often it is sent`() async throws {
        let world = try await PatientPagesWorld.make()
        let id = try await maria(world)
        let at = world.practice.world.now().adding(minutes: -7)
        let tap: JSON = [
            "key": "0b8f2a9e-tap-1", "at": .string(at.iso), "form": "temperature=38.8&temperatureUnit=C&hypotension=no",
        ]
        #expect(try await taps(world, id, [tap])["results"]?.array?.first?["status"]?.string == "recorded")
        #expect(
            try await taps(world, id, [tap, tap])["results"]?.array?.map { $0["status"]?.string } == [
                "before", "before",
            ])
        let entries = try await world.practice.record(id).entries.filter { $0.body["tap"]?.string == "0b8f2a9e-tap-1" }
        #expect(entries.map(\.at) == [at])
    }

    @Test func `a dose that is marked as given counts for the next one`() async throws {
        let world = try await PatientPagesWorld.make()
        let id = try await maria(world)
        let library = world.protocols.library
        let guide = try #require(library.management(of: "crs"))
        let step = try #require(
            guide.steps.first { step in
                step.give.flatMap { library.medicine($0.medicine) }?.role == .antiCytokine
            })
        let tap: JSON = [
            "key": "0b8f2a9e-tap-2", "at": .string(world.practice.world.now().iso), "action": .string("crs-" + step.id),
            "what": "given", "outcome": "done",
        ]
        #expect(try await taps(world, id, [tap])["results"]?.array?.first?["status"]?.string == "recorded")
        let record = try await world.practice.record(id)
        #expect(record.entries.suffix(2).map(\.type) == ["action-taken", "medicine-given"])
        #expect(record.state.medicinesGiven.contains { library.medicines[$0.medicine].id == step.give?.medicine })
    }

    @Test(arguments: [
        ("temperature=380&temperatureUnit=C", "refused"), ("temperature=38&temperatureUnit=F", "refused"),
        ("", "refused"),
    ])
    func `what cannot be is told, and nothing of it is recorded`(_ form: String, _ status: String) async throws {
        let world = try await PatientPagesWorld.make()
        let id = try await maria(world)
        let before = try await world.practice.record(id).version
        let tap: JSON = [
            "key": "0b8f2a9e-tap-3", "at": .string(world.practice.world.now().iso), "form": .string(form),
        ]
        let result = try await taps(world, id, [tap])["results"]?.array?.first
        #expect(result?["status"]?.string == status)
        #expect(result?["message"]?.string?.isEmpty == false)
        #expect(try await world.practice.record(id).version == before)
    }

    @Test func `two windows that send the same tap at the same moment record it once`() async throws {
        let world = try await PatientPagesWorld.make()
        let id = try await maria(world)
        let before = try await world.practice.record(id).version
        let recorder = NightRecorder(practice: world.practice)
        let outcomes = try await withThrowingTaskGroup(of: NightRecorder.Outcome.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    try await recorder.record(key: "0b8f2a9e-tap-4", patient: id) { scene in
                        ([Draft(.note, at: scene.now, ["text": "once"])], nil)
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == .recorded }.count == 1)
        #expect(outcomes.filter { $0 == .before }.count == 11)
        #expect(try await world.practice.record(id).version == before + 1)
    }

    @Test func `the button without scripts, pressed twice, records once`() async throws {
        let world = try await PatientPagesWorld.make()
        let id = try await maria(world)
        let card = try await world.page("/n/" + id)
        let key = try #require(card.firstMatch(of: /name="key" value="([^"]+)"/)).1
        let before = try await world.practice.record(id).version
        for _ in 0..<2 {
            try await world.signedIn.app().test(.router) { client in
                try await client.execute(
                    uri: "/n/" + id, method: .post,
                    headers: [
                        .authorization: world.signedIn.header, .contentType: "application/x-www-form-urlencoded",
                    ], body: ByteBuffer(string: "key=\(key)&temperature=38.4&step=record")
                ) { #expect($0.status == .seeOther) }
            }
        }
        #expect(try await world.practice.record(id).version == before + 1)
    }
}
