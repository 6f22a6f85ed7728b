import Clinical
import Course

/// The random inputs that every yardstick uses: a 32-bit linear congruential generator, high half.
struct Draws {
    private var state: UInt32 = 12345

    mutating func next() -> Int {
        state = state &* 1_664_525 &+ 1_013_904_223
        return Int(state >> 16)
    }

    /// Mostly none.
    mutating func level() -> ModelInput.Level {
        let draw = next() % 16
        return draw < 10 ? .none : draw < 13 ? .low : draw < 15 ? .high : .most
    }
}

/// One question to both tables of the model.
struct ModelInput {
    let phase: Phase
    let gapDays: Int32
    /// Hundredths of a degree Celsius.
    let temperature: Int32
    let masked: Bool
    let hypotension: Level
    let hypoxia: Level

    enum Phase: UInt8, CaseIterable { case stepUp1, stepUp2, weekly, biweekly }
    enum Level: UInt8 { case none, low, high, most }

    static func draw(_ count: Int) -> [ModelInput] {
        var draws = Draws()
        return (0..<count).map { _ in
            ModelInput(
                phase: Phase.allCases[draws.next() % 4], gapDays: Int32(draws.next() % 150),
                temperature: Int32(3600 + draws.next() % 50 * 10), masked: draws.next() % 10 == 0,
                hypotension: draws.level(), hypoxia: draws.level())
        }
    }
}

/// One history of the model as facts of a course, with what a plain reading of the draws says at its end.
struct ModelHistory {
    var facts: [TimedFact] = []
    var expected = Ending()

    /// What the end of a history is checked by.
    struct Ending: Equatable {
        var doses = 0
        var lastDose = Instant(milliseconds: 0)
        var phase: UInt8 = 0
        var temperature: Int16 = Vitals.missing
        var hasFever = false
        var maskedAt: Instant?

        init() {}

        init(_ state: CourseState) {
            doses = state.doses.count
            lastDose = state.lastDose?.at ?? lastDose
            phase = state.lastDose?.code ?? 0
            temperature = state.temperature
            hasFever = state.feverAt != nil
            maskedAt = state.feverDrugAt
        }
    }

    static func draw(_ count: Int, events: Int) -> [ModelHistory] {
        var draws = Draws()
        return (0..<count).map { _ in
            var history = ModelHistory()
            history.facts.reserveCapacity(events)
            var minutes = 0
            for version in 1...events {
                minutes += 10 + draws.next() % 400
                history.add(
                    kind: draws.next() % 16, draw: draws.next(), version: Int32(version),
                    at: Instant(milliseconds: 0).adding(minutes: minutes))
            }
            // The model draws the moment of its question here; keeping the draw keeps the sequence.
            _ = draws.next()
            return history
        }
    }

    private mutating func add(kind: Int, draw: Int, version: Int32, at: Instant) {
        var vitals = Vitals()
        let fact: Fact
        switch kind {
        case 0:
            fact = .dose(code: UInt8(draw % 4), amount: nil)
            expected.doses += 1
            expected.lastDose = at
            expected.phase = UInt8(draw % 4)
            expected.hasFever = false
        case 1...7:
            vitals.temperature = Int16(3600 + draw % 30 * 10)
            fact = .vitals(vitals)
            expected.temperature = vitals.temperature
            if vitals.temperature >= 3800 { expected.hasFever = true }
        case 8, 9:
            let level = max(0, draw % 8 - 4)
            vitals.hypotension = level > 0 ? .yes : .no
            vitals.pressors = Int16(max(0, level - 1))
            fact = .vitals(vitals)
        case 10, 11:
            vitals.oxygenDevice = [0, 1, 6, 8][max(0, draw % 8 - 4)]
            fact = .vitals(vitals)
        case 12:
            fact = .medicine(.antipyretic, [])
            expected.maskedAt = at
        default: fact = .note(text: -1)
        }
        facts.append(TimedFact(at: at, version: version, fact: fact))
    }
}
