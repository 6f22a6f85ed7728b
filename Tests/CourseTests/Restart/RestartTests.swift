import Clinical
import Testing

@testable import Course

@Suite struct `Restart after a delay` {
    /// Row and outcome for whole days since a dose.
    private func answer(_ therapy: String, _ regimen: String, _ last: String, _ days: Int) throws -> (
        row: String, outcome: Outcome
    )? {
        let rules = try #require(try House.plan(therapy).restart)
        guard let row = rules.row(regimen: regimen, last: last, days: days) else { return nil }
        return (rules.table.rows[row].id, rules.table.rows[row].outcome)
    }

    @Test func `every dose of every regimen has a row for every day from 0 to 400`() throws {
        for (plan, regimen) in try House.regimens {
            let rules = try #require(plan.restart, "\(plan.therapy.id)")
            for (position, dose) in regimen.regimen.doses.enumerated() {
                var missing: [Int] = []
                var other: [Int] = []
                for days in 0...400 {
                    let row = rules.row(regimen: regimen.regimen.id, last: dose.name, days: days)
                    if row == nil { missing.append(days) }
                    // The calendar's short-cut must be the table's answer.
                    if regimen.restartRow(position: position, days: days) != row { other.append(days) }
                }
                #expect(missing.isEmpty && other.isEmpty, "\(plan.therapy.id) \(regimen.regimen.id) \(dose.name)")
            }
        }
    }

    @Test func `every row either answers with an action and a dose of the regimen or says what is not on file`() throws
    {
        for (plan, regimen) in try House.regimens {
            let rules = try #require(plan.restart)
            for dose in regimen.regimen.doses {
                for days in 0...400 {
                    let row = try #require(rules.row(regimen: regimen.regimen.id, last: dose.name, days: days))
                    let outcome = rules.table.rows[row].outcome
                    let label = "\(plan.therapy.id) \(regimen.regimen.id) \(dose.name) \(days) days"
                    if let open = outcome.open {
                        #expect(plan.therapy.openStatement(open) != nil && outcome.action == nil, "\(label)")
                    } else {
                        #expect(outcome.action != nil && outcome.say != nil, "\(label)")
                        if let next = outcome.dose { #expect(regimen.regimen.dose(next) != nil, "\(label)") }
                        if ["repeat", "restart", "give-next"].contains(outcome.action) {
                            #expect(outcome.dose != nil, "\(label)")
                        }
                    }
                }
            }
        }
    }

    @Test func `a restart table that asks one question more is refused and answers nothing`() throws {
        let question = "- input: days\n"
        let files = try RealContent.files.map { file in
            guard file.path == "therapies/teclistamab.yaml" else { return file }
            let text = String(decoding: file.bytes, as: UTF8.self)
            let start = try #require(text.ranges(of: "- id: restart\n").first?.upperBound)
            let place = try #require(text[start...].ranges(of: question).first?.lowerBound)
            let more = "- { input: setting, one-of: [clinic, hospital], question: Where? }\n      "
            return ContentFile(path: file.path, bytes: Array((text[..<place] + more + text[place...]).utf8))
        }
        let plan = try #require(Protocols(try ContentLibrary.load(files)).therapy("teclistamab"))
        #expect(plan.therapy.table("restart") != nil && plan.restart == nil)
        let faults = try #require(#expect(throws: ContentFaults.self) { try Protocols.load(files) }).faults
        #expect(faults.map(\.code) == ["content.restart-questions"])
        #expect(faults.first?.file.contains("teclistamab") == true)
    }

    @Test func `the answer changes only where a row of the table begins`() throws {
        for (plan, regimen) in try House.regimens {
            let rules = try #require(plan.restart)
            let days = try #require(rules.table.input(named: "days"))
            let bounds = Set(
                rules.table.rows.flatMap(\.when).joined().filter { $0.input == days }.flatMap(\.ranges).flatMap {
                    [$0.lowerBound, $0.upperBound + 1]
                })
            for dose in regimen.regimen.doses {
                let rows = (0...3650).map { rules.row(regimen: regimen.regimen.id, last: dose.name, days: $0) }
                let changes = rows.indices.dropFirst().filter { rows[$0] != rows[$0 - 1] }
                #expect(changes.allSatisfy { bounds.contains($0) }, "\(plan.therapy.id) \(dose.name): \(changes)")
            }
        }
    }

    @Test func `days beyond the table count as its last day, negative days and unknown names have no answer`() throws {
        let rules = try #require(try House.plan("teclistamab").restart)
        let last = rules.row(regimen: "monotherapy", last: "weekly", days: rules.maximumDays)
        #expect(rules.row(regimen: "monotherapy", last: "weekly", days: 1_000_000) == last && last != nil)
        #expect(rules.row(regimen: "monotherapy", last: "weekly", days: -1) == nil)
        #expect(rules.row(regimen: "monotherapy", last: "monthly", days: 3) == nil)
        #expect(rules.row(regimen: "trial", last: "weekly", days: 3) == nil)
    }

    /// The worked examples of `teclistamab.yaml`.
    @Test(
        arguments: [
            ("monotherapy", "step-up-1", 1, "too-early", nil), ("monotherapy", "step-up-1", 8, "restart", "step-up-1"),
            ("monotherapy", "step-up-2", 7, "give-next", "first-treatment"),
            ("monotherapy", "step-up-2", 12, "repeat", "step-up-2"),
            ("monotherapy", "step-up-2", 29, "restart", "step-up-1"),
            ("monotherapy", "weekly", 29, "restart", "step-up-2"),
            ("monotherapy", "weekly", 56, "restart", "step-up-2"),
            ("monotherapy", "biweekly", 63, "continue", "biweekly"),
            ("monotherapy", "biweekly", 112, "restart", "step-up-2"),
            ("combination", "every-4-weeks", 80, "restart", "step-up-2"),
        ] as [(String, String, Int, String, String?)])
    func `teclistamab answers the worked examples`(
        regimen: String, last: String, days: Int, action: String, dose: String?
    ) throws {
        let found = try #require(try answer("teclistamab", regimen, last, days))
        #expect(found.outcome.action == action && found.outcome.dose == dose)
    }

    /// Both sides of every edge of the maker's table.
    @Test(arguments: [
        ("step-up-1", 7, "give-next"), ("step-up-1", 8, "restart"), ("step-up-2", 7, "give-next"),
        ("step-up-2", 8, "repeat"),
        ("step-up-2", 28, "repeat"), ("step-up-2", 29, "restart"), ("weekly", 28, "continue"),
        ("weekly", 29, "restart"),
        ("weekly", 56, "restart"), ("weekly", 57, "restart"), ("biweekly", 63, "continue"), ("biweekly", 64, "restart"),
        ("biweekly", 112, "restart"), ("biweekly", 113, "restart"),
    ])
    func `teclistamab's edges fall on the day the table says`(last: String, days: Int, action: String) throws {
        #expect(try answer("teclistamab", "monotherapy", last, days)?.outcome.action == action)
    }

    @Test func `restart goes further back after the longer delay`() throws {
        #expect(try answer("teclistamab", "monotherapy", "weekly", 56)?.outcome.dose == "step-up-2")
        #expect(try answer("teclistamab", "monotherapy", "weekly", 57)?.outcome.dose == "step-up-1")
        #expect(try answer("teclistamab", "monotherapy", "biweekly", 112)?.outcome.dose == "step-up-2")
        #expect(try answer("teclistamab", "monotherapy", "biweekly", 113)?.outcome.dose == "step-up-1")
    }

    @Test(arguments: [
        ("teclistamab", "monotherapy", "weekly", 6), ("teclistamab", "monotherapy", "biweekly", 13),
        ("teclistamab", "combination", "step-up-1", 9), ("teclistamab", "combination", "weekly", 29),
        ("teclistamab", "combination", "every-4-weeks", 63), ("teclistamab", "combination", "every-4-weeks", 113),
        ("talquetamab", "weekly", "weekly", 40), ("talquetamab", "every-2-weeks", "biweekly", 80),
        ("linvoseltamab", "standard", "weekly", 60),
    ])
    func `what is not on file is open, with where to look, and never a neighbour's rule`(
        therapy: String, regimen: String, last: String, days: Int
    ) throws {
        let found = try #require(try answer(therapy, regimen, last, days))
        let open = try #require(found.outcome.open, "\(found)")
        let statement = try #require(try House.plan(therapy).therapy.openStatement(open))
        #expect(found.outcome.action == nil && found.outcome.dose == nil)
        #expect(!statement.where_.isEmpty)
    }

    @Test(arguments: ["teclistamab", "talquetamab", "elranatamab", "linvoseltamab"])
    func `a table that rests on an older label says so`(therapy: String) throws {
        #expect(try House.plan(therapy).restart?.table.outdated != nil)
    }
}
