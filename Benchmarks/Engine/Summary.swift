import Foundation
import JSONText

/// Medians of several rounds, and ratios of figures taken in the same round.
struct Summary {
    private typealias Rounds = [Int: Double]
    /// Values by `impl bench field`, then by round.
    private var values: [String: Rounds] = [:]
    private var order: [String] = []

    private enum Goal {
        case atLeast(Double), atMost(Double)

        func note(on value: Double) -> String {
            switch self {
            case .atLeast(let floor): value >= floor ? "held: at least \(floor)" : "MISSED: at least \(floor)"
            case .atMost(let ceiling): value <= ceiling ? "held: at most \(ceiling)" : "MISSED: at most \(ceiling)"
            }
        }
    }

    /// - Parameter file: JSON lines; a line `{"round":N}` opens a round.
    init(file: String) throws(BenchmarkError) {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw BenchmarkError("\(file): cannot be read")
        }
        var round = 0
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
            guard let json = try? JSON.parse(String(line)), let members = json.members else {
                throw BenchmarkError("\(file): not JSON: \(line)")
            }
            round = json["round"]?.int ?? round
            guard let implementation = json["impl"]?.string, let bench = json["bench"]?.string else { continue }
            for member in members {
                guard let value = member.value.numberText.flatMap(Double.init) else { continue }
                let key = "\(implementation) \(bench) \(member.key)"
                if values[key] == nil { order.append(key) }
                values[key, default: [:]][round] = value
            }
        }
    }

    func write() {
        for key in order where !key.hasSuffix(" checksum") && !key.hasSuffix(" n") {
            if let rounds = values[key] { line(key, Array(rounds.values)) }
        }
        print("\nGoals (each ratio is taken within one round)")
        ratio("tables / zen-engine", "Stepwell eval evals_per_s", "zen eval evals_per_cpu_s", goal: .atLeast(50))
        ratio("Swift switch / tables", "Swift-switch eval evals_per_s", "Stepwell eval evals_per_s", goal: .atMost(4))
        ratio(
            "fold / C fold", "Stepwell fold300 histories_per_s", "C-branch fold300 histories_per_s", goal: .atLeast(0.4)
        )
        absolute("million evaluations a second", "Stepwell eval evals_per_s", scale: 1e-6, goal: .atLeast(20))
        absolute("fold, us", "Stepwell fold300 us_per_history", goal: .atMost(5.4))
        absolute("fold + agenda + advice, us", "Stepwell fold300+advise us_per_history", goal: .atMost(40))
    }

    private func ratio(_ name: String, _ over: String, _ under: String, goal: Goal) {
        guard let above = values[over], let below = values[under] else {
            return print("\(padded(name, 52))not measured: a yardstick is absent")
        }
        line(name, above.compactMap { round, value in below[round].map { value / $0 } }, goal: goal)
    }

    private func absolute(_ name: String, _ key: String, scale: Double = 1, goal: Goal) {
        line(name, (values[key] ?? [:]).values.map { $0 * scale }, goal: goal)
    }

    private func line(_ name: String, _ values: [Double], goal: Goal) {
        line(name, values, note: goal.note(on: Self.median(values)))
    }

    private func line(_ name: String, _ values: [Double], note: String = "") {
        guard let low = values.min(), let high = values.max() else { return }
        let range = "[\(text(low)) .. \(text(high))]"
        print(
            "\(padded(name, 52))\(padded(text(Self.median(values)), 14))\(padded(range, 28))n=\(values.count)  \(note)")
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? .nan : (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
