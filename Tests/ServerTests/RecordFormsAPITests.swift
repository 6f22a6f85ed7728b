import Clinical
import Course
import Foundation
import Hummingbird
import JSONText
import NIOCore
import Service
import Testing

@testable import Server

@Suite("JSON in and out")
struct RecordFormsAPITests {
    private func registered(_ world: RecordFormsWorld) async throws -> String {
        let body = #"{"name":"Nina Neu","born":"1960-02-29","at":"2026-11-01T09:00:00-06:00"}"#
        let answer = try await world.api("", body)
        #expect(answer.status == 201)
        #expect(answer.json["version"]?.int == 1)
        return try #require(answer.json["id"]?.string)
    }

    @Test
    func `a patient is registered, dosed and advised on`() async throws {
        let world = try await RecordFormsWorld(demo: false)
        let id = try await registered(world)
        let start =
            #"{"type":"course-started","at":"2026-11-01T09:00:00-06:00","body":{"therapy":"teclistamab","regimen":"monotherapy"},"expecting":1}"#
        let started = try await world.api("/\(id)/events", start)
        #expect(started.status == 201)
        #expect(started.json == ["version": 2])
        let more =
            #"{"events":[{"type":"weighed","at":"2026-11-19T09:00:00-06:00","weightKg":71.4},{"type":"dose-given","at":"2026-11-20T09:00:00-06:00","body":{"dose":"step-up-1"}}]}"#
        #expect(try await world.api("/\(id)/events", more).json == ["version": 4])
        let page = try await world.get("/api/patients/\(id)/advice")
        let advice = try JSON.parse(page.text)
        #expect(advice.members?.map(\.key) == ["course", "agenda", "advice", "alerts", "wakeAt"])
        #expect(advice["course"]?["lastDose"] == "step-up-1")
    }

    @Test(
        arguments: [
            (
                #"{"type":"weighed","at":"2026-11-20T09:00:00-06:00","weightKg":0}"#, 422, "field.out-of-range",
                "weightKg"
            ),
            (
                #"{"type":"weighed","at":"2026-11-20T09:00:00-06:00","weightKg":401}"#, 422, "field.out-of-range",
                "weightKg"
            ),
            (
                #"{"type":"vitals","at":"2026-11-20T09:00:00-06:00","temperatureC":46}"#, 422, "field.out-of-range",
                "temperatureC"
            ),
            (#"{"type":"neuro-exam","at":"2026-11-20T09:00:00-06:00","ice":11}"#, 422, "field.out-of-range", "ice"),
            (#"{"type":"note","at":"2026-11-23T09:00:00-06:00","text":"x"}"#, 422, "record.future", "at"),
            (#"{"type":"note","at":"2026-02-30T09:00:00-06:00","text":"x"}"#, 422, "field.instant", "at"),
            (#"{"type":"note","text":"x"}"#, 422, "field.instant", "at"),
            (#"{"type":"nonsense","at":"2026-11-20T09:00:00-06:00"}"#, 422, "event.unknown-type", "type"),
            (#"{"type":"note","at":"2026-11-20T09:00:00-06:00","words":"x"}"#, 422, "field.missing", "text"),
            (
                #"{"type":"note","at":"2026-11-20T09:00:00-06:00","text":"x","words":"x"}"#, 422, "field.unknown",
                "words"
            ),
            (#"{"type":"note","at":"2026-11-20T09:00:00-06:00","body":[]}"#, 422, "field.kind", "body"),
            (
                #"{"type":"note","at":"2026-11-20T09:00:00-06:00","text":"x","expecting":"1"}"#, 422, "field.kind",
                "expecting"
            ),
            (
                #"{"type":"dose-given","at":"2026-11-20T09:00:00-06:00","dose":"step-up-1"}"#, 422, "event.not-started",
                "dose"
            ),
            (#"{"events":[]}"#, 422, "field.kind", "events"),
            (#"{"events":[{}]}"#, 422, "event.unknown-type", "events[0].type"),
            ("[]", 422, "field.kind", nil), ("{", 400, "json.malformed", nil), ("", 400, "json.malformed", nil),
            (#"{"a":1,"a":2}"#, 400, "json.malformed", nil),
        ] as [(String, Int, String, String?)])
    func `what is wrong is refused with code and field`(
        _ body: String, _ status: Int, _ code: String, _ field: String?
    ) async throws {
        let world = try await RecordFormsWorld(demo: false)
        let id = try await registered(world)
        let answer = try await world.api("/\(id)/events", body)
        #expect(answer.status == status)
        #expect(answer.json["code"]?.string == code)
        #expect(answer.json["field"]?.string == field)
        #expect(answer.json["message"]?.string?.isEmpty == false)
        #expect(try await world.practice.record(id).version == 1)
    }

    @Test
    func `one bad event keeps all of them out`() async throws {
        let world = try await RecordFormsWorld(demo: false)
        let id = try await registered(world)
        let body =
            #"{"events":[{"type":"note","at":"2026-11-20T09:00:00-06:00","text":"x"},{"type":"weighed","at":"2026-11-20T09:00:00-06:00","weightKg":-1}]}"#
        #expect(try await world.api("/\(id)/events", body).status == 422)
        #expect(try await world.practice.record(id).version == 1)
    }

    @Test
    func `a version that passed is a conflict that names the new entries`() async throws {
        let world = try await RecordFormsWorld(demo: false)
        let id = try await registered(world)
        let note = #"{"type":"note","at":"2026-11-20T09:00:00-06:00","text":"x","expecting":1}"#
        #expect(try await world.api("/\(id)/events", note).status == 201)
        let late = try await world.api("/\(id)/events", note)
        #expect(late.status == 409)
        #expect(late.json["code"] == "record.changed")
        #expect(late.json["entries"] == [["version": 2, "type": "note"]])
    }

    @Test
    func `unknown patients, other types and large bodies have their status`() async throws {
        let world = try await RecordFormsWorld(demo: false)
        let note = #"{"type":"note","at":"2026-11-20T09:00:00-06:00","text":"x"}"#
        for id in ["nobody", "01a1db85-ed86-7001-9e37-79b97f4a7c99", "a%20b"] {
            #expect(try await world.api("/\(id)/events", note).status == 404)
            #expect(try await world.get("/api/patients/\(id)/advice").status == 404)
        }
        let id = try await registered(world)
        #expect(try await world.api("/\(id)/events", note, type: "text/plain").status == 415)
        #expect(try await world.api("/\(id)/events", String(repeating: " ", count: 5_000_000)).status == 413)
        for body in [
            "{}", #"{"name":" "}"#, #"{"name":"N","born":"2026-02-30"}"#, #"{"name":"N","born":"2027-01-01"}"#,
            #"{"name":"N","nam":"N"}"#,
        ] {
            #expect(try await world.api("", body).status == 422)
        }
        #expect(world.practice.patientCount == 1)
    }
}
