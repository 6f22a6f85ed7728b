import Clinical
import Course
import Testing

/// One row for each drug and grade, in words a nurse can check against the guide: what comes first, which steroid,
/// what happens to the drug, and when to look again.
@Suite("Grade by grade, drug by drug") struct ManagementStoryTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let drug: String
        let toxicity: String
        let grade: Int
        let first: String
        let steroid: String?
        let drugIs: String?
        let lookAgain: Int

        init(
            _ drug: String, _ toxicity: String, _ grade: Int, first: String, steroid: String?, drugIs: String?,
            lookAgain: Int
        ) {
            self.drug = drug
            self.toxicity = toxicity
            self.grade = grade
            self.first = first
            self.steroid = steroid
            self.drugIs = drugIs
            self.lookAgain = lookAgain
        }

        var testDescription: String { "\(drug), \(toxicity) grade \(grade)" }
    }

    /// What every drug has in common at one grade.
    private static func path(_ toxicity: String, _ grade: Int) -> (first: String, steroid: String?, lookAgain: Int) {
        switch (toxicity, grade) {
        case ("crs", 1): ("It may be sepsis as well", "dexamethasone 10 mg IV once", 60)
        case ("crs", 2): ("Give oxygen", "Dexamethasone 10 mg IV every 6 h", 15)
        case ("crs", 3): ("Call intensive care now", "Dexamethasone 10 mg IV every 6 h", 15)
        case ("crs", _): ("Call intensive care now", "Methylprednisolone 500 mg IV every 12 h for 3 days", 15)
        case ("icans", 1): ("Bring the patient in now", "dexamethasone 10 mg once", 120)
        case ("icans", 2):
            ("Bring the patient in now", "Dexamethasone 10 mg IV every 6 h until grade 1 or less, then taper", 60)
        case ("icans", 3):
            ("Protect the airway", "Dexamethasone 10 mg IV every 6 h until grade 1 or less, then taper", 30)
        default: ("Protect the airway", "dexamethasone 10 mg IV every 6 h", 15)
        }
    }

    /// What happens to the drug: first time at this grade, just begun. `nil` is not on file.
    private static let drugs: [(drug: String, crs: [String?], icans: [String?])] = [
        (
            "teclistamab", ["withhold", "withhold", "withhold", "discontinue"],
            ["withhold", "withhold", "withhold", "discontinue"]
        ),
        (
            "talquetamab", ["withhold", "withhold", "withhold", "discontinue"],
            ["withhold", "withhold", "withhold", "discontinue"]
        ),
        ("elranatamab", ["withhold", "withhold", "withhold", "discontinue"], [nil, nil, nil, nil]),
        ("linvoseltamab", [nil, nil, nil, nil], [nil, nil, nil, nil]),
    ]

    static let rows: [Row] = drugs.flatMap { drug in
        (1...4).flatMap { grade in
            [("crs", drug.crs), ("icans", drug.icans)].map { toxicity, decisions in
                let path = path(toxicity, grade)
                return Row(
                    drug.drug, toxicity, grade, first: path.first, steroid: path.steroid, drugIs: decisions[grade - 1],
                    lookAgain: path.lookAgain)
            }
        }
    }

    @Test("every drug and every grade", arguments: rows) func path(_ row: Row) throws {
        let answer = try Bedside(row.toxicity, row.grade, therapy: row.drug).recurrent(false).began(minutesAgo: 0)
            .answer()
        let now = answer.actions(.now)
        #expect(now.first?.text.hasPrefix(row.first) == true, "first: \(now.first?.text ?? "nothing")")
        if let steroid = row.steroid { #expect(now.contains { $0.text.contains(steroid) }) }
        #expect(now.contains { $0.isInfectionLine })
        #expect(answer.dosing.decision == row.drugIs, "\(answer.dosing.lines.map(\.text))")
        #expect(answer.reassess?.minutes == row.lookAgain)
        #expect(answer.reassess?.due == Bedside.now.adding(minutes: row.lookAgain))
        #expect(!answer.actions(.escalate).isEmpty && !answer.actions(.workUp).isEmpty)
        if row.drugIs == nil { #expect(answer.dosing.lines.contains { $0.text.contains("not on file") }) }
    }

    @Test("CRS grade 3: what the label says depends on whether it is the first time and how long it lasts")
    func thirdGrade() throws {
        #expect(
            try Bedside("crs", 3).recurrent(false).began(minutesAgo: 47 * 60 + 59).answer().dosing.decision
                == "withhold")
        #expect(
            try Bedside("crs", 3).recurrent(false).began(minutesAgo: 48 * 60).answer().dosing.decision == "discontinue")
        #expect(try Bedside("crs", 3).recurrent(true).began(minutesAgo: 5).answer().dosing.decision == "discontinue")
        // Nobody said: it is withheld, and both rows are shown with their conditions.
        let open = try Bedside("crs", 3).answer().dosing
        #expect(open.decision == "withhold" && open.lines.contains { $0.text.hasPrefix("If grade 3, recurrent") })
        #expect(open.nextDose.contains { $0.text.hasPrefix("If grade 3") && $0.text.contains("stopped for good") })
    }

    @Test("several grades possible: the worst is treated and the page says so")
    func several() throws {
        let answer = try Bedside("crs", 1, 2, 4).answer()
        #expect(answer.worst == 4 && answer.now.first == "icu-4")
        #expect(
            answer.cautions.first?.text.hasPrefix("Grade 1 or 2 or 4 is possible. What follows is for grade 4") == true)
        // A medicine that grade 1 would not get waits for the grade; a call does not.
        #expect(answer.action("steroid-4-asco")?.condition == "If it is grade 4")
        #expect(answer.action("icu-4")?.condition == nil && answer.action("infection")?.isShared == true)
        let two = try Bedside("crs", 2, 3).answer()
        #expect(two.action("toci-3")?.condition == nil && two.action("dex-3-asco")?.condition == "If it is grade 3")
        // At grade 1 tocilizumab only comes in if the fever stays.
        #expect(try Bedside("crs", 1, 2).answer().action("toci-2-first")?.condition == "If it is grade 2")
        // Nothing is stopped for good on a grade that is only possible.
        #expect(answer.dosing.decision == "withhold")
    }

    @Test("ICANS alone gets no tocilizumab; with CRS it does") func icansAndCRS() throws {
        let alone = try Bedside("icans", 3).knowing("crs", false).answer()
        #expect(!alone.actions.contains { $0.give?.medicine == "tocilizumab" } && alone.now.contains("no-toci-alone"))
        let both = try Bedside("icans", 3).knowing("crs", true).answer()
        #expect(both.action("toci-with-crs")?.condition == nil && !both.now.contains("no-toci-alone"))
        // Nobody said: both stand there, each under its condition.
        let open = try Bedside("icans", 3).answer()
        #expect(open.action("toci-with-crs")?.condition == "If there is CRS too")
        #expect(open.action("no-toci-alone")?.condition == "If there is no CRS")
    }

    @Test("a site's signed choice decides, the others stand beside it, and an unsigned one says so") func choices()
        throws
    {
        let unsigned = try Bedside("crs", 2).answer()
        #expect(unsigned.action("toci-2-first")?.unsigned == "crs-2-first-drug")
        #expect(unsigned.cautions.contains { $0.id == "manage-unsigned" })
        let signed = try Bedside("crs", 2).site("crs-2-first-drug", "dexamethasone").site("crs-2-fluids", "miami")
            .site("crs-2-dexamethasone", "asco-secondary").site("tocilizumab-limits", "asco-2021").answer()
        #expect(signed.now.contains("dex-2-uf-first") && !signed.now.contains("toci-2-first"))
        #expect(signed.actions.allSatisfy { $0.unsigned == nil })
        #expect(!signed.cautions.contains { $0.id == "manage-unsigned" })
        let choice = try #require(signed.choices.first { $0.id == "crs-2-first-drug" })
        #expect(choice.chosen == "dexamethasone" && choice.isSigned && choice.options.count == 4)
        // An option that is not listed is no signature.
        #expect(try Bedside("crs", 2).site("crs-2-first-drug", "nonsense").answer().now.contains("toci-2-first"))
    }

    @Test("an old weight is named") func oldWeight() throws {
        var bedside = Bedside("crs", 2)
        bedside.question.weightAgeDays = 31
        #expect(try bedside.answer().cautions.contains { $0.id == "weight-old" })
        bedside.question.weightAgeDays = 30
        #expect(try !bedside.answer().cautions.contains { $0.id == "weight-old" })
    }

    @Test("what cannot be is refused by name") func refused() throws {
        func code(_ bedside: Bedside) -> String? {
            do { _ = try bedside.answer() } catch { return (error as? FieldError)?.code }
            return nil
        }
        #expect(code(Bedside("crs", 0)) == "field.out-of-range")
        #expect(code(Bedside("crs", 5)) == "field.out-of-range")
        #expect(code(Bedside("crs", 2, kg: "0")) == "field.out-of-range")
        #expect(code(Bedside("crs", 2, kg: "401")) == "field.out-of-range")
        #expect(code(Bedside("rash", 2)) == "management.unknown")
        #expect(code(Bedside("crs", 2, therapy: "aspirin")) == "therapy.unknown")
        #expect(code(Bedside("crs", 2).knowing("tuesday", true)) == "field.unknown")
        #expect(code(Bedside("crs", 2).given("tocilizumub", minutesAgo: 1)) == "medicine.unknown")
        var empty = Bedside("crs", 2)
        empty.question.grades = []
        #expect(code(empty) == "field.missing")
    }
}
