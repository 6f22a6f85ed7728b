import Clinical
import Course
import HTTPTypes
import JSONText
import Service
import Testing

@testable import Server

@Suite("Patient page") struct PatientPagesPageTests {
    @Test("a fever in the window is the first thing said, in red, with the grade its signs give")
    func fever() async throws {
        let html = try await PatientPagesWorld.make().patientPage("Maria")
        let now = html.between("id=\"now-head\"", "</section>")
        #expect(now.contains("alert-red") && now.words.contains("Danger 38.6 °C (101.5 °F), 31 h after step-up dose 2"))
        #expect("alert-red".comesBefore("alert-amber", in: now) || !now.contains("alert-amber"))
        #expect(now.contains("/reference/toxicities/crs#table-crs-grade"))
        #expect(html.words.contains("Last dose: Step-up dose 2, 31 h ago (21 Nov 2026 05:00)"))
        #expect(html.contains("<title id=\"risk-title\">Risk window</title>"))
        #expect(html.words.contains("71.4 kg, 6 days old (16 Nov 2026)"))
        #expect(html.words.contains("TECListamab (Tecvayli)"))
    }

    @Test("twelve days late: the restart row answers, with its table")
    func restart() async throws {
        let html = try await PatientPagesWorld.make().patientPage("Ruth")
        #expect(html.words.contains("12 days after the step-up dose 2: the restart table applies."))
        #expect(html.contains("/reference/therapies/teclistamab#table-restart"))
        #expect(html.between("id=\"next-head\"", "</section>").words.contains("Due today"))
    }

    @Test("ICE 6 asks for a grade of ICANS")
    func confusion() async throws {
        let html = try await PatientPagesWorld.make().patientPage("Lia")
        #expect(html.between("id=\"now-head\"", "</section>").words.contains("Danger ICE score 6 of 10"))
        #expect(html.contains("ICE 6 of 10"))
        #expect(html.contains("/reference/toxicities/icans#table-"))
    }

    @Test("without a weight no amount is shown, only the way to weigh")
    func noWeight() async throws {
        let html = try await PatientPagesWorld.make().patientPage("Xavier")
        let next = html.between("id=\"next-head\"", "</section>")
        #expect(next.words.contains("none is on record") && next.contains("/record/weight"))
        #expect(!next.contains("answer-head"))
    }

    @Test("a hold is hatched, said, and offers to resume")
    func hold() async throws {
        let html = try await PatientPagesWorld.make().patientPage("Otis")
        #expect(
            html.contains("class=\"hold\"") && html.words.contains("On hold: CRS grade 2, waiting for it to resolve"))
        #expect(html.contains("/record/resume\">Resume") && !html.contains("/record/hold\">"))
        #expect(html.contains("class=\"tl-hold\"") && html.contains("class=\"tl-grade\""))
    }

    @Test("a steady patient has no alert; arithmetic is a cross-check and never the dose to draw up")
    func steady() async throws {
        let html = try await PatientPagesWorld.make().patientPage("Victor")
        #expect(html.between("id=\"now-head\"", "</section>").words.contains("No alerts."))
        let next = html.between("id=\"next-head\"", "</section>").words
        #expect(
            next.contains("dose every 2 weeks") && next.contains("Cross-check only")
                && next.contains("Do not draw this up."))
        #expect(html.contains("Entry 40"))
    }

    @Test("a dose on file shows milligrams, milliliters, concentration, vials and syringes together")
    func amount() async throws {
        let html = try await PatientPagesWorld.make().patientPage("Benjamin")
        let next = html.between("id=\"next-head\"", "</section>").words
        #expect(next.contains("Next dose: step-up dose 2"))
        for part in [" mg = ", " mL", " mg/mL", "Vials", "Syringes"] { #expect(next.contains(part), "\(part)") }
    }

    @Test("every demo patient's page renders with a record, a title and a way to correct")
    func everyone() async throws {
        let world = try await PatientPagesWorld.make()
        for row in world.practice.board(now: PatientPagesWorld.noon).rows {
            let html = try await world.page("/patients/" + row.patient.id)
            #expect(html.contains("<title>\(row.patient.name) · Stepwell</title>"))
            #expect(html.contains("/record/correct?version=2\""))
            #expect(!html.contains("/record/correct?version=1\""), "a registration is not corrected")
            #expect(!html.contains("{{") && !html.contains("Optional("))
        }
    }

    @Test("a correction shows what was wrong and why, and both entries stay")
    func correction() async throws {
        let world = try await PatientPagesWorld.make()
        let id = try world.id(of: "Maria")
        let record = try await world.practice.record(id)
        let wrong = try #require(record.entries.last)
        _ = try await world.practice.record(
            [
                Draft(
                    .corrected, at: PatientPagesWorld.noon,
                    ["version": .int(wrong.version), "why": "Thermometer <broken>"])
            ],
            patient: id, author: "unsigned")
        let html = try await world.page("/patients/" + id)
        let struck = html.between("id=\"entry-\(wrong.version)\"", "</li>")
        #expect(struck.contains("<del>") && struck.words.contains("38.6 °C (101.5 °F)"))
        #expect(
            struck.contains("Thermometer &lt;broken&gt;") && struck.contains("href=\"#entry-\(wrong.version + 1)\""))
        #expect(!struck.contains("/record/correct"))
        #expect(html.contains("Correction of entry \(wrong.version)"))
        #expect(!html.between("id=\"now-head\"", "</section>").contains("38.6"), "a struck fever no longer alerts")
    }

    @Test(
        "an entry recorded over 15 minutes after it happened says so; at 15 minutes it does not", arguments: [15, 16])
    func late(minutes: Int) async throws {
        let world = try await PatientPagesWorld.make(demo: false)
        let id = try await world.register("Late Sample")
        let at = PatientPagesWorld.noon.adding(minutes: -minutes)
        _ = try await world.practice.record([Draft(.note, at: at, ["text": "seen"])], patient: id, author: "unsigned")
        let entry = try await world.page("/patients/" + id).between("id=\"entry-2\"", "</li>")
        #expect(entry.contains("recorded late") == (minutes > 15))
    }

    @Test(
        "an unknown, odd or hostile id is not found",
        arguments: ["unknown", "..%2F..%2Fetc", "%3Cscript%3E", "a%00b", String(repeating: "x", count: 300)])
    func unknown(id: String) async throws {
        let html = try await PatientPagesWorld.make(demo: false).page("/patients/" + id, status: .notFound)
        #expect(!html.contains("<script>"))
    }

    @Test("a long record shows its newest 60 entries and a way to all; a correction finds its entry either way")
    func longRecord() async throws {
        let world = try await PatientPagesWorld.make(demo: false)
        let id = try await world.register("Long Sample")
        for number in 1...70 {
            let at = PatientPagesWorld.noon.adding(minutes: number - 100)
            _ = try await world.practice.record(
                [Draft(.note, at: at, ["text": "seen"])], patient: id, author: "unsigned")
        }
        _ = try await world.practice.record(
            [Draft(.corrected, at: PatientPagesWorld.noon, ["version": 2, "why": "twice"])], patient: id,
            author: "unsigned")
        let cut = try await world.page("/patients/" + id)
        #expect(cut.contains("id=\"entry-13\"") && !cut.contains("id=\"entry-12\""))
        #expect(cut.contains("Show all 72 entries") && cut.contains("href=\"?all=1#entry-2\""))
        let all = try await world.page("/patients/\(id)?all=1")
        #expect(
            all.contains("id=\"entry-1\"") && all.contains("href=\"#entry-2\"") && all.contains("href=\"#entry-72\""))
        #expect(!all.contains("Show all"))
    }

    @Test("after an entry the page says that it was recorded, and only then")
    func recorded() async throws {
        let world = try await PatientPagesWorld.make()
        let id = try world.id(of: "Maria")
        #expect(try await world.page("/patients/\(id)?recorded=1").contains("role=\"status\">Recorded.</p>"))
        #expect(try await !world.page("/patients/" + id).contains("Recorded.</p>"))
    }

    @Test("many temperatures are said a day at a time, with the range and the fevers")
    func manyTemperatures() async throws {
        let world = try await PatientPagesWorld.make()
        let id = try world.id(of: "Wanda")
        for hour in 0..<44 {
            let reading: JSON = ["temperatureC": .number(hour == 30 ? "38.2" : "36.9")]
            let draft = Draft(.vitals, at: PatientPagesWorld.noon.adding(hours: hour - 50), reading)
            _ = try await world.practice.record([draft], patient: id, author: "unsigned")
        }
        let words = try await world.page("/patients/" + id).between("The timeline in words", "</details>").words
        #expect(
            words.contains("24 temperatures, 36.9 °C (98.4 °F) to 38.2 °C (100.8 °F), 1 with fever, first at 16:00"))
    }

    @Test("the same timeline stands in words below the drawing")
    func timeline() async throws {
        let html = try await PatientPagesWorld.make().patientPage("Maria")
        #expect(html.contains("role=\"img\" aria-labelledby=\"tl-title tl-desc\""))
        let words = html.between("The timeline in words", "</details>").words
        for line in ["Step-up dose 1", "Step-up dose 2", "38.6 °C (101.5 °F), fever", "Now", "End of the watch window"]
        {
            #expect(words.contains(line), "\(line)")
        }
    }
}

@Suite("Entry words") struct PatientPagesWordsTests {
    @Test("every kind of event has words of its own")
    func everyKind() async throws {
        let protocols = try await PatientPagesWorld.make(demo: false).protocols
        var titles: Set<String> = []
        for type in EventType.allCases {
            let words = EntryWords(Self.entry(type.rawValue, [:]), protocols: protocols, plan: nil)
            #expect(!words.title.contains("unknown kind"))
            titles.insert(words.title)
        }
        #expect(titles.count == EventType.allCases.count)
        #expect(
            EntryWords(Self.entry("x-ray", [:]), protocols: protocols, plan: nil).title
                == "Entry of an unknown kind: x-ray")
    }

    @Test("signs read as they were entered")
    func signs() async throws {
        let protocols = try await PatientPagesWorld.make(demo: false).protocols
        func line(_ type: EventType, _ body: JSON) -> String {
            EntryWords(Self.entry(type.rawValue, body), protocols: protocols, plan: nil).line
        }
        #expect(line(.vitals, ["temperatureF": .number("101.5")]) == "Vital signs: 101.5 °F (38.61 °C)")
        let vitals = line(
            .vitals,
            [
                "temperatureC": .number("38.60"), "systolic": 84, "diastolic": 50, "hypotension": true,
                "vasopressors": [],
            ])
        #expect(vitals == "Vital signs: 38.6 °C (101.5 °F), 84/50 mmHg, hypotension, no vasopressor")
        #expect(line(.neuroExam, ["ice": 6]) == "Neurologic exam: ICE 6 of 10")
        #expect(line(.graded, ["scale": "crs", "grade": 2]) == "CRS grade 2")
        #expect(line(.graded, ["scale": "icans", "grade": 0]) == "ICANS resolved (grade 0)")
        #expect(
            line(.doseGiven, ["dose": "step-up-2", "amountMg": .number("4.30"), "lot": "A1"])
                == "Step-up dose 2: 4.3 mg, lot A1")
        #expect(line(.weighed, ["weightKg": .number("71.40")]) == "Weight: 71.4 kg")
    }

    private static func entry(_ type: String, _ body: JSON) -> RecordedEvent {
        RecordedEvent(
            version: 1, type: type, at: PatientPagesWorld.noon, recordedAt: PatientPagesWorld.noon, author: "",
            body: body)
    }
}
