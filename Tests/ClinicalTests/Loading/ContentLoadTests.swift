import Clinical
import Testing

@Suite struct `Loading the content` {
    @Test func `the real content loads without a fault`() throws {
        let library = try RealContent.library
        #expect(library.therapies.map(\.id) == ["elranatamab", "linvoseltamab", "talquetamab", "teclistamab"])
        #expect(
            library.referenceTherapies.map(\.id) == [
                "ciltacabtagene", "epcoritamab", "glofitamab", "idecabtagene", "mosunetuzumab", "tarlatamab",
            ])
        #expect(library.topics.count > 20 && library.notes.first?.release == library.release.id)
        #expect(library.toxicities.map(\.id) == ["crs", "icans"])
        #expect(library.census.files == RealContent.files.count && library.census.tables >= 6)
        #expect(library.census.examplesPassed > 100)
    }

    @Test func `every restart table of the real content asks only what a record can answer`() throws {
        for therapy in try RealContent.library.therapies {
            let table = try #require(therapy.table("restart"), "\(therapy.id)")
            #expect(Set(table.inputs.map(\.name)).isSubset(of: ["regimen", "last", "days"]), "\(therapy.id)")
        }
    }

    @Test func `the small content loads with everything in its place`() throws {
        let library = try SmallContent().load()
        let therapy = try #require(library.therapy("testamab"))
        #expect(library.release.date == Day("2026-11-22") && library.release.id == "2026.11-test")
        #expect(
            therapy.names.tallMan == "TESTamab" && therapy.labelDate == "2026-03"
                && therapy.defaultRegimen == "standard")
        #expect(therapy.doseNames == ["step-up-1", "first-treatment", "weekly"])
        #expect(therapy.regimen("usual")?.id == "standard")
        #expect(therapy.table("restart")?.rows.map(\.id) == ["R1", "R2", "R3"])
        #expect(therapy.openStatement("late")?.blocks == ["restart"])
        #expect(therapy.volumes.first?.band(for: BodyWeight(grams: 39_000))?.amount.micrograms == 2200)
        #expect(therapy.volumes.first?.band(for: BodyWeight(grams: 39_500)) == nil)
        #expect(library.limits.weightMaximumAgeDays == 30 && library.limits.fever.hundredthsCelsius == 3800)
        #expect(library.phrases["held"]?.filled([("reason", "fever")]) == "On hold: fever.")
        #expect(library.phrases["held"]?.filled([]) == "On hold: {reason}.")
        #expect(library.census.examplesPassed == 5 && library.census.tables == 2 && library.census.open == 1)
    }

    @Test(
        arguments: [
            ("1", "1 day after"), ("0", "0 days after"), ("2", "2 days after"), ("11", "11 days after"),
            ("not on file", "not on file after"), ("", " after"),
        ] as [(String, String)])
    func `a blank with two words counts its number`(value: String, text: String) throws {
        var content = SmallContent()
        content.texts["phrases.yaml"]?.replace("On hold: {reason}.", with: "{days|day|days} after")
        let phrase = try #require(try content.load().phrases["held"])
        #expect(phrase.filled([("days", value)]) == text)
        #expect(phrase.filled([]) == "{days|day|days} after")
    }

    @Test(arguments: ["{days|day}", "{a|b|c|d}", "{|day|days}", "{}", "{days|day|}", "{reason"])
    func `a blank of another form is a fault`(blank: String) {
        var content = SmallContent()
        content.texts["phrases.yaml"]?.replace("{reason}", with: blank)
        #expect(content.faults.map(\.code) == ["content.phrase-blank"])
    }

    @Test func `a window, an interval in weeks and a phase are read in days and weeks`() throws {
        let regimen = try #require(try SmallContent().load().therapy("testamab")?.regimens.first)
        let window = try #require(regimen.dose("first-treatment")?.window)
        #expect(window == .init(nominal: 3, earliest: 2, usualLatest: 4, latest: 7, because: "reactions"))
        #expect(regimen.dose("weekly")?.window?.nominal == 7)
        #expect(regimen.dose("weekly")?.weeks == 2...9999)
        #expect(regimen.dose("weekly")?.repeats == true && regimen.dose("step-up-1")?.repeats == false)
    }

    @Test func `a statement is as sure as its source, or weaker where it says so`() throws {
        let therapy = try #require(try SmallContent().load().therapy("testamab"))
        let statements = therapy.sections[.indication, default: []]
        #expect(statements.map(\.id) == ["indication-1", "second"])
        #expect(statements.map(\.citation.level) == [.label, .unverified])
        #expect(statements.map(\.citation.place) == ["§1", "page 3"])
        #expect(statements[0].citation.mark == "label · Mar 2026 · §1")
        #expect(statements[0].citation.full == "Invented label, 2026-03-01, §1")
        #expect(Verification.weaker(.label, .secondary) == .secondary && Verification.label < .unverified)
    }

    @Test func `the order in which files are handed in does not matter`() throws {
        let files = SmallContent().files
        for start in files.indices {
            let turned = Array(files[start...] + files[..<start])
            #expect(throws: Never.self) { try ContentLibrary.load(turned) }
        }
    }
}
