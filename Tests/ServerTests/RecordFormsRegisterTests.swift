import Clinical
import Course
import Foundation
import Hummingbird
import JSONText
import NIOCore
import Service
import Testing

@testable import Server

@Suite("Registration")
struct RecordFormsRegisterTests {
    private static let id = "01a1db85-ed86-7001-9e37-79b97f4a7c99"

    private func post(_ world: RecordFormsWorld, _ fields: [String: String]) async throws -> FormAnswer {
        try await world.send("/patients/new", body: RecordFormsWorld.encoded(fields))
    }

    @Test
    func `a patient, the course and the weight are recorded together`() async throws {
        let world = try await RecordFormsWorld(demo: false)
        let page = try await world.get("/patients/new")
        let id = String(page.text.split(separator: "name=\"id\" value=\"")[1].prefix { $0 != "\"" })
        #expect(RegisterForm.isID(id))
        let fields = [
            "id": id, "name": "Nina Neu", "born": "1960-02-29", "recordNumber": "77", "phone": "555-0100",
            "course": "teclistamab/monotherapy", "weightKg": "71.4",
        ]
        let answer = try await post(world, fields)
        #expect(answer.status == 303)
        #expect(answer.location == "/patients/\(id)")
        let record = try await world.practice.record(id)
        #expect(record.entries.map(\.type) == ["registered", "course-started", "weighed"])
        #expect(record.chart.patient.name == "Nina Neu")
        #expect(record.chart.plan?.therapy.id == "teclistamab")
        #expect(record.state.weight?.grams == 71_400)
        // Pressed twice: one patient.
        #expect(try await post(world, fields).location == "/patients/\(id)")
        #expect(world.practice.patientCount == 1)
    }

    @Test
    func `name and date of birth are enough`() async throws {
        let world = try await RecordFormsWorld(demo: false)
        #expect(try await post(world, ["name": "Nina Neu", "born": "1960-02-29"]).status == 303)
        #expect(world.practice.patientCount == 1)
    }

    @Test(arguments: [
        (["born": "1960-02-29"], "name"), (["name": "N"], "born"), (["name": "N", "born": "1961-02-29"], "born"),
        (["name": "N", "born": "2026-11-23"], "born"), (["name": "N", "born": "1860-01-01"], "born"),
        (["name": "N", "born": "1960-01-01", "weightKg": "0"], "weightKg"),
        (["name": "N", "born": "1960-01-01", "weightKg": "401"], "weightKg"),
        (["name": "N", "born": "1960-01-01", "weightKg": "heavy"], "weightKg"),
        (["name": "N", "born": "1960-01-01", "course": "aspirin/daily"], "course"),
        (["name": "N", "born": "1960-01-01", "course": "teclistamab/daily"], "course"),
        (["name": String(repeating: "N", count: 201), "born": "1960-01-01"], "name"),
    ])
    func `a wrong field is marked and nobody is registered`(_ fields: [String: String], _ field: String) async throws {
        let world = try await RecordFormsWorld(demo: false)
        let answer = try await post(world, fields.merging(["allergies": "penicillin <b>"]) { old, _ in old })
        #expect(answer.status == 422)
        #expect(answer.marks(field))
        #expect(answer.text.contains("penicillin &lt;b&gt;"))
        #expect(world.practice.patientCount == 0)
    }

    @Test
    func `an id that was not made here is replaced`() async throws {
        let world = try await RecordFormsWorld(demo: false)
        let answer = try await post(world, ["id": "../../board", "name": "N", "born": "1960-01-01"])
        #expect(answer.status == 303)
        #expect(answer.location?.contains("..") == false)
    }
}
