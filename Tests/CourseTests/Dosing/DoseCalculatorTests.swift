import Clinical
import Course
import Testing

@Suite struct `Dose calculator` {
    private func answer(_ therapy: String, _ regimen: String, _ dose: String, grams: Int?) throws -> DoseAnswer {
        let plan = try House.plan(therapy)
        let found = try House.regimen(therapy, regimen).regimen
        return try DoseCalculator(try House.protocols).answer(
            plan, regimen: found, dose: dose, weight: grams.map { BodyWeight(grams: $0) })
    }

    /// The bands of the content; all of them are recalled and carry that level.
    @Test(arguments: [
        ("step-up-1", 35_000, "2.2 mg", "0.22 mL"), ("step-up-1", 39_000, "2.2 mg", "0.22 mL"),
        ("step-up-1", 40_000, "2.5 mg", "0.25 mL"),
        ("step-up-1", 70_000, "4.5 mg", "0.45 mL"), ("step-up-1", 79_000, "4.5 mg", "0.45 mL"),
        ("step-up-1", 80_000, "5.1 mg", "0.51 mL"),
        ("step-up-1", 160_000, "9.3 mg", "0.93 mL"), ("step-up-2", 70_000, "22 mg", "2.2 mL"),
        ("step-up-2", 160_000, "47 mg", "4.7 mL"),
        ("first-treatment", 70_000, "108 mg", "1.2 mL"), ("weekly", 79_000, "108 mg", "1.2 mL"),
        ("biweekly", 150_000, "234 mg", "2.6 mL"),
    ])
    func `a weight inside a band takes the table's row, not the arithmetic`(
        dose: String, grams: Int, amount: String, volume: String
    ) throws {
        let answer = try answer("teclistamab", "monotherapy", dose, grams: grams)
        #expect(answer.basis == .labelTable && answer.isOnFile)
        #expect(!answer.mayBeDrawnUp, "a row nobody has read in a document is not drawn up")
        #expect(answer.amount.description == amount && answer.volume?.description == volume)
        #expect(answer.band?.from.grams ?? .max <= grams && answer.band?.to.grams ?? 0 >= grams)
        #expect(answer.verification == .unverified && answer.warnings.map(\.id) == ["dose-table-unverified"])
    }

    @Test(arguments: [34_900, 34_999, 39_001, 39_500, 79_500, 79_999, 160_001, 165_000, 10_000, 400_000])
    func `a weight with no band says so, and the arithmetic may not be drawn up`(grams: Int) throws {
        for dose in ["step-up-1", "step-up-2", "first-treatment", "weekly", "biweekly"] {
            let answer = try answer("teclistamab", "monotherapy", dose, grams: grams)
            #expect(answer.basis == .arithmetic && !answer.mayBeDrawnUp && !answer.isOnFile && answer.band == nil)
            #expect(answer.verification == .unverified)
            #expect(answer.warnings.map(\.id) == ["dose-no-band", "dose-arithmetic"])
            #expect(answer.warnings[0].text.contains(BodyWeight(grams: grams).description))
        }
    }

    /// `arithmetic_bounds_not_label_doses` of the facts, where no table of the content answers.
    @Test func `arithmetic is weight times dose, exactly`() throws {
        let biweekly = try answer("teclistamab", "combination", "biweekly", grams: 70_000)
        #expect(biweekly.basis == .arithmetic && biweekly.amount.description == "210 mg" && !biweekly.mayBeDrawnUp)
        let heavy = try answer("teclistamab", "monotherapy", "first-treatment", grams: 165_000)
        #expect(heavy.amount.description == "247.5 mg" && heavy.volume?.description == "2.75 mL")
        #expect(heavy.vials == 2 && heavy.syringes == 2)
        let light = try answer("talquetamab", "weekly", "step-up-1", grams: 70_000)
        #expect(light.amount.description == "0.7 mg" && light.volume?.description == "0.35 mL")
    }

    @Test func `the combination's 3 mg/kg never takes a row of the 1.5 mg/kg table`() throws {
        for dose in ["biweekly", "every-4-weeks"] {
            for kilograms in 35...160 {
                #expect(try answer("teclistamab", "combination", dose, grams: kilograms * 1000).basis == .arithmetic)
            }
        }
    }

    @Test(arguments: [
        ("step-up-1", "12 mg", "0.3 mL", 1), ("step-up-2", "32 mg", "0.8 mL", 1),
        ("first-treatment", "76 mg", "1.9 mL", 1), ("weekly", "76 mg", "1.9 mL", 1),
    ])
    func `elranatamab's flat doses need no weight and have a volume and one vial`(
        dose: String, amount: String, volume: String, vials: Int
    ) throws {
        for grams in [nil, 40_000, 120_000] {
            let answer = try answer("elranatamab", "standard", dose, grams: grams)
            #expect(answer.basis == .flat && answer.mayBeDrawnUp)
            #expect(
                answer.amount.description == amount && answer.volume?.description == volume && answer.vials == vials)
        }
    }

    @Test func `linvoseltamab's vial for a dose is not on file, so there is no volume`() throws {
        let answer = try answer("linvoseltamab", "standard", "weekly", grams: nil)
        #expect(
            answer.amount.description == "200 mg" && answer.volume == nil && answer.vials == nil
                && answer.syringes == nil)
    }

    @Test(arguments: [
        ("step-up-2", 70_000, 1, 2), ("step-up-2", 60_000, 1, 1), ("step-up-2", 100_000, 2, 2),
        ("weekly", 70_000, 1, 1), ("weekly", 100_000, 1, 1),
        ("weekly", 110_000, 2, 1), ("weekly", 130_000, 2, 2),
    ])
    func `vials and syringes are counted up from the volume`(dose: String, grams: Int, vials: Int, syringes: Int) throws
    {
        let answer = try answer("teclistamab", "monotherapy", dose, grams: grams)
        #expect(answer.vials == vials && answer.syringes == syringes, "\(answer.volume?.description ?? "")")
    }

    @Test func `opened vials always hold the volume and one vial less would not`() throws {
        for (plan, regimen) in try House.regimens {
            for dose in regimen.regimen.doses {
                for kilograms in stride(from: 30, through: 170, by: 7) {
                    let answer = try answer(plan.therapy.id, regimen.regimen.id, dose.name, grams: kilograms * 1000)
                    guard let vial = answer.presentation, let volume = answer.volume, let vials = answer.vials else {
                        continue
                    }
                    #expect(
                        vials * vial.volume.hundredths >= volume.hundredths
                            && (vials - 1) * vial.volume.hundredths < volume.hundredths)
                    // What a table says stays near the arithmetic: a slip of a decimal point would show here.
                    if answer.basis == .labelTable,
                        let exact = answer.concentration?.volume(
                            of: dose.rule.amount(for: BodyWeight(grams: kilograms * 1000)))
                    {
                        #expect(
                            abs(exact.hundredths - volume.hundredths) * 5 <= exact.hundredths + 10,
                            "\(dose.name) \(kilograms) kg")
                    }
                }
            }
        }
    }

    @Test func `a heavier patient never gets less`() throws {
        for (plan, regimen) in try House.regimens {
            for dose in regimen.regimen.doses {
                var last = 0
                for kilograms in 35...160 {
                    let amount = try answer(plan.therapy.id, regimen.regimen.id, dose.name, grams: kilograms * 1000)
                        .amount.micrograms
                    #expect(amount >= last, "\(plan.therapy.id) \(dose.name) \(kilograms) kg")
                    last = amount
                }
            }
        }
    }

    @Test func `a dose the regimen lacks and a missing weight are refused`() throws {
        let unknown = #expect(throws: FieldError.self) {
            try self.answer("teclistamab", "monotherapy", "every-4-weeks", grams: 70_000)
        }
        #expect(unknown?.code == "dose.unknown" && unknown?.allowed.contains("biweekly") == true)
        let missing = #expect(throws: FieldError.self) {
            try self.answer("teclistamab", "monotherapy", "weekly", grams: nil)
        }
        #expect(missing?.code == "field.missing" && missing?.field == "weight")
    }
}
