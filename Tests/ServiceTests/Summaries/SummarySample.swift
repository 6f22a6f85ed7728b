import Clinical
import JSONText

@testable import Service

/// Summaries by chance: fields present or not, words many share and words nobody shares.
struct SummarySample {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func number(_ count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(count))
    }

    private mutating func moment() -> JSON {
        switch number(4) {
        case 0: .null
        case 1: .int([0, -1, 253_402_300_799_000, -62_135_596_800_000][number(4)])
        default: .int(1_700_000_000_000 + Int64(number(1 << 30)))
        }
    }

    private mutating func text(_ choices: [String]) -> JSON { .string(choices[number(choices.count)]) }

    /// The stored form of a summary, read back.
    mutating func summary(id: String) -> PatientSummary? {
        let longest = String(repeating: "long ", count: 60)
        let json: JSON = [
            "name": text(["", "A", "Zoë Ångström 🙂", "Load Sample \(number(99_999))", longest]),
            "born": number(3) == 0 ? .null : .string("19\(10 + number(90))-0\(1 + number(9))-28"),
            "synthetic": .bool(number(2) == 0), "therapy": text(["", "teclistamab", "other"]),
            "regimen": text(["", "monotherapy", "every-two-weeks"]), "lastDose": text(["", "step-up-1", "treatment"]),
            "lastDoseAt": moment(), "riskWindowEnd": moment(), "nextDose": text(["", "step-up-2", "treatment"]),
            "earliest": moment(), "due": moment(), "latest": moment(), "held": .bool(number(2) == 0),
            "level": number(2) == 0 ? .null : text(["red", "amber", "info"]),
            "alert": text(["", "12 days late", longest]),
            "alerts": .int(number(300)), "temperature": number(2) == 0 ? .null : .int(3_000 + number(1_300)),
            "temperatureAt": moment(), "grade": .int(number(6)), "content": text(["", "a1", "b2"]),
        ]
        let wakes = [nil, 0, -5, Int64(number(1 << 40))]
        return PatientSummary(
            id: id, version: [0, 1, 40_000][number(3)], wakeAt: wakes[number(4)], body: json.bytes())
    }
}
