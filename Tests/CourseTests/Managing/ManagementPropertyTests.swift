import Clinical
import Course
import Testing

@Suite("Whatever is asked") struct ManagementPropertyTests {
    /// A question somebody could ask: any grades, drug, weight, site, flags and doses given.
    private static func question(_ random: inout SplitMix64) throws -> ManagementQuestion {
        let protocols = try House.protocols
        let library = protocols.library
        let guide = random.pick(library.management)
        let grades = Set((0...random.below(3)).map { _ in 1 + random.below(4) })
        let weight = random.chance(1, in: 4) ? nil : BodyWeight(grams: 1 + random.below(400_000))
        let now = Instant(milliseconds: 1_780_000_000_000 + Int64(random.below(1_000_000_000)))
        var question = ManagementQuestion(
            toxicity: guide.id, grades: grades, therapy: random.pick(library.therapies).id, weight: weight, now: now)
        for choice in library.choices where random.chance(1, in: 2) {
            question.choices[choice.id] = random.pick(choice.options).id
        }
        for flag in guide.flags where random.chance(1, in: 2) { question.flags[flag.id] = random.chance(1, in: 2) }
        question.given = (0..<random.below(7)).map { _ in
            GivenMedicine(
                medicine: random.chance(1, in: 2) ? "tocilizumab" : random.pick(library.medicines).id,
                at: now.adding(minutes: -random.pick([0, 1, 359, 360, 479, 480, 481, 1439, 1440, 5000, -60])))
        }
        if random.chance(1, in: 2) { question.began = now.adding(minutes: -random.below(6000)) }
        question.recurrent = random.pick([nil, true, false])
        return question
    }

    @Test("no dose is above its cap, none is worked out without a weight, and the infection line is always there")
    func safe() throws {
        let seed = Seed.value()
        var random = SplitMix64(seed: seed)
        let protocols = try House.protocols
        for _ in 0..<1500 {
            let question = try Self.question(&random)
            let answer = try Management.answer(question, protocols: protocols)
            #expect(answer.actions(.now).contains { $0.isInfectionLine }, "seed \(seed)")
            #expect(answer.worst == question.grades.max() && answer.reassess != nil, "seed \(seed)")
            for action in answer.actions {
                #expect(!action.text.contains("{"), "seed \(seed): \(action.text)")
                guard let line = action.give else { continue }
                if let cap = line.cap, let amount = line.amount { #expect(amount.upperBound <= cap, "seed \(seed)") }
                if line.needsWeight, question.weight == nil { #expect(line.amount == nil, "seed \(seed)") }
                if case .refused = line.permission { #expect(line.amount == nil, "seed \(seed)") }
            }
            let toci = question.given.filter { $0.medicine == "tocilizumab" }
            if toci.count >= 4, question.choices["tocilizumab-limits"] != "two-per-event" {
                let lines = answer.actions.compactMap(\.give).filter { $0.medicine == "tocilizumab" }
                let allowed = lines.contains { if case .allowed = $0.permission { true } else { false } }
                #expect(!allowed, "seed \(seed): a fifth dose")
            }
            #expect(try Management.answer(question, protocols: protocols) == answer, "seed \(seed)")
        }
    }
}
