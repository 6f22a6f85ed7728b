public import Clinical

/// Reads episodes from a chart: which fevers and grades belong together.
///
/// An episode opens with the first fever since the last dose (CRS) or the first grade above 0, and ends with a grade 0. What
/// comes after that is a recurrence until the next dose, or stands alone, as the site's choice `crs-recurrence` says.
public struct EpisodeReader: Sendable {
    /// Option of the choice under which whatever comes back before the next dose is a recurrence.
    static let byDose = "by-dose"
    static let choiceID = "crs-recurrence"

    let fever: Int16
    let recursByDose: Bool

    public init(_ protocols: Protocols, rules: SiteRules) {
        fever = Int16(clamping: protocols.library.limits.fever.hundredthsCelsius)
        let choice = protocols.library.choices.first { $0.id == Self.choiceID }
        recursByDose = choice.map { rules.option(of: $0) == Self.byDose } ?? true
    }

    /// All episodes of one reaction, oldest first. Facts after `now` are left out.
    public func episodes(_ scale: Grading.Scale, in chart: Chart, now: Instant) -> [Episode] {
        var work = Work(scale: scale, reader: self)
        for fact in chart.standing where fact.at <= now { work.take(fact) }
        return work.episodes
    }

    private struct Work {
        let scale: Grading.Scale
        let reader: EpisodeReader
        var episodes: [Episode] = []
        var doses = 0
        var lastDose: Instant?

        var open: Int? { episodes.last?.isOpen == true ? episodes.count - 1 : nil }

        mutating func take(_ timed: TimedFact) {
            switch timed.fact {
            case .dose:
                // A fever nobody graded belongs to the dose before; it does not run on into the next.
                if let open, episodes[open].isUngraded {
                    episodes[open].resolvedAt = episodes[open].coolAt ?? timed.at
                }
                doses += 1
                lastDose = timed.at
            case .vitals(let vitals) where scale == .crs && vitals.temperature != Vitals.missing:
                measure(vitals.temperature, at: timed.at)
            case .medicine(let kind, _) where kind.hidesFever:
                if let open, episodes[open].newestFever != nil { episodes[open].isMasked = true }
            case .graded(let grading) where grading.scale == scale: grade(grading.grade, at: timed.at)
            default: break
            }
        }

        private mutating func measure(_ temperature: Int16, at: Instant) {
            guard temperature >= reader.fever else {
                if let open { episodes[open].coolAt = at }
                return
            }
            // Before the first dose a fever is no reaction to one.
            let index = open ?? (lastDose == nil ? nil : begin(at: at))
            guard let index else { return }
            episodes[index].newestFever = at
            episodes[index].coolAt = nil
            episodes[index].isMasked = false
        }

        private mutating func grade(_ grade: UInt8, at: Instant) {
            if grade == 0, open == nil { return }
            let index = open ?? begin(at: at)
            episodes[index].grades.append(Episode.Grade(at: at, grade: grade))
            if grade == 0 { episodes[index].resolvedAt = at }
        }

        private mutating func begin(at: Instant) -> Int {
            let dose = doses > 0 ? doses - 1 : nil
            let returns = reader.recursByDose && episodes.last.map { $0.dose == dose } ?? false
            episodes.append(
                Episode(
                    scale: scale, kind: returns ? .recurrence : .first, onset: at, dose: dose,
                    hoursAfterDose: lastDose.map { at.hours(since: $0) }, grades: [], resolvedAt: nil,
                    newestFever: nil, coolAt: nil, isMasked: false))
            return episodes.count - 1
        }
    }
}
