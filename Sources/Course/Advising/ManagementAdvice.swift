public import Clinical

extension ManagementQuestion {
    /// What a record says about a reaction; what it does not say stays unknown.
    ///
    /// - Parameters:
    ///   - scale: The reaction.
    ///   - grades: Grades still possible, 1 to 4.
    ///   - zone: The site's clock, for the age of the weight.
    ///   - choices: Signed options by choice id.
    public init(
        _ scale: Grading.Scale, grades: Set<Int>, therapy: String, state: CourseState, protocols: Protocols,
        zone: Zone, choices: [String: String], now: Instant
    ) {
        self.init(toxicity: scale.toxicity, grades: grades, therapy: therapy, weight: state.weight, now: now)
        self.choices = choices
        weightAgeDays = state.weighedAt.map { zone.day(of: now) - zone.day(of: $0) }
        let medicines = protocols.library.medicines
        given = state.medicinesGiven.compactMap { entry in
            medicines.indices.contains(entry.medicine)
                ? GivenMedicine(medicine: medicines[entry.medicine].id, at: entry.at) : nil
        }
        let track = state.track(scale)
        began = track.openedAt
        recurrent = grades.max().flatMap { UInt8(exactly: $0) }.map { track.closedEpisodes(of: $0) > 0 }
        // A reaction that is open is known; one that was never graded may be there all the same.
        let other: Grading.Scale = scale == .crs ? .icans : .crs
        if state.track(other).isOpen { flags[other.toxicity] = true }
    }
}

extension Grading.Scale {
    /// The toxicity's id.
    public var toxicity: String { self == .crs ? "crs" : "icans" }
}

/// What to do first for a reaction that is open or may be there, and when to look again.
extension AdviceWork {
    mutating func manageReactions() {
        for scale in Grading.Scale.allCases {
            let track = state.track(scale)
            var grades = possible[scale] ?? []
            if track.isOpen, let grade = track.grade { grades.insert(Int(grade)) }
            grades.formIntersection(ManagementGuide.grades)
            guard !grades.isEmpty else { continue }
            let question = ManagementQuestion(
                scale, grades: grades, therapy: therapy.id, state: state, protocols: advisor.protocols, zone: zone,
                choices: advisor.rules.choices, now: now)
            guard let answer = try? Management.answer(question, protocols: advisor.protocols) else { continue }
            reactions.append(answer)
            adviseFirst(answer, scale)
            if track.isOpen { lookAgain(answer, scale, track) }
        }
    }

    /// The first things to do and the infection line, which is never left out. While more than two grades are possible
    /// only what all of them share: the next step is to measure what decides, and the whole list is one tap away.
    private mutating func adviseFirst(_ answer: ManagementAnswer, _ scale: Grading.Scale) {
        let name = advisor.protocols.library.toxicity(scale.toxicity)?.abbreviation ?? scale.toxicity
        let actions = answer.actions(.now)
        let settled = answer.grades.count <= 2
        var shown = Array(
            actions.filter { $0.condition == nil && !$0.isInfectionLine && (settled || $0.isShared) }.prefix(3))
        if let infection = actions.first(where: \.isInfectionLine) { shown.append(infection) }
        let grades = answer.grades.map(String.init).joined(separator: " or ")
        for action in shown {
            advice.append(
                AdviceLine(
                    id: "manage-\(scale.toxicity)-\(action.id)", level: answer.worst >= 2 ? .red : .amber,
                    what: action.text, why: "\(name) grade \(grades)", citation: action.citation, table: nil, row: nil))
        }
        for tally in answer.tallies { if let next = tally.nextAt { changes.append(next) } }
    }

    /// Due after the guide's time from the newest grade; overdue when as much time again has passed.
    private mutating func lookAgain(_ answer: ManagementAnswer, _ scale: Grading.Scale, _ track: ToxicityTrack) {
        guard let time = answer.reassess, let graded = track.gradedAt else { return }
        let name = advisor.protocols.library.toxicity(scale.toxicity)?.abbreviation ?? scale.toxicity
        let due = graded.adding(minutes: time.minutes)
        let latest = due.adding(minutes: time.minutes)
        agenda.append(
            AgendaItem(
                kind: .reassess, what: advisor.protocols.phrase(.manageReassess).filled([("name", name)]),
                earliest: nil, due: due, latest: latest,
                status: now < due ? .upcoming : now < latest ? .due : .overdue, why: time.text,
                citation: time.citation, dose: nil))
    }
}
