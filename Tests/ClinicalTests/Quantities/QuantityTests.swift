import Clinical
import Testing

@Suite struct `Body temperature` {
    @Test(arguments: [
        (10_040, 3800), (10_030, 3794), (9860, 3700), (3200, 0), (10_400, 4000), (9500, 3500), (11_300, 4500),
        (-4000, -4000),
    ])
    func `Fahrenheit becomes Celsius to the nearest hundredth`(fahrenheit: Int, celsius: Int) {
        #expect(BodyTemperature(hundredthsFahrenheit: fahrenheit).hundredthsCelsius == celsius)
    }

    @Test func `every hundredth from 30 to 45 °C survives the way through Fahrenheit, in order`() {
        var wrong: [Int] = []
        for celsius in 3000...4500 {
            let there = BodyTemperature(hundredthsCelsius: celsius).hundredthsFahrenheit
            if BodyTemperature(hundredthsFahrenheit: there).hundredthsCelsius != celsius { wrong.append(celsius) }
            if BodyTemperature(hundredthsCelsius: celsius + 1).hundredthsFahrenheit <= there { wrong.append(celsius) }
        }
        #expect(wrong.isEmpty)
    }

    @Test(arguments: [
        (3860, "38.6 °C (101.5 °F)"), (3800, "38 °C (100.4 °F)"), (3799, "37.99 °C (100.4 °F)"),
        (3725, "37.25 °C (99.1 °F)"),
    ])
    func `a temperature is shown in both units`(celsius: Int, text: String) {
        #expect(BodyTemperature(hundredthsCelsius: celsius).description == text)
    }

    @Test(arguments: [Int.max, Int.min, 9_000_000_000_000_000_000, -9_000_000_000_000_000_000])
    func `a senseless number does not overflow`(value: Int) {
        let converted = BodyTemperature(hundredthsFahrenheit: value)
        #expect((converted.hundredthsCelsius > 10_000) == (value > 0))
        #expect((BodyTemperature(hundredthsCelsius: value).hundredthsFahrenheit > 10_000) == (value > 0))
    }
}

@Suite struct `Doses, volumes and weights` {
    @Test(
        arguments: [
            (DoseRule.perKilogram(micrograms: 60), 70_000, 4200), (.perKilogram(micrograms: 300), 70_000, 21_000),
            (.perKilogram(micrograms: 1500), 110_000, 165_000), (.perKilogram(micrograms: 10), 72_450, 725),
            (.perKilogram(micrograms: 60), 8, 0), (.perKilogram(micrograms: 60), 9, 1),
            (.flat(DoseAmount(micrograms: 76_000)), 70_000, 76_000),
        ] as [(DoseRule, Int, Int)])
    func `a dose rule gives the amount to the nearest microgram`(rule: DoseRule, grams: Int, micrograms: Int) {
        #expect(rule.amount(for: BodyWeight(grams: grams)).micrograms == micrograms)
    }

    @Test(arguments: [
        (10_000, 4200, 42), (10_000, 21_000, 210), (90_000, 165_000, 183), (40_000, 76_000, 190),
        (90_000, 108_000, 120),
    ])
    func `a concentration gives the volume to the nearest hundredth of a milliliter`(
        perMilliliter: Int, micrograms: Int, hundredths: Int
    ) {
        let volume = Concentration(microgramsPerMilliliter: perMilliliter).volume(
            of: DoseAmount(micrograms: micrograms))
        #expect(volume.hundredths == hundredths)
    }

    @Test func `quantities carry their unit and no needless zero`() {
        #expect(DoseAmount(micrograms: 4500).description == "4.5 mg")
        #expect(DoseAmount(micrograms: 60).milligramsText == "0.06")
        #expect(DoseVolume(hundredths: 110).description == "1.1 mL")
        #expect(DoseVolume(hundredths: 5).millilitersText == "0.05")
        #expect(BodyWeight(grams: 70_500).description == "70.5 kg")
        #expect(Concentration(microgramsPerMilliliter: 90_000).description == "90 mg/mL")
        #expect(DoseRule.perKilogram(micrograms: 60).description == "0.06 mg/kg")
        #expect(DoseRule.flat(DoseAmount(micrograms: 12_000)).description == "12 mg")
    }
}

@Suite struct `Nearest name` {
    let doses = ["step-up-1", "step-up-2", "first-treatment", "weekly", "biweekly"]

    @Test(arguments: [
        ("step-up-1", "step-up-1"), ("stepup1", "step-up-1"), ("Weekley", "weekly"), ("bi-weekly", "biweekly"),
        ("first treatment", "first-treatment"), ("firsttreatmnt", "first-treatment"),
    ])
    func `a misspelled name finds the one that was meant`(text: String, expected: String) {
        #expect(nearest(to: text, among: doses) == expected)
    }

    @Test(arguments: ["", "first", "penicillin-and-more", "🐢🐢🐢🐢"])
    func `a name far from all finds nothing`(text: String) {
        #expect(nearest(to: text, among: doses) == nil)
    }

    @Test func `no candidates find nothing, and the first of two equally near ones is taken`() {
        #expect(nearest(to: "weekly", among: [String]()) == nil)
        #expect(nearest(to: "step-up-3", among: doses) == "step-up-1")
    }
}
