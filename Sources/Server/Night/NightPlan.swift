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
        let answers = manage(grades, chart: chart, state: state)
        let lines = NightLines(answers, scene: scene, clock: clock)
        var steps = lines.now
        // What nobody measured comes first: everything else rests on it.
        if let blank = grades.first(where: \.isBlank) {
            steps.insert(phrase(blank.scale == .crs ? .nightMeasure : .nightExamine, lines), at: 0)
        }
        // A fever is never called a reaction without a line on infection.
        if !answers.contains(where: { $0.actions.contains(where: \.isInfectionLine) }) {
            steps.append(phrase(.nightInfection, lines))
        }
        return NightAnswer(
            grades: grades, steps: steps, more: lines.more, notes: lines.notes, again: lines.again,
            sources: answers.map { answer in
                NavigationLink(
                    title: "\(answer.toxicity.uppercased()): sources side by side",
                    address: "/patients/\(scene.record.id)/manage/\(answer.toxicity)")
            })
    }

    /// What to do for each reaction that may be there, the worse one first.
    private func manage(_ grades: [NightGrade], chart: Chart, state: CourseState) -> [ManagementAnswer] {
        guard let therapy = chart.plan?.therapy.id else { return [] }
        let rules = scene.practice.rules
        return grades.filter { !$0.isBlank }.compactMap { grade -> ManagementAnswer? in
            let possible = grade.possible.intersection(ManagementGuide.grades)
            guard !possible.isEmpty else { return nil }
            let question = ManagementQuestion(
                grade.scale, grades: possible, therapy: therapy, state: state, protocols: scene.protocols,
                zone: rules.zone, choices: rules.choices, now: scene.now)
            return try? Management.answer(question, protocols: scene.protocols)
        }.sorted { $0.worst > $1.worst }
    }

    private func phrase(_ id: PhraseID, _ lines: NightLines) -> NightStep {
        let phrase = scene.protocols.phrase(id)
        return NightStep(
            id: phrase.id, text: phrase.text, source: phrase.citation, mark: lines.marks.mark(phrase.id))
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
            let phrase = scene.protocols.phrase(last.isMasked ? .nightFeverMasked : .nightFeverFree)
            parts.append(phrase.filled([("hours", String(hours))]))
        }
        return Wording.capitalized(parts.joined(separator: "; "))
    }
}
