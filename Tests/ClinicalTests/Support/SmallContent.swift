import Clinical

/// The smallest content that loads: one invented drug, one invented reaction. Tests break it in one place at a time.
struct SmallContent {
    var texts: [String: String] = [
        "release.yaml": release, "limits.yaml": limits, "phrases.yaml": phrases, "therapies/testamab.yaml": therapy,
        "toxicities/rash.yaml": toxicity,
    ]
    var bytes: [String: [UInt8]] = [:]

    static let therapyPath = "therapies/testamab.yaml"
    static let toxicityPath = "toxicities/rash.yaml"

    var files: [ContentFile] {
        texts.map { ContentFile(path: $0.key, bytes: bytes[$0.key] ?? Array($0.value.utf8)) }
    }

    func load() throws(ContentFaults) -> ContentLibrary { try ContentLibrary.load(files) }

    /// All faults; empty when the content loads.
    var faults: [ContentFault] {
        do throws(ContentFaults) {
            _ = try load()
            return []
        } catch { return error.faults }
    }

    /// Line and column, counted from 1, of the `count`-th place where `needle` stands in a file.
    func place(of needle: String, in path: String, count: Int = 1) -> (line: Int, column: Int)? {
        guard let text = texts[path] else { return nil }
        let ranges = text.ranges(of: needle)
        guard ranges.count >= count else { return nil }
        let before = text[..<ranges[count - 1].lowerBound]
        let line = before.count { $0 == "\n" } + 1
        return (
            line,
            before.distance(
                from: before.lastIndex(of: "\n").map { before.index(after: $0) } ?? before.startIndex,
                to: before.endIndex) + 1
        )
    }

    static let release = """
        format: 1
        release: 2026.11-test
        date: "2026-11-22"
        note: For tests.
        end: release

        """

    static let limits = """
        format: 1
        sources:
          own: { title: Our own proposal, revised: "2026-11", level: unverified }
        limits:
          weight: { value: 0.001...400 kg, from: own }
          temperature: { value: 30...45 degC, from: own }
          fever: { value: 38 degC, from: own }
          weight-maximum-age: { value: 30 days, from: own }
          risk-window: { value: 72 h, from: own }
          systolic: { value: 30...300, from: own }
          diastolic: { value: 10...200, from: own }
          heart-rate: { value: 20...300, from: own }
          oxygen-saturation: { value: 40...100, from: own }
        end: limits

        """

    static let phrases = """
        format: 1
        sources:
          own: { title: Our own wording, level: unverified }
        phrases:
          - { id: weight-missing, alarm: amber, say: No weight on record., from: own }
          - { id: held, alarm: red, say: "On hold: {reason}.", from: own }
        end: phrases

        """

    static let therapy = """
        format: 1
        therapy: testamab
        names: { generic: testamab-abcd, brand: Testify, tall-man: TESTamab }
        class: invented
        targets: [A, B]
        label: { date: "2026-03", say: Invented for tests., from: label §0 }
        sources:
          label: { title: Invented label, by: Nobody, revised: "2026-03-01", level: label, url: "https://example.org" }
          talk: { title: Heard somewhere, level: secondary }
        choices:
          - id: stay
            question: How long does the patient stay?
            until-signed: long
            options:
              - { id: long, say: Two days., from: label §2 }
              - { id: short, say: One day., from: talk }
        statements:
          indication:
            - { say: For tests only., from: label §1 }
            - { id: second, say: Never for people., from: talk page 3, level: unverified, note: Careful. }
        presentations:
          - { id: vial, content: 30 mg, volume: 3 mL, concentration: 10 mg/mL, for: [step-up-1], maximum-per-injection: 2 mL, from: label §3 }
        regimens:
          - id: standard
            name: Weekly
            aliases: [usual]
            from: label §2
            doses:
              - { name: step-up-1, amount: 0.06 mg/kg, day: 1, step-up: yes, from: label §2 }
              - { name: first-treatment, amount: 1.5 mg/kg, day: 4, after: step-up-1, nominal: 3 days, earliest: 2 days, usual-latest: 4 days, latest: 7 days, because: reactions, from: label §2 }
              - { name: weekly, amount: 12 mg, every: 1 weeks, weeks: 2..., from: label §2 }
            switches:
              - { from-dose: weekly, to-dose: first-treatment, optional: yes, say: When somebody says so., from: label §2 }
        default-regimen: standard
        premedication:
          - for: [step-up-1]
            regimens: [standard]
            before: 1...3 h
            drugs:
              - { role: antipyretic, drug: something, amount: 650 mg, routes: [PO] }
            from: label §2
        observation:
          - { id: home, for: [step-up-1], choice: stay, option: short, setting: near-facility, duration: 24 h, say: Stay near., from: talk }
        volumes:
          - for: [step-up-1]
            presentation: vial
            from: talk
            bands:
              - { weight: 35...39 kg, amount: 2.2 mg, volume: 0.22 mL }
              - { weight: 40...44 kg, amount: 2.5 mg, volume: 0.25 mL }
        tables:
          - id: restart
            kind: restart
            title: Restart after a delay
            hit: unique
            ask:
              - { input: last, one-of: [step-up-1, first-treatment, weekly], question: Which dose? }
              - { input: days, whole: days, range: 0...3650, question: How many days? }
            rows:
              - { id: R1, when: { last: step-up-1, days: 0...28 }, then: { action: repeat, dose: step-up-1, say: Again. }, from: label §2 }
              - { id: R2, when: { last: step-up-1, days: 29... }, then: { action: restart, dose: step-up-1, say: From the start. }, from: label §2 }
              - { id: R3, when: { last: [first-treatment, weekly] }, then: { open: late, say: Not on file. }, from: label §2 }
            examples:
              - { given: { last: step-up-1, days: 28 }, row: R1, action: repeat }
              - { given: { last: step-up-1, days: 29 }, row: R2 }
        open:
          - { id: late, what: What to do late, where: label section 2, blocks: [restart] }
        end: testamab

        """

    static let toxicity = """
        format: 1
        toxicity: rash
        name: Rash
        abbreviation: RASH
        scale: Invented 2026
        sources:
          paper: { title: Invented paper, revised: "2026", level: guideline }
        statements:
          recognition:
            - { say: It is red., from: paper }
        scores:
          - id: itch
            name: Itch score
            key: itch
            items-key: itchItems
            from: paper
            items:
              - { key: day, prompt: By day, points: 2 }
              - { key: night, prompt: By night, points: 1 }
        not-counted: [note]
        grading:
          id: rash-grade
          kind: grade
          title: Rash grade
          hit: worst
          ask:
            - { input: fever, key: temperature, number: degC, range: 30...45 degC, question: How warm? }
            - { input: itch, score: itch, whole: points, range: 0...3, question: How itchy? }
            - { input: blisters, yes-no: yes, question: Blisters? }
          rows:
            - { id: G2, when: [{ blisters: yes }, { itch: 3 }], then: { grade: 2, say: Bad. }, from: paper }
            - { id: G1, when: { fever: "38 degC..." }, then: { grade: 1, say: Warm. }, from: paper }
            - { id: G0, when: {}, then: { grade: 0, say: Nothing. }, from: paper }
          example-defaults: { temperatureC: 36.8, itch: 0, blisters: no }
          examples:
            - { given: { temperatureC: 38 }, grade: 1 }
            - { given: { itch: null, itchItems: { day: 2, night: 1 } }, grade: 2 }
            - { given: { blisters: null }, possible: [0, 2], ask-first: blisters }
        end: rash

        """
}
