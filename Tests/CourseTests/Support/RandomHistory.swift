import Clinical
import Course
import JSONText

/// Records that could be written by busy people: in order or late, sensible or not, some of them unreadable.
struct RandomHistory {
    var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// A course of a random therapy with `count` events after registration and start.
    mutating func story(_ count: Int) throws -> Story {
        let plans = try House.protocols.protocols
        let plan = random.pick(plans)
        let regimen = random.pick(plan.regimens).regimen
        var story = try Story(
            plan.therapy.id, regimen: regimen.id,
            from: random.pick(["2026-10-20 08:00", "2026-03-01 09:30", "2028-02-25 11:15"]))
        var clock = story.events[0].at
        var position = 0
        for _ in 0..<count {
            clock = clock.adding(minutes: random.pick([5, 45, 240, 1440, 1441, 2880, 4320, 10_080, 20_160, 50_400]))
            // Now and then something is entered late, for a time before the newest entry.
            let at = random.chance(1, in: 6) ? clock.adding(minutes: -random.below(6000)) : clock
            if random.chance(1, in: 3) {
                let doses = regimen.doses
                let sensible = random.chance(4, in: 5)
                let name =
                    sensible ? doses[min(position, doses.count - 1)].name : random.pick(plan.doseNames + ["wekly"])
                position += 1
                story.tell("dose-given", at: at, ["dose": .string(name)])
            } else {
                let (type, body) = event(plan, versions: story.events.count)
                story.tell(type, at: at, body)
            }
        }
        return story
    }

    private mutating func event(_ plan: TherapyProtocol, versions: Int) -> (String, JSON) {
        let words = { (random: inout SplitMix64, words: [String]) -> JSON in .string(random.pick(words)) }
        switch random.below(15) {
        case 0: return ("weighed", ["weightKg": .number(random.pick(["70", "71.5", "34", "420", "0"]))])
        case 1, 2, 3:
            return (
                "vitals",
                [
                    "temperatureC": .number(random.pick(["36.6", "37.9", "38", "39.4", "46"])),
                    "hypotension": random.pick([.null, true, false]),
                    "oxygenDevice": words(&random, ["none", "nasal-cannula", "cpap", "unknown"]),
                    "oxygenFlowLPerMin": random.pick([.null, 2, 8]),
                    "vasopressors": random.pick([.null, [], ["norepinephrine"], ["norepinephrine", "epinephrine"]]),
                ]
            )
        case 4: return ("vitals", ["hypotension": random.pick([true, false])])
        case 5:
            return (
                "neuro-exam",
                [
                    "ice": random.pick([.null, 10, 8, 6, 2, 11]),
                    "arousal": words(&random, ["spontaneous", "voice", "confounded-by-sedation"]),
                ]
            )
        case 6, 7: return ("graded", ["scale": words(&random, ["crs", "icans"]), "grade": .int(random.below(6))])
        case 8: return ("held", ["reason": "fever"])
        case 9: return ("resumed", ["reason": "well again"])
        case 10: return (random.pick(["infection-found", "infection-resolved"]), ["what": "pneumonia"])
        case 11: return ("frequency-changed", ["dose": .string(random.pick(plan.doseNames))])
        case 12: return ("medicine-given", ["kind": words(&random, MedicineKind.words)])
        case 13: return ("corrected", ["version": .int(1 + random.below(versions + 3)), "why": "typing error"])
        default:
            return (
                random.pick(["premedication-given", "note", "nonsense", "course-started"]),
                random.pick([[:], ["text": "call back"], ["therapy": "teclistamab"]])
            )
        }
    }
}
