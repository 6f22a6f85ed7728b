import Clinical
import Course
import Foundation
import JSONText
import Service
import Testing

/// The keys and answers of the command-line contract.
@Suite struct ContractTests {
    let calculators = Calculators(TestPractice.protocols)
    let rules = SiteRules(zone: .utc)

    @Test(arguments: [
        ("step-up-1", 1, "too-early", nil as String?), ("step-up-1", 2, "give-next", "step-up-2"),
        ("step-up-1", 7, "give-next", "step-up-2"), ("step-up-1", 8, "restart", "step-up-1"),
        ("step-up-2", 7, "give-next", "first-treatment"), ("step-up-2", 12, "repeat", "step-up-2"),
        ("step-up-2", 28, "repeat", "step-up-2"), ("step-up-2", 29, "restart", "step-up-1"),
        ("weekly", 28, "continue", "weekly"), ("weekly", 29, "restart", "step-up-2"),
        ("weekly", 56, "restart", "step-up-2"), ("weekly", 57, "restart", "step-up-1"),
        ("biweekly", 63, "continue", "biweekly"), ("biweekly", 64, "restart", "step-up-2"),
        ("biweekly", 112, "restart", "step-up-2"), ("biweekly", 113, "restart", "step-up-1"),
    ])
    func `teclistamab restarts as the maker's page says`(last: String, days: Int, action: String, dose: String?) throws
    {
        let answer = try calculators.restart(therapy: "teclistamab", regimen: nil, last: last, days: days)
        #expect(answer.status == .answered)
        #expect(answer.json["action"]?.string == action)
        if let dose { #expect(answer.json["dose"]?.string == dose) }
        for key in ["premedicate", "observation", "reviewBenefitRisk", "row", "source", "verification"] {
            #expect(answer.json[key] != nil, "\(key)")
        }
    }

    @Test(arguments: [("talquetamab", "weekly", "step-up-2", 12), ("linvoseltamab", "standard", "step-up-2", 12)])
    func `what is not on file is said, with where to look`(
        therapy: String, regimen: String, last: String, days: Int
    ) throws {
        let answer = try calculators.restart(therapy: therapy, regimen: regimen, last: last, days: days)
        #expect(answer.status == .notOnFile)
        #expect(answer.json["action"] == .null)
        #expect(answer.text.hasPrefix("Not on file"))
    }

    @Test func `an older table answers with a warning`() throws {
        let answer = try calculators.restart(therapy: "elranatamab", regimen: nil, last: "step-up-2", days: 20)
        #expect(answer.json["action"]?.string == "repeat" || answer.json["action"]?.string == "restart")
        let warnings = answer.json["warnings"]?.array?.compactMap(\.string) ?? []
        #expect(warnings.contains { $0.contains("July 2025") || $0.contains("Jul 2025") })
    }

    @Test func `an unverified weight row is never to be drawn up unchecked`() throws {
        let answer = try calculators.dose(therapy: "teclistamab", regimen: nil, dose: "step-up-1", grams: 70_000)
        #expect(answer.json["basis"]?.string == "label-table")
        #expect(answer.json["amountMg"]?.numberText == "4.5")
        #expect(answer.json["volumeMl"]?.numberText == "0.45")
        #expect(answer.json["verification"]?.string == "unverified")
        #expect(answer.json["drawUp"] == .bool(false))
    }

    @Test func `a weight between two bands gives arithmetic and says so`() throws {
        let answer = try calculators.dose(therapy: "teclistamab", regimen: nil, dose: "step-up-1", grams: 79_500)
        #expect(answer.json["basis"]?.string == "arithmetic")
        #expect((answer.json["warnings"]?.array?.count ?? 0) >= 2)
    }

    @Test(arguments: [0, -1, 400_001])
    func `an impossible weight is refused`(grams: Int) {
        #expect(throws: FieldError.self) {
            try calculators.dose(therapy: "teclistamab", regimen: nil, dose: "step-up-1", grams: grams)
        }
    }

    @Test func `an unknown therapy names the nearest`() {
        let error = #expect(throws: FieldError.self) {
            try calculators.restart(therapy: "teclistmab", regimen: nil, last: "weekly", days: 1)
        }
        #expect(error?.given.contains("teclistamab") == true)
    }

    @Test func `a schedule has every key of the contract`() throws {
        let start = try #require(Day("2026-11-23"))
        let (answer, planned) = try calculators.schedule(
            therapy: "teclistamab", regimen: nil, start: start, grams: 71_400, doses: 6, rules: rules)
        #expect(planned.map(\.day) == [1, 4, 7, 14, 21, 28])
        let first = try #require(answer.json["doses"]?.array?[1])
        for key in [
            "name", "day", "date", "earliest", "latest", "usualLatest", "amountMg", "premedication", "observation",
            "source",
        ] {
            #expect(first[key] != nil, "\(key)")
        }
        let calendar = try calculators.calendar(planned, therapy: "teclistamab", stamp: Instant(milliseconds: 0))
        #expect(calendar.components(separatedBy: "BEGIN:VEVENT").count == 7)
    }

    @Test func `missing findings give the set and the next question`() throws {
        let findings = try JSON.parse(
            #"{"temperatureC":38.8,"hypotension":false,"vasopressors":[],"oxygen":{"device":"nasal_cannula","reason":"hypoxia"}}"#
        )
        let answer = try calculators.grade("crs", findings: findings, choices: [:]).json
        #expect(answer["verdict"]?.string == "indeterminate")
        #expect(answer["possible"] == [2, 3])
        #expect(answer["ask"] == ["oxygen.flowLPerMin"])
        #expect(answer["grade"] == .null)
    }

    @Test func `a story gives agenda, advice and alerts`() throws {
        let course = try JSON.parse(
            """
            {"events":[
              {"type":"registered","at":"2026-11-15T08:00:00-06:00","name":"Test","born":"1959-03-14"},
              {"type":"course-started","at":"2026-11-15T09:00:00-06:00","therapy":"teclistamab"},
              {"type":"weighed","at":"2026-11-15T09:00:00-06:00","weightKg":71.4},
              {"type":"dose-given","at":"2026-11-17T10:00:00-06:00","dose":"step-up-1"},
              {"type":"dose-given","at":"2026-11-20T10:00:00-06:00","dose":"step-up-2"},
              {"type":"vitals","at":"2026-11-21T17:00:00-06:00","temperatureC":38.6}
            ]}
            """)
        let now = try #require(Instant(iso: "2026-11-21T17:05:00-06:00"))
        let answer = try calculators.advise(course: course, at: now, rules: rules).json
        #expect(answer["alerts"]?.array?.first?["level"]?.string == "red")
        #expect(answer["course"]?["hoursSinceLastDose"] == 31)
        let wake = try #require(answer["wakeAt"]?.string.flatMap { Instant(iso: $0) })
        #expect(wake > now)
        for item in answer["agenda"]?.array ?? [] {
            for key in ["kind", "what", "earliest", "due", "latest", "status", "why", "source"] {
                #expect(item[key] != nil)
            }
        }
    }
}
