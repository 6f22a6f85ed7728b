import Clinical
import Course
import Service

/// The answers of the management engine as lines of the card, each with what was done about it.
struct NightLines {
    let marks: NightMarks
    let now: [NightStep]
    let more: [NightStep]
    let notes: [AlertView]
    let again: NightStep?

    init(_ answers: [ManagementAnswer], scene: RecordScene, clock: SiteClock) {
        let marks = NightMarks(scene, clock: clock)
        var seen: Set<String> = []
        func lines(_ sections: [ManagementStep.Section]) -> [NightStep] {
            answers.flatMap { answer in
                answer.actions.filter { sections.contains($0.section) }.compactMap { action in
                    // Two reactions share many lines; one is enough.
                    guard seen.insert(action.isInfectionLine ? "infection" : action.text).inserted else { return nil }
                    return Self.step(action, of: answer.toxicity, marks: marks)
                }
            }
        }
        self.marks = marks
        now = lines([.now])
        more = lines([.escalate, .monitor, .workUp])
        notes = answers.flatMap { Self.notes($0) }
        again = answers.compactMap(\.reassess).min { $0.due < $1.due }.map { time in
            NightStep(
                id: "look-again",
                text: "Look again by \(clock.time(time.due)), \(clock.away(time.due)). \(time.text)",
                source: time.citation, mark: nil)
        }
    }

    private static func step(_ action: ManagementAction, of toxicity: String, marks: NightMarks) -> NightStep {
        let id = "\(toxicity)-\(action.id)"
        let isRefused =
            switch action.give?.permission {
            case .notBefore, .refused, .notOnFile: true
            case .allowed, nil: false
            }
        return NightStep(
            id: id, text: action.condition.map { "\($0): \(action.text)" } ?? action.text,
            why: action.unsigned.map { _ in "Sources differ; not signed by the site." },
            source: action.give?.citation ?? action.citation, isRefused: isRefused, mark: marks.mark(id))
    }

    /// Cautions first, then what happens to the drug that caused it.
    private static func notes(_ answer: ManagementAnswer) -> [AlertView] {
        answer.cautions.map { AlertView(AlertView.Level($0.level), $0.text, source: $0.citation) }
            + (answer.dosing.lines + answer.dosing.nextDose).map { AlertView(.info, $0.text, source: $0.citation) }
    }
}
