import Clinical
import Testing

/// One mistake in the small content: what is replaced, by what, and where the fault must stand.
struct Mistake: Sendable, CustomTestStringConvertible {
    var file = SmallContent.therapyPath
    let old: String
    let new: String
    let code: String
    /// The fault stands where this begins in the changed file.
    let at: String
    var count = 1

    var testDescription: String { "\(code): \(old.prefix(40)) → \(new.prefix(40))" }
}

@Suite struct `Mistakes in content` {
    @Test(arguments: [
        // Keys
        Mistake(old: "class: invented", new: "class: invented\nclas: x", code: "unknown-key", at: "clas: x"),
        Mistake(old: "nominal: 3 days,", new: "nominal: 3 days, nomnal: 2 days,", code: "unknown-key", at: "nomnal"),
        Mistake(old: "class: invented\n", new: "", code: "missing-key", at: "format"),
        Mistake(old: "brand: Testify, ", new: "", code: "missing-key", at: "{ generic"),
        Mistake(
            old: "class: invented", new: "class: invented\nclass: again", code: "duplicate-key", at: "class: invented"),
        Mistake(old: "format: 1", new: "format: 2", code: "format", at: "format"),
        // Kinds
        Mistake(
            old: "names: { generic: testamab-abcd, brand: Testify, tall-man: TESTamab }", new: "names: nobody",
            code: "expected-map", at: "nobody"),
        Mistake(old: "class: invented", new: "class: []", code: "expected-text", at: "[]"),
        Mistake(old: "open:\n  - { id: late", new: "open:\n  { id: late", code: "expected-list", at: "{ id: late"),
        Mistake(old: "step-up: yes", new: "step-up: perhaps", code: "expected-yes-no", at: "perhaps"),
        Mistake(old: "day: 4", new: "day: four", code: "expected-number", at: "four"),
        Mistake(old: "kind: restart", new: "kind: restrat", code: "unknown-word", at: "restrat"),
        Mistake(old: "level: secondary", new: "level: certain", code: "unknown-word", at: "certain"),
        // Quantities
        Mistake(old: "0.06 mg/kg", new: "0.06", code: "missing-unit", at: "0.06"),
        Mistake(old: "0.06 mg/kg", new: "0.06mg/kg", code: "missing-unit", at: "0.06mg"),
        Mistake(old: "0.06 mg/kg", new: ".06 mg/kg", code: "quantity", at: ".06 mg"),
        Mistake(old: "0.06 mg/kg", new: "0.060 mg/kg", code: "quantity", at: "0.060 mg"),
        Mistake(old: "0.06 mg/kg", new: "-0.06 mg/kg", code: "quantity", at: "-0.06 mg"),
        Mistake(old: "0.06 mg/kg", new: "0 mg/kg", code: "quantity", at: "0 mg/kg"),
        Mistake(old: "12 mg,", new: "9223372036854775 mg,", code: "quantity", at: "9223372036854775"),
        Mistake(old: "content: 30 mg", new: "content: 9223372036854775 mg", code: "quantity", at: "9223372036854775"),
        Mistake(old: "duration: 24 h", new: "duration: 24", code: "missing-unit", at: "24,"),
        Mistake(old: "duration: 24 h", new: "duration: -24 h", code: "quantity", at: "-24 h"),
        Mistake(old: "earliest: 2 days", new: "earliest: 2", code: "missing-unit", at: "2, usual"),
        Mistake(old: "1 weeks", new: "9223372036854775807 weeks", code: "quantity", at: "9223372036854775807"),
        Mistake(old: "35...39 kg", new: "35...39", code: "missing-unit", at: "35...39"),
        Mistake(old: "35...39 kg", new: "39...35 kg", code: "range", at: "39...35"),
        Mistake(old: "before: 1...3 h", new: "before: 1...100 h", code: "range", at: "1...100"),
        Mistake(
            old: "0...3650,", new: "-9223372036854775806...9223372036854775806,", code: "range",
            at: "-9223372036854775806"),
        Mistake(old: "0...3650,", new: "0...9999999,", code: "range", at: "0...9999999"),
        Mistake(old: "days: 0...28", new: "days: 0..28", code: "range", at: "0..28"),
        Mistake(old: "days: 29...", new: "days: 29...4000", code: "range", at: "29...4000"),
        Mistake(
            old: "revised: \"2026-03-01\"", new: "revised: \"2026-02-30\"", code: "date", at: "{ title: Invented label"),
        Mistake(old: "date: \"2026-03\"", new: "date: \"March\"", code: "date", at: "date: \"March"),
        // Names that stand twice or point nowhere
        Mistake(old: "id: second,", new: "id: indication-1,", code: "duplicate-id", at: "{ id: indication-1"),
        Mistake(old: "id: R2", new: "id: R1", code: "duplicate-id", at: "{ id: R1", count: 2),
        Mistake(old: "{ name: weekly", new: "{ name: step-up-1", code: "duplicate-id", at: "id: standard"),
        Mistake(old: "from: label §1", new: "from: lable §1", code: "unknown-source", at: "from: lable"),
        Mistake(
            old: "{ say: For tests only., from: label §1 }", new: "{ say: For tests only. }", code: "no-source",
            at: "{ say: For"),
        Mistake(
            old: "from: talk page 3, level: unverified", new: "from: talk page 3, level: label", code: "level",
            at: "from: talk page"),
        Mistake(
            old: "dose: step-up-1, say: From", new: "dose: step-up-9, say: From", code: "unknown-dose",
            at: "{ action: restart"),
        Mistake(
            old: "for: [step-up-1], maximum", new: "for: [stepup], maximum", code: "unknown-dose", at: "{ id: vial"),
        Mistake(old: "to-dose: first-treatment", new: "to-dose: monthly", code: "unknown-dose", at: "{ from-dose"),
        Mistake(
            old: "regimens: [standard]", new: "regimens: [other]", code: "unknown-regimen",
            at: "for: [step-up-1]\n    regimens"),
        Mistake(
            old: "default-regimen: standard", new: "default-regimen: other", code: "unknown-regimen",
            at: "default-regimen"),
        Mistake(old: "open: late, say", new: "open: later, say", code: "unknown-open", at: "{ open: later"),
        Mistake(old: "option: short", new: "option: brief", code: "unknown-choice", at: "{ id: home"),
        Mistake(old: "choice: stay, option: short", new: "choice: stay", code: "missing-key", at: "{ id: home"),
        Mistake(old: "until-signed: long", new: "until-signed: never", code: "choice", at: "until-signed"),
        Mistake(
            old: "presentation: vial", new: "presentation: bottle", code: "unknown-presentation",
            at: "for: [step-up-1]\n    presentation"),
        // Doses, windows and volumes
        Mistake(
            old: "nominal: 3 days, earliest: 2 days", new: "nominal: 3 days, earliest: 4 days", code: "window",
            at: "{ name: first"),
        Mistake(old: "earliest: 2 days", new: "earliest: 0 days", code: "window", at: "{ name: first"),
        Mistake(old: "after: step-up-1, nominal", new: "after: weekly, nominal", code: "dose", at: "id: standard"),
        Mistake(old: "after: step-up-1, nominal: 3 days,", new: "after: step-up-1,", code: "dose", at: "{ name: first"),
        Mistake(
            old: "every: 1 weeks", new: "every: 1 weeks, after: first-treatment", code: "dose", at: "{ name: weekly"),
        Mistake(old: "volume: 3 mL", new: "volume: 2 mL", code: "presentation", at: "{ id: vial"),
        Mistake(old: "volume: 0.22 mL", new: "volume: 2.2 mL", code: "bands", at: "{ weight: 35"),
        Mistake(old: "40...44 kg", new: "39...44 kg", code: "bands", at: "for: [step-up-1]\n    presentation"),
        // The end of the file and its name
        Mistake(old: "end: testamab", new: "", code: "cut", at: "format"),
        Mistake(old: "end: testamab", new: "end: testa", code: "cut", at: "testa\n"),
        Mistake(
            old: "end: testamab", new: "end: testamab\ndefault-regimen: standard", code: "duplicate-key",
            at: "default-regimen"),
        Mistake(old: "end: testamab", new: "end: testamab\nnote: more", code: "cut", at: "end: testamab"),
        Mistake(old: "therapy: testamab", new: "therapy: other", code: "file-name", at: "format"),
    ])
    func `each mistake is named with file, line, column and its stable code`(mistake: Mistake) throws {
        var content = SmallContent()
        let text = try #require(content.texts[mistake.file])
        try #require(text.ranges(of: mistake.old).count >= 1, "the mistake must change something")
        content.texts[mistake.file] = text.replacingFirst(mistake.old, with: mistake.new)
        let place = try #require(content.place(of: mistake.at, in: mistake.file, count: mistake.count))
        let faults = content.faults
        let found = faults.contains {
            $0.code == "content." + mistake.code && $0.file == mistake.file && $0.line == place.line
                && $0.column == place.column
        }
        let list = faults.map(\.description).joined(separator: "\n")
        #expect(found, "expected content.\(mistake.code) at \(place.line):\(place.column), found\n\(list)")
    }

    @Test func `several mistakes in one file and in several files are all reported at once`() {
        var content = SmallContent()
        for (old, new) in [
            ("0.06 mg/kg", "0.06"), ("from: label §1", "from: lable §1"), ("class: invented", "clas: invented"),
            ("id: R2", "id: R1"), ("duration: 24 h", "duration: long"), ("open: late, say", "open: later, say"),
        ] {
            content.texts[SmallContent.therapyPath] = content.texts[SmallContent.therapyPath]?.replacingFirst(
                old, with: new)
        }
        content.texts["limits.yaml"] = SmallContent.limits.replacingFirst("38 degC", with: "38")
        content.texts["release.yaml"] = SmallContent.release.replacingFirst("2026-11-22", with: "2026-02-30")
        let codes = Set(content.faults.map { "\($0.file.prefix(7)) \($0.code.dropFirst("content.".count))" })
        #expect(
            codes.isSuperset(of: [
                "therapi missing-unit", "therapi unknown-source", "therapi unknown-key", "therapi missing-key",
                "therapi duplicate-id", "therapi unknown-open", "limits. missing-unit", "release date",
            ]))
    }

    @Test func `a message shows the value seen, what was expected and the nearest name`() throws {
        var content = SmallContent()
        content.texts[SmallContent.therapyPath] = SmallContent.therapy.replacingFirst(
            "from: label §1", with: "from: lable §1")
        let fault = try #require(content.faults.first)
        #expect(fault.description.hasPrefix("therapies/testamab.yaml:19:31: error[content.unknown-source]: "))
        #expect(fault.message.contains("\"lable\"") && fault.message.contains("did you mean label?"))
    }
}

extension String {
    func replacingFirst(_ old: String, with new: String) -> String {
        guard let range = ranges(of: old).first else { return self }
        return replacingCharacters(range, with: new)
    }

    private func replacingCharacters(_ range: Range<Index>, with new: String) -> String {
        String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
    }
}
