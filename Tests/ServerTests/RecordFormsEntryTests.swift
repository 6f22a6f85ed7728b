import Clinical
import Course
import Foundation
import Hummingbird
import JSONText
import NIOCore
import Service
import Testing

@testable import Server

/// One row: a form, a patient of the demo practice, what is typed, and what is on record afterwards.
struct GoodEntry: Sendable, CustomTestStringConvertible {
    let kind: String
    let patient: String
    let fields: [String: String]
    let type: EventType
    let body: JSON

    init(_ kind: String, _ patient: String, _ fields: [String: String], _ type: EventType, _ body: JSON) {
        (self.kind, self.patient, self.fields, self.type, self.body) = (kind, patient, fields, type, body)
    }

    var testDescription: String { "\(kind) of \(patient): \(fields)" }
}

/// One row: what is typed, the field that is marked, and a part of its line.
struct BadEntry: Sendable, CustomTestStringConvertible {
    let kind: String
    let patient: String
    let fields: [String: String]
    let field: String
    let line: String

    init(_ kind: String, _ patient: String, _ fields: [String: String], marks field: String, _ line: String) {
        (self.kind, self.patient, self.fields, self.field, self.line) = (kind, patient, fields, field, line)
    }

    var testDescription: String { "\(kind) of \(patient): \(fields)" }
}

@Suite("Recording forms: entries")
struct RecordFormsEntryTests {
    static let good: [GoodEntry] = [
        GoodEntry("weight", "Maria", ["weightKg": "70.50"], .weighed, ["weightKg": .number("70.5")]),
        GoodEntry("weight", "Maria", ["weightKg": "+70"], .weighed, ["weightKg": .number("70")]),
        GoodEntry(
            "vitals", "Maria",
            [
                "temperature": "38.6", "systolic": "118", "diastolic": "70", "hypotension": "no",
                "oxygenDevice": "none", "vasopressors": "none",
            ],
            .vitals,
            [
                "temperatureC": .number("38.6"), "systolic": 118, "diastolic": 70, "hypotension": false,
                "oxygenDevice": "none", "vasopressors": [],
            ]),
        GoodEntry(
            "vitals", "Maria", ["temperature": "101.5", "temperatureUnit": "F"], .vitals,
            ["temperatureF": .number("101.5")]),
        GoodEntry(
            "vitals", "Otis", ["vasopressors": "Norepinephrine, vasopressin", "hypotension": "unknown"], .vitals,
            ["vasopressors": ["norepinephrine", "vasopressin"]]),
        GoodEntry(
            "neuro", "Lia",
            ["iceItems.year": "1", "iceItems.naming": "2", "arousal": "spontaneous", "deepFocalWeakness": "no"],
            .neuroExam,
            ["iceItems": ["year": 1, "naming": 2], "arousal": "spontaneous", "deepFocalWeakness": false]),
        GoodEntry(
            "neuro", "Lia", ["ice": "9", "arousal": "confounded-by-sedation"], .neuroExam,
            ["ice": 9, "arousal": "confounded-by-sedation"]),
        GoodEntry("grade", "Maria", ["scale": "crs", "grade": "2"], .graded, ["scale": "crs", "grade": 2]),
        GoodEntry(
            "grade", "Maria", ["scale": "other", "other": "ctcae:neutropenia:6", "grade": "3"], .graded,
            ["scale": "ctcae", "term": "neutropenia", "version": "6", "grade": 3]),
        GoodEntry(
            "grade", "Maria", ["scale": "other", "other": "car-hematotox::", "points": "3"], .graded,
            ["scale": "car-hematotox", "points": 3]),
        GoodEntry("hold", "Maria", ["reason": "Fever"], .held, ["reason": "Fever"]),
        GoodEntry("resume", "Otis", ["reason": "Well again"], .resumed, ["reason": "Well again"]),
        GoodEntry("premedication", "Ruth", ["what": "as planned"], .premedicationGiven, ["what": "as planned"]),
        GoodEntry(
            "medicine", "Maria", ["kind": "antipyretic", "what": "1 tablet"], .medicineGiven,
            ["kind": "antipyretic", "what": "1 tablet"]),
        GoodEntry("infection", "Victor", ["what": "Cough"], .infectionFound, ["what": "Cough"]),
        GoodEntry(
            "frequency", "Victor", ["dose": "weekly", "reason": "Team decision"], .frequencyChanged,
            ["dose": "weekly", "reason": "Team decision"]),
        GoodEntry("note", "Maria", ["text": "Called at home"], .note, ["text": "Called at home"]),
    ]

    @Test(arguments: good)
    func `good input is recorded as typed and leads to the patient`(_ entry: GoodEntry) async throws {
        let world = try await RecordFormsWorld()
        let before = try await world.entries(of: entry.patient).count
        let answer = try await world.post(entry.kind, of: entry.patient, entry.fields)
        #expect(answer.status == 303)
        #expect(answer.location == "/patients/\(try world.id(of: entry.patient))?recorded=1")
        let entries = try await world.entries(of: entry.patient)
        #expect(entries.count == before + 1)
        let last = try #require(entries.last)
        #expect(last.type == entry.type.rawValue)
        #expect(last.body.canonicalBytes() == entry.body.canonicalBytes(), "\(last.body.text)")
        #expect(last.at == RecordFormsWorld.noon)
        #expect(last.author == SignedIn.name)
    }

    static let bad: [BadEntry] = [
        BadEntry("weight", "Maria", [:], marks: "weightKg", "Write the actual body weight"),
        BadEntry("weight", "Maria", ["weightKg": "0"], marks: "weightKg", "400 kg"),
        BadEntry("weight", "Maria", ["weightKg": "-3"], marks: "weightKg", "400 kg"),
        BadEntry("weight", "Maria", ["weightKg": "400.1"], marks: "weightKg", "400 kg"),
        BadEntry("weight", "Maria", ["weightKg": "71,4"], marks: "weightKg", "Write the decimal with a point"),
        BadEntry("weight", "Maria", ["weightKg": "NaN"], marks: "weightKg", "plain number"),
        BadEntry("weight", "Maria", ["weightKg": "1e2"], marks: "weightKg", "plain number"),
        BadEntry(
            "weight", "Maria", ["weightKg": "70", "day": "2026-02-30", "time": "10:00"], marks: "day",
            "a day that exists"),
        BadEntry(
            "weight", "Maria", ["weightKg": "70", "day": "2026-11-22", "time": "24:00"], marks: "time", "24-hour clock"),
        BadEntry(
            "weight", "Maria", ["weightKg": "70", "day": "2026-11-22", "time": "12:01"], marks: "time",
            "record only what has happened"),
        BadEntry(
            "weight", "Maria", ["weightKg": "70", "day": "2027-01-01", "time": "08:00"], marks: "day",
            "record only what has happened"),
        BadEntry(
            "weight", "Maria", ["weightKg": "70", "day": "1940-01-01", "time": "08:00"], marks: "day",
            "before the date of birth"),
        BadEntry(
            "weight", "Maria", ["weightKg": "70", "day": "", "time": "", "when": "then"], marks: "day",
            "a day that exists"),
        BadEntry("vitals", "Maria", [:], marks: "temperature", "Write at least one sign"),
        BadEntry("vitals", "Maria", ["temperature": "29.9"], marks: "temperature", "30 to 45"),
        BadEntry("vitals", "Maria", ["temperature": "45.1"], marks: "temperature", "30 to 45"),
        BadEntry("vitals", "Maria", ["temperature": "101.5"], marks: "temperature", "choose °F"),
        BadEntry(
            "vitals", "Maria", ["temperature": "38.6", "temperatureUnit": "F"], marks: "temperature", "86 to 113"),
        BadEntry("vitals", "Maria", ["systolic": "1180"], marks: "systolic", "mmHg"),
        BadEntry("vitals", "Maria", ["heartRate": "8.5"], marks: "heartRate", "beats a minute"),
        BadEntry("vitals", "Maria", ["oxygenSaturation": "101"], marks: "oxygenSaturation", "40 to 100"),
        BadEntry("vitals", "Maria", ["oxygenDevice": "hose"], marks: "oxygenDevice", "nasal-cannula"),
        BadEntry("vitals", "Maria", ["hypotension": "maybe"], marks: "hypotension", "yes, no or not known"),
        BadEntry(
            "vitals", "Maria", ["temperature": "38", "oxygenFlowLPerMin": "81"], marks: "oxygenFlowLPerMin", "0 to 80"),
        BadEntry("neuro", "Maria", [:], marks: "iceItems.year", "at least one finding"),
        BadEntry("neuro", "Maria", ["ice": "11"], marks: "ice", "0 to 10"),
        BadEntry("neuro", "Maria", ["ice": "-1"], marks: "ice", "0 to 10"),
        BadEntry("neuro", "Maria", ["iceItems.naming": "4"], marks: "iceItems.naming", "0 to 3"),
        BadEntry("neuro", "Maria", ["arousal": "asleep"], marks: "arousal", "spontaneous"),
        BadEntry("grade", "Maria", ["scale": "crs"], marks: "grade", "Choose a grade"),
        BadEntry("grade", "Maria", ["scale": "crs", "grade": "6"], marks: "grade", "0 to 5"),
        BadEntry("grade", "Maria", ["scale": "other", "grade": "2"], marks: "other", "Choose which scale"),
        BadEntry(
            "grade", "Maria", ["scale": "other", "other": "car-hematotox::", "points": "9"], marks: "points", "0 to 7"),
        BadEntry("grade", "Benjamin", ["grade": "1"], marks: "scale", "Choose CRS or ICANS"),
        BadEntry("hold", "Maria", ["reason": "  "], marks: "reason", "Write why dosing is held"),
        BadEntry("medicine", "Maria", ["kind": "pill", "what": "x"], marks: "kind", "antipyretic"),
        BadEntry("medicine", "Maria", ["kind": "other"], marks: "what", "Write the medicine"),
        BadEntry("infection", "Maria", [:], marks: "what", "Write what was found"),
        BadEntry("note", "Maria", ["text": String(repeating: "x", count: 2001)], marks: "text", "at most 2000"),
        BadEntry("frequency", "Victor", ["dose": "biweekly"], marks: "reason", "Write why"),
        BadEntry("dose", "Benjamin", ["dose": "step-up-9"], marks: "dose", "did you mean step-up"),
        BadEntry("dose", "Benjamin", ["dose": "step-up-2", "amountMg": "-1"], marks: "amountMg", "more than 0 mg"),
        BadEntry(
            "dose", "Benjamin", ["dose": "step-up-2", "day": "2026-10-01", "time": "09:00"], marks: "time",
            "was registered on"),
        BadEntry(
            "dose", "Benjamin", ["dose": "step-up-2", "day": "2026-11-21", "time": "10:00"], marks: "time",
            "If you pressed twice"),
    ]

    @Test(arguments: bad)
    func `bad input marks its field, keeps what was typed and changes nothing`(_ entry: BadEntry) async throws {
        let world = try await RecordFormsWorld()
        let before = try await world.entries(of: entry.patient).count
        let answer = try await world.post(entry.kind, of: entry.patient, entry.fields)
        #expect(answer.status == 422)
        #expect(answer.marks(entry.field))
        #expect(answer.text.contains("autofocus"))
        #expect(answer.text.contains("<title>Error: "))
        #expect(answer.read.contains(entry.line), "\(answer.read)")
        for (name, value) in entry.fields where name == entry.field && !value.allSatisfy(\.isWhitespace) {
            #expect(answer.text.contains(HTMLEscaping.escape(value)))
        }
        #expect(try await world.entries(of: entry.patient).count == before)
    }

    @Test
    func `every wrong field is marked, not only the first`() async throws {
        let world = try await RecordFormsWorld()
        let fields = [
            "temperature": "20", "systolic": "1", "heartRate": "999", "oxygenDevice": "hose", "time": "25:00",
        ]
        let answer = try await world.post("vitals", of: "Maria", fields)
        for field in fields.keys { #expect(answer.marks(field), "\(field)") }
    }

    @Test
    func `a typed time is read on the clock of the site`() async throws {
        let world = try await RecordFormsWorld()
        let answer = try await world.post(
            "note", of: "Maria",
            ["text": "x", "when": "now", "opened": "2026-11-22 12:00", "day": "2026-11-22", "time": "02:14"])
        #expect(answer.status == 303)
        #expect(try await world.entries(of: "Maria").last?.at.iso == "2026-11-22T08:14:00Z")
    }

    @Test(
        arguments: [
            ("02:14", 134), ("2:14", 134), ("0214", 134), ("214", 134), ("00:00", 0), ("23:59", 1439), ("24:00", nil),
            ("12:60", nil),
            ("2:1", nil), ("14", nil), ("02:14 PM", nil), ("", nil), ("-1:00", nil), ("99999", nil), (":", nil),
        ] as [(String, Int?)])
    func `times are read on the 24-hour clock`(_ text: String, _ minute: Int?) {
        #expect(RecordTime.minuteOfDay(text) == minute)
    }

    @Test
    func `the first wrong field of the page has the focus`() async throws {
        let world = try await RecordFormsWorld()
        let answer = try await world.post("vitals", of: "Maria", ["temperature": "101.5", "systolic": "abc"])
        #expect(answer.text.split(separator: " autofocus").count == 2)
        #expect(answer.text.split(separator: " autofocus")[0].suffix(400).contains("id=\"f-temperature\""))
    }

    @Test
    func `every form opens with patient, last dose and version`() async throws {
        let world = try await RecordFormsWorld()
        let id = try world.id(of: "Maria")
        let version = try await world.entries(of: "Maria").count
        for kind in RecordKind.allCases where ![.correct, .start, .resume, .infectionResolved].contains(kind) {
            let page = try await world.get("/patients/\(id)/record/\(kind.rawValue)")
            #expect(page.text.contains("name=\"version\" value=\"\(version)\""), "\(kind)")
            #expect(page.read.contains("Maria Sample"))
            #expect(page.read.contains("Step-up dose 2"))
            #expect(page.text.contains("value=\"2026-11-22\""))
            #expect(page.text.contains("value=\"12:00\""))
        }
    }

    @Test
    func `forms that make no sense now say so and offer the way on`() async throws {
        let world = try await RecordFormsWorld()
        let id = try world.id(of: "Maria")
        for (kind, line) in [
            ("resume", "not on hold"), ("start", "started already"), ("infection-resolved", "No infection is open"),
        ] {
            let page = try await world.get("/patients/\(id)/record/\(kind)")
            #expect(page.read.contains(line))
            #expect(!page.text.contains("<form"))
        }
        let answer = try await world.post("resume", of: "Maria", ["reason": "x"])
        #expect(answer.status == 422)
        #expect(answer.read.contains("not on hold"))
    }

    @Test
    func `unknown patients, kinds and entries are not found`() async throws {
        let world = try await RecordFormsWorld()
        let id = try world.id(of: "Maria")
        for path in [
            "/patients/nobody/record/dose", "/patients/\(id)/record/surgery", "/patients/\(id)/record/correct",
            "/patients/\(id)/record/correct?version=999",
        ] {
            #expect(try await world.get(path).status == 404)
        }
    }
}
