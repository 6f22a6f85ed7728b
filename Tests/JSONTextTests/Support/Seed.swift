import Foundation

/// Random numbers that can be repeated exactly: the same seed gives the same test.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<max(1, limit), using: &self) }
    mutating func chance(_ one: Int, in of: Int) -> Bool { below(of) < one }
    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}

/// The seed of a random test: `STEPWELL_SEED` when set (a number, or `random` for a new one), else a fixed one.
enum Seed {
    static func value(_ test: String = #function) -> UInt64 {
        let given = ProcessInfo.processInfo.environment["STEPWELL_SEED"]
        let seed = given == "random" ? UInt64.random(in: 1...UInt64.max) : given.flatMap { UInt64($0) } ?? 20_261_122
        print("STEPWELL_SEED=\(seed) # \(test)")
        return seed
    }
}
