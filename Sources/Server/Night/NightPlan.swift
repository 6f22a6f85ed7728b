import Clinical
import Course
import Service

/// Asks the tables about a record as it stands, with what is typed, and puts the answers in order.
struct NightPlan {
    let scene: RecordScene
    let clock: SiteClock

    init(_ scene: RecordScene) {
        self.scene = scene
        clock = SiteClock(zone: scene.zone, now: scene.now)
    }

    func answer(chart: Chart, state: CourseState) -> NightAnswer {
        let grades = Grading.Scale.allCases.compactMap { grade($0, chart: chart, state: state) }
        let advice = scene.practice.advisor.advise(chart, state, now: scene.now)
        let marks = NightMarks(scene, clock: clock)
        let infection = scene.protocols.phrase(.nightInfection)
        var steps = [
            NightStep(
                id: infection.id, text: infection.text, source: infection.citation, mark: marks.mark(infection.id))
        ]
        steps += advice.advice.map { line in
            NightStep(
                id: line.id, text: line.what, why: line.why.isEmpty ? nil : line.why, source: line.citation,
                mark: marks.mark(line.id))
        }
        return NightAnswer(grades: grades, steps: steps, more: [], notes: [], lookAgain: nil)
    }

    private func grade(_ scale: Grading.Scale, chart: Chart, state: CourseState) -> NightGrade? {
        guard let found = scene.protocols.scale(scale),
            let reading = scene.protocols.bedside(scale, state, rules: scene.practice.rules, now: scene.now)
        else { return nil }
        let since = state.lastDose?.at ?? state.startedAt ?? Instant(milliseconds: .min)
        let at = (scale == .crs ? state.vitalsAt : state.neuroAt).flatMap { $0 >= since ? $0 : nil }
        let taken = at.map { "by what was measured at \(clock.time($0)), \(clock.away($0))" }
        return NightGrade(scale, reading, toxicity: found.toxicity, taken: taken, episode: episode(scale, chart: chart))
    }

    /// `Since 16 h after the dose, worst grade 2, 8 h without fever by the thermometer, after a medicine that lowers it`
    private func episode(_ scale: Grading.Scale, chart: Chart) -> String? {
        let reader = EpisodeReader(scene.protocols, rules: scene.practice.rules)
        guard let last = reader.episodes(scale, in: chart, now: scene.now).last, last.isOpen else { return nil }
        var parts = [
            last.kind == .recurrence ? "came back \(clock.away(last.onset))" : "began \(clock.away(last.onset))"
        ]
        if let hours = last.hoursAfterDose { parts[0] += ", \(hours) h after the dose" }
        if last.worst > 0 { parts.append("worst grade \(last.worst)") }
        if let hours = last.feverFreeHours {
            parts.append("no fever for \(hours) h" + (last.isMasked ? ", but a medicine may hide it" : ""))
        }
        return Wording.capitalized(parts.joined(separator: "; "))
    }
}
