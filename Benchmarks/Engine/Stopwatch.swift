import Glibc
import JSONText

/// CPU time of this process, so that neighbours on a shared machine count as little as possible.
struct Stopwatch {
    private var started: Double

    init() { started = Self.seconds() }

    var elapsed: Double { Self.seconds() - started }

    private static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Repeats `work` until it has used `seconds` of CPU time, after one run that does not count.
    ///
    /// The clock is read after each run: the optimizer cannot see into it, so no run can be left out.
    ///
    /// - Returns: The CPU seconds one run takes, and what the last run returned.
    static func measure(seconds: Double = 0.4, _ work: () -> Int) -> (seconds: Double, result: Int) {
        var result = work()
        let watch = Stopwatch()
        var runs = 0
        repeat {
            result = work()
            runs += 1
        } while watch.elapsed < seconds
        return (watch.elapsed / Double(runs), result)
    }
}

/// Prints one result as the yardsticks do: a JSON object on a line of its own.
func report(_ implementation: String, _ bench: String, _ figures: [(String, Double)], checksum: Int) {
    var members = [JSON.Member("impl", .string(implementation)), JSON.Member("bench", .string(bench))]
    for (name, value) in figures { members.append(JSON.Member(name, .number(text(value)))) }
    members.append(JSON.Member("checksum", .int(checksum)))
    print(JSON.object(members).text)
}

/// Whole numbers from 1,000 up, three decimals below.
func text(_ value: Double) -> String {
    let whole = Int(value)
    guard value < 1000 else { return String(whole) }
    let thousandths = String(Int(((value - Double(whole)) * 1000)))
    return "\(whole)." + String(repeating: "0", count: 3 - thousandths.count) + thousandths
}
