import Clinical
import Course
import JSONText
import Service
import Testing

/// `stepwell manage` as the contract has it.
@Suite struct ManageContractTests {
    let calculators = Calculators(TestPractice.protocols)
    let now = Instant(milliseconds: 1_795_370_400_000)

    private func question(_ grade: Int, kg: Int? = 70) -> ManagementQuestion {
        ManagementQuestion(
            toxicity: "crs", grades: [grade], therapy: "teclistamab", weight: kg.map { BodyWeight(grams: $0 * 1000) },
            now: now)
    }

    @Test func `the keys of the contract are there`() throws {
        let json = try calculators.manage(question(2), zone: .utc).json
        let toci = try #require(json["now"]?.array?.first { $0["drug"]?.string == "tocilizumab" })
        #expect(toci["doseMg"]?.numberText == "560" && toci["maxMg"]?.numberText == "800")
        #expect(toci["route"]?.string == "IV" && toci["repeat"]?.string?.contains("8 h") == true)
        #expect(toci["verification"]?.string == "guideline" && toci["source"]?.string?.contains("ASCO") == true)
        #expect(json["dosing"]?["decision"]?.string == "withhold")
        #expect(json["dosing"]?["nextDoseConditions"]?.array?.isEmpty == false)
        #expect(json["escalate"]?.array?.isEmpty == false && json["reassessMinutes"]?.int == 15)
        let choice = try #require(json["choices"]?.array?.first { $0["id"]?.string == "crs-2-first-drug" })
        #expect(choice["chosen"]?.string == "tocilizumab" && choice["options"]?.array?.count == 4)
        #expect(choice["signed"] == .bool(false))
        #expect(json["now"]?.array?.contains { $0["infectionLine"] == .bool(true) } == true)
    }

    @Test func `without a weight and past the limits there is no number of milligrams`() throws {
        let unweighed = try calculators.manage(question(3, kg: nil), zone: .utc).json
        #expect(unweighed["now"]?.array?.first { $0["drug"]?.string == "tocilizumab" }?["doseMg"] == .null)
        var full = question(3)
        full.given = (1...4).map { GivenMedicine(medicine: "tocilizumab", at: now.adding(hours: -10 * $0)) }
        let toci = try calculators.manage(full, zone: .utc).json["now"]?.array?.first {
            $0["drug"]?.string == "tocilizumab"
        }
        #expect(toci?["doseMg"] == .null && toci?["refused"]?.string?.contains("4 of 4 doses in total") == true)
    }

    @Test func `doses given are read by any of a medicine's names and refused by field`() throws {
        let json = try JSON.parse(Array(#"{"given":[{"medicine":"Actemra","at":"2026-11-22T10:00:00Z"}]}"#.utf8))
        #expect(try calculators.given(json).map(\.medicine) == ["tocilizumab"])
        for (text, field) in [
            (#"[{"medicine":"tocilizumub","at":"2026-11-22T10:00:00Z"}]"#, "given.medicine"),
            (#"[{"medicine":"tocilizumab","at":"yesterday"}]"#, "given[0].at"), (#"[{}]"#, "given[0].medicine"),
            (#""none""#, "given"),
        ] {
            let json = try JSON.parse(Array(text.utf8))
            do throws(FieldError) {
                _ = try calculators.given(json)
                Issue.record("\(text) was read")
            } catch {
                #expect(error.field == field)
            }
        }
    }
}
