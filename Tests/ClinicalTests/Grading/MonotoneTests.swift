import Testing

@testable import Clinical

@Suite struct `Worse signs never lower a grade` {
    /// Values from mildest to worst. Where `given` names a question, the axis holds only with those answers to it.
    private struct Axis {
        let input: Int
        let steps: [Int]
        var given: [Int: Set<Int>] = [:]

        func applies(to values: [Int]) -> Bool { given.allSatisfy { $0.value.contains(values[$0.key]) } }
    }

    private func axis(_ grader: Grader, _ name: String, _ words: [String]? = nil) throws -> Axis {
        let input = try grader.position(name)
        guard let words else { return Axis(input: input, steps: grader.samples(input)) }
        let known = try grader.words(of: name)
        return Axis(input: input, steps: try words.map { try #require(known.firstIndex(of: $0), "\($0)") })
    }

    private func falls(_ grader: Grader, along axes: [Axis], from values: [Int]) -> String? {
        for axis in axes where axis.applies(to: values) {
            var previous = Int.min
            for step in axis.steps {
                var tried = values
                tried[axis.input] = step
                guard let rank = grader.rank(tried) else { return "no answer for \(tried)" }
                if rank < previous {
                    return "\(grader.table.inputs[axis.input].name) = \(step) lowers \(previous) to \(rank): \(tried)"
                }
                previous = rank
            }
        }
        return nil
    }

    @Test func `CRS rises with temperature, pressors, pressure, oxygen device, flow and death`() throws {
        let grader = try Grader("crs")
        let seed = Seed.value()
        var random = SplitMix64(seed: seed)
        let device = try grader.position("oxygen-device")
        let flow = try grader.position("oxygen-flow")
        let cannula = try #require(try grader.words(of: "oxygen-device").firstIndex(of: "nasal-cannula"))
        var devices = try axis(
            grader, "oxygen-device",
            [
                "none", "nasal-cannula", "blow-by", "simple-facemask", "venturi", "non-rebreather",
                "high-flow-nasal-cannula", "cpap",
                "bipap", "invasive-ventilation",
            ])
        // More than 6 L/min makes a cannula high flow; the order of devices holds up to there.
        devices.given = [flow: Set(grader.samples(flow).filter { $0 <= 600 })]
        var flows = try axis(grader, "oxygen-flow")
        flows.given = [device: [cannula]]
        let temperatures = try axis(grader, "temperature")
        #expect(temperatures.steps.contains(3799) && temperatures.steps.contains(3800))
        let axes = [
            devices, flows, temperatures, try axis(grader, "pressors"),
            try axis(grader, "vasopressin", ["no", "yes"]),
            try axis(grader, "hypotension", ["no", "yes"]), try axis(grader, "death", ["no", "yes"]),
            try axis(grader, "other-cause", ["yes", "no"]),
            try axis(grader, "oxygen-reason", ["comfort", "hypoxia"]),
            try axis(grader, "oxygen-reason", ["sleep-apnea-baseline", "hypoxia"]),
        ]
        let samples = grader.table.inputs.indices.map { grader.samples($0) }
        for _ in 0..<6000 {
            let values = samples.map { random.pick($0) }
            if let fall = falls(grader, along: axes, from: values) { Issue.record("\(fall); seed \(seed)") }
        }
    }

    @Test func `CRS: the hypotension and hypoxia columns count as the worse of the two`() throws {
        let grader = try Grader("crs")
        let defaults = grader.table.inputs.map { $0.domain.lower }
        func rank(_ changes: [(String, Int)]) throws -> Int {
            var values = defaults
            for (name, value) in [("temperature", 3860)] + changes { values[try grader.position(name)] = value }
            return try #require(grader.rank(values))
        }
        let device = try grader.position("oxygen-device")
        for pressors in 0...3 {
            for hypotension in 0...1 {
                for oxygen in grader.samples(device) {
                    let pressure = [("pressors", pressors), ("hypotension", hypotension)]
                    let both = try rank(pressure + [("oxygen-device", oxygen)])
                    #expect(both == max(try rank(pressure), try rank([("oxygen-device", oxygen)])))
                }
            }
        }
    }

    @Test func `ICANS rises with lost ICE points, arousal, seizure, edema, weakness and pressure signs, everywhere`()
        throws
    {
        let grader = try Grader("icans")
        let axes = [
            Axis(input: try grader.position("ice"), steps: Array((0...10).reversed())),
            try axis(grader, "arousal", ["spontaneous", "voice", "tactile", "vigorous-tactile-or-unarousable"]),
            try axis(grader, "seizure", ["none", "clinical-resolving-rapidly", "longer-than-5-min"]),
            try axis(
                grader, "seizure",
                ["none", "nonconvulsive-resolving-with-treatment", "repetitive-without-return-to-baseline"]),
            try axis(grader, "edema", ["none", "focal", "diffuse"]), try axis(grader, "weakness", ["no", "yes"]),
            try axis(grader, "pressure-signs", ["no", "yes"]), try axis(grader, "aphasia", ["no", "yes"]),
            try axis(grader, "death", ["no", "yes"]), try axis(grader, "other-cause", ["yes", "no"]),
        ]
        var seen = 0
        var fall: String?
        func walk(_ values: [Int]) {
            guard values.count < grader.table.inputs.count else {
                seen += 1
                if fall == nil { fall = falls(grader, along: axes, from: values) }
                return
            }
            let input = values.count
            // Of the ICE score the edges are enough to stand on: its own axis walks all eleven.
            for value in grader.samples(input) { walk(values + [value]) }
        }
        walk([])
        #expect(fall == nil && seen > 5000)
    }
}
