import Clinical
import Course
import Foundation
import Hummingbird
import JSONText
import NIOCore
import Service
import Testing

@testable import Server

@Suite("Recording forms: doses, grades, conflicts and corrections")
struct RecordFormsRuleTests {
    // MARK: Doses

    @Test
    func `the dose form opens with the next dose and its amount`() async throws {
        let world = try await RecordFormsWorld()
        let page = try await world.get("/patients/\(world.id(of: "Benjamin"))/record/dose")
        #expect(page.text.contains("<option value=\"step-up-2\" selected>"))
        #expect(page.read.contains("Do not draw this up") || page.text.contains("name=\"amountMg\" value=\"32\""))
    }

    @Test
    func `a dose against an alert needs a mark and a reason, and both are kept`() async throws {
        let world = try await RecordFormsWorld()
        let before = try await world.entries(of: "Otis").count
        let page = try await world.get("/patients/\(world.id(of: "Otis"))/record/dose")
        #expect(page.read.contains("would be given with dosing on hold"))
        #expect(page.text.contains("name=\"confirm\""))
        let refused = try await world.post("dose", of: "Otis", ["dose": "step-up-2"])
        #expect(refused.status == 422)
        #expect(refused.marks("confirm") && refused.marks("override"))
        #expect(refused.read.contains("would be given with dosing on hold"))
        let half = try await world.post("dose", of: "Otis", ["dose": "step-up-2", "override": "Dr. A. decided"])
        #expect(half.status == 422 && half.marks("confirm") && half.text.contains("Dr. A. decided"))
        #expect(try await world.entries(of: "Otis").count == before)
        let kept = try await world.post(
            "dose", of: "Otis", ["dose": "step-up-2", "confirm": "yes", "override": "Dr. A. decided"])
        #expect(kept.status == 303)
        let last = try #require(try await world.entries(of: "Otis").last)
        #expect(last.body["override"] == "Dr. A. decided")
    }

    @Test
    func `where the content has no answer no dose is filled in, and the form says so`() async throws {
        let world = try await RecordFormsWorld()
        let page = try await world.get("/patients/\(world.id(of: "Talia"))/record/dose")
        #expect(page.read.contains("Give nothing until a physician has settled it"))
        #expect(page.text.contains("<option value=\"\" selected>"))
        let empty = try await world.post("dose", of: "Talia", ["dose": ""])
        #expect(empty.status == 422 && empty.marks("dose"))
        #expect(empty.read.contains("Give nothing until a physician has settled it"))
        let against = try await world.post("dose", of: "Talia", ["dose": "step-up-3"])
        #expect(against.status == 422)
    }

    @Test
    func `a dose nobody expects is warned of before it is recorded`() async throws {
        let world = try await RecordFormsWorld()
        let answer = try await world.post("dose", of: "Benjamin", ["dose": "weekly"])
        #expect(answer.status == 422)
        #expect(answer.read.contains("where the plan expected step-up dose 2"))
    }

    @Test
    func `an amount that is not the one on file is asked about`() async throws {
        let world = try await RecordFormsWorld()
        let answer = try await world.post("dose", of: "Wanda", ["dose": "step-up-2", "amountMg": "250"])
        #expect(answer.status == 422)
        #expect(answer.read.contains("250 mg is not the amount on file for step-up dose 2: 25 mg"))
    }

    @Test
    func `a dose without a course leads to its start`() async throws {
        let world = try await RecordFormsWorld()
        let id = try await world.register("Nina Neu")
        let page = try await world.get("/patients/\(id)/record/dose")
        #expect(page.text.contains("/patients/\(id)/record/start"))
        let answer = try await world.send(
            "/patients/\(id)/record/dose", body: ByteBuffer(string: "version=1&dose=step-up-1"))
        #expect(answer.status == 422)
        #expect(try await world.practice.record(id).version == 1)
    }

    @Test(arguments: [
        ("", "Choose the drug"), ("teclistamap/monotherapy", "did you mean teclistamab"),
        ("teclistamab/daily", "monotherapy"),
    ])
    func `a course that is not in the content does not start`(_ course: String, _ line: String) async throws {
        let world = try await RecordFormsWorld()
        let id = try await world.register("Nina Neu")
        let refused = try await world.post("start", of: "Nina", ["course": course])
        #expect(refused.status == 422 && refused.marks("course"))
        #expect(refused.read.contains(line))
        #expect(try await world.practice.record(id).version == 1)
        #expect(try await world.post("start", of: "Nina", ["course": "teclistamab/monotherapy"]).status == 303)
        #expect(try await world.practice.record(id).chart.plan?.therapy.id == "teclistamab")
        #expect(try await world.post("start", of: "Nina", ["course": "teclistamab/monotherapy"]).status == 422)
    }

    // MARK: Grades and scores

    @Test
    func `a grade below the table's needs a reason`() async throws {
        let world = try await RecordFormsWorld()
        let page = try await world.get("/patients/\(world.id(of: "Maria"))/record/grade")
        #expect(page.read.contains("The table reads CRS grade 1"))
        let refused = try await world.post("grade", of: "Maria", ["scale": "crs", "grade": "0"])
        #expect(refused.status == 422 && refused.marks("reason"))
        let kept = try await world.post(
            "grade", of: "Maria", ["scale": "crs", "grade": "0", "reason": "Line infection proven"])
        #expect(kept.status == 303)
        let shown = try await world.get("/patients/\(world.id(of: "Maria"))")
        #expect(shown.read.contains("overridden: the table read at least grade 1"))
    }

    @Test
    func `a grade by another scale is shown with its version`() async throws {
        let world = try await RecordFormsWorld()
        _ = try await world.post(
            "grade", of: "Maria", ["scale": "other", "other": "ctcae:neutropenia:6", "grade": "3"])
        let shown = try await world.get("/patients/\(world.id(of: "Maria"))")
        #expect(shown.read.contains("CTCAE v6 neutropenia grade 3"))
    }

    @Test
    func `the score is shown without recording when asked for`() async throws {
        let world = try await RecordFormsWorld()
        let before = try await world.entries(of: "Lia").count
        let items = [
            "year": "1", "month": "1", "city": "0", "hospital": "1", "naming": "2", "command": "1", "writing": "1",
            "counting": "0",
        ]
        var fields = ["step": "preview"]
        for (key, value) in items { fields["iceItems.\(key)"] = value }
        let answer = try await world.post("neuro", of: "Lia", fields)
        #expect(answer.status == 200)
        #expect(answer.read.contains("ICE score: 7 of 10."))
        #expect(try await world.entries(of: "Lia").count == before)
        fields["iceItems.year"] = nil
        let open = try await world.post("neuro", of: "Lia", fields)
        #expect(open.read.contains("7 of 8 items are filled in"))
    }

    // MARK: Conflicts

    @Test
    func `a record that changed is shown and the form asks again`() async throws {
        let world = try await RecordFormsWorld()
        let seen = try await world.entries(of: "Maria").count
        _ = try await world.post("hold", of: "Maria", ["reason": "Fever, call Dr. B."])
        let answer = try await world.post("vitals", of: "Maria", ["temperature": "37.9"], version: seen)
        #expect(answer.status == 409)
        #expect(answer.read.contains("The record changed while this form was open"))
        #expect(answer.read.contains("Fever, call Dr. B."))
        #expect(answer.text.contains("value=\"37.9\""))
        #expect(answer.text.contains("name=\"version\" value=\"\(seen + 1)\""))
        #expect(try await world.entries(of: "Maria").count == seen + 1)
        #expect(try await world.post("vitals", of: "Maria", ["temperature": "37.9"]).status == 303)
    }

    @Test
    func `a second press is recognised and recorded once`() async throws {
        let world = try await RecordFormsWorld()
        let seen = try await world.entries(of: "Maria").count
        let fields = ["temperature": "37.9"]
        #expect(try await world.post("vitals", of: "Maria", fields, version: seen).status == 303)
        let again = try await world.post("vitals", of: "Maria", fields, version: seen)
        #expect(again.status == 409)
        #expect(again.read.contains("This is on record already"))
        #expect(try await world.entries(of: "Maria").count == seen + 1)
    }

    @Test
    func `forms without the version of the record are refused`() async throws {
        let world = try await RecordFormsWorld()
        for version in ["", "0", "-1", "99999", "x"] {
            let answer = try await world.send(
                "/patients/\(world.id(of: "Maria"))/record/note", body: ByteBuffer(string: "text=x&version=\(version)"))
            #expect(answer.status == 400)
        }
    }

    // MARK: Corrections

    @Test
    func `a correction keeps the wrong entry and records the right one with it`() async throws {
        let world = try await RecordFormsWorld()
        let before = try await world.entries(of: "Maria")
        let wrong = try #require(before.last { $0.type == "vitals" })
        let page = try await world.get("/patients/\(world.id(of: "Maria"))/record/correct?version=\(wrong.version)")
        #expect(page.read.contains("38.6 °C (101.5 °F)"))
        #expect(page.text.contains("name=\"temperature\" value=\"38.6\""))
        let path = "correct?version=\(wrong.version)"
        let refused = try await world.post(path, of: "Maria", ["temperature": "36.8"])
        #expect(refused.status == 422 && refused.marks("why"))
        let answer = try await world.post(path, of: "Maria", ["why": "Typing error", "temperature": "36.8"])
        #expect(answer.status == 303)
        let after = try await world.entries(of: "Maria")
        try #require(after.count == before.count + 2)
        #expect(after[before.count].type == "corrected")
        #expect(after[before.count].body == ["version": .int(wrong.version), "why": "Typing error"])
        #expect(after[before.count + 1].body["temperatureC"] == .number("36.8"))
        #expect(after[before.count + 1].at == wrong.at)
        let patient = try await world.get("/patients/\(world.id(of: "Maria"))")
        #expect(patient.read.contains("38.6 °C") && patient.read.contains("36.8 °C"))
        let twice = try await world.post(path, of: "Maria", ["why": "Again", "temperature": "36.8"])
        #expect(twice.status == 422 && twice.read.contains("corrected before"))
    }

    @Test
    func `a wrong replacement records neither of the two`() async throws {
        let world = try await RecordFormsWorld()
        let before = try await world.entries(of: "Maria")
        let wrong = try #require(before.last { $0.type == "weighed" })
        let answer = try await world.post(
            "correct?version=\(wrong.version)", of: "Maria", ["why": "Typing error", "weightKg": "714"])
        #expect(answer.status == 422 && answer.marks("weightKg"))
        #expect(try await world.entries(of: "Maria").count == before.count)
    }

    @Test
    func `an entry can be struck out with nothing in its place`() async throws {
        let world = try await RecordFormsWorld()
        let before = try await world.entries(of: "Maria")
        let wrong = try #require(before.last { $0.type == "dose-given" })
        let answer = try await world.post(
            "correct?version=\(wrong.version)", of: "Maria", ["why": "Wrong patient", "replace": "no"])
        #expect(answer.status == 303)
        #expect(try await world.entries(of: "Maria").count == before.count + 1)
        #expect(try await world.practice.record(world.id(of: "Maria")).state.doses.count == 1)
    }

    // MARK: Requests nobody should send

    @Test
    func `hostile text stays text`() async throws {
        let world = try await RecordFormsWorld()
        let hostile = "\"><script>alert(1)</script>\u{0301}' onfocus='x"
        let refused = try await world.post("weight", of: "Maria", ["weightKg": hostile])
        #expect(refused.status == 422)
        #expect(!refused.text.contains("<script>alert"))
        #expect(try await world.post("note", of: "Maria", ["text": hostile]).status == 303)
        let conflict = try await world.post("weight", of: "Maria", ["weightKg": "70"], version: 1)
        #expect(conflict.status == 409)
        #expect(!conflict.text.contains("<script>alert"))
        let entry = try #require(try await world.entries(of: "Maria").last)
        #expect(entry.body["text"]?.string == hostile)
        let page = try await world.get("/patients/\(world.id(of: "Maria"))/record/correct?version=\(entry.version)")
        #expect(!page.text.contains("<script>alert"))
    }

    @Test
    func `large and broken bodies are refused and change nothing`() async throws {
        let world = try await RecordFormsWorld()
        let before = try await world.entries(of: "Maria").count
        let path = try "/patients/\(world.id(of: "Maria"))/record/note"
        let large = try await world.send(
            path, body: ByteBuffer(string: "text=" + String(repeating: "x", count: 5_000_000)))
        #expect(large.status == 413)
        let broken = try await world.send(path, body: ByteBuffer(bytes: Array("text=".utf8) + [0xC3, 0x28]))
        #expect(broken.status == 400)
        let escaped = try await world.send(path, body: ByteBuffer(string: "text=%C3%28"))
        #expect(escaped.status == 400)
        #expect(try await world.entries(of: "Maria").count == before)
    }
}
