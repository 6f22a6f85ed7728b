public import Clinical

/// Grade to actions: what to do for a reaction, for this drug, this weight and this site. Pure: the moment is an
/// argument, and nothing is known that was not given.
public enum Management {
    /// - Parameter now: part of `question`; due times and limits are counted from it.
    /// - Throws: ``FieldError`` for a reaction without a guide, a grade outside 1 to 4, an unknown therapy, an
    ///   impossible weight, an unknown flag or medicine.
    public static func answer(
        _ question: ManagementQuestion, protocols: Protocols
    ) throws(FieldError) -> ManagementAnswer {
        let library = protocols.library
        guard let guide = library.management(of: question.toxicity) else {
            throw FieldError(
                field: "toxicity", given: question.toxicity,
                allowed: "one of " + library.management.map(\.id).joined(separator: ", "), code: "management.unknown")
        }
        let therapy = try TherapyNames.therapy(question.therapy, in: protocols).therapy
        try check(question, guide: guide, library: library)
        let work = ManagementWork(question: question, guide: guide, therapy: therapy, protocols: protocols)
        return work.answer()
    }

    private static func check(
        _ question: ManagementQuestion, guide: ManagementGuide, library: ContentLibrary
    ) throws(FieldError) {
        let allowed = ManagementGuide.grades
        guard let worst = question.grades.max() else {
            throw FieldError(
                field: "grade", given: "nothing", allowed: "\(allowed.lowerBound) to \(allowed.upperBound)",
                code: "field.missing")
        }
        if let wrong = question.grades.sorted().first(where: { !allowed.contains($0) }) {
            throw FieldError(
                field: "grade", given: String(wrong),
                allowed: "\(allowed.lowerBound) to \(allowed.upperBound)\(worst == 0 ? " (0 is resolved)" : "")",
                code: "field.out-of-range")
        }
        if let weight = question.weight, !library.limits.weight.contains(weight) {
            throw FieldError(
                field: "weight", given: weight.description,
                allowed: "more than 0 and at most \(library.limits.weight.upperBound)", code: "field.out-of-range")
        }
        for flag in question.flags.keys.sorted() where guide.flag(flag) == nil {
            throw FieldError(
                field: "flags.\(flag)", given: "an unknown flag",
                allowed: "one of " + guide.flags.map(\.id).joined(separator: ", "), code: "field.unknown")
        }
        for given in question.given where library.medicine(given.medicine) == nil {
            let known = library.medicines.map(\.id)
            let hint = nearest(to: given.medicine, among: known).map { " (did you mean \($0)?)" } ?? ""
            throw FieldError(
                field: "given.medicine", given: given.medicine + hint,
                allowed: "one of " + known.joined(separator: ", "), code: "medicine.unknown")
        }
    }
}

/// One run of the engine.
struct ManagementWork {
    let question: ManagementQuestion
    let guide: ManagementGuide
    let therapy: Therapy
    let protocols: Protocols
    let worst: Int
    let rules: SiteRules
    let steps: [ManagementStep]
    /// Ids of steps that are done whichever of the possible grades it is.
    private let sharedSteps: Set<String>
    /// Medicines that are given whichever of the possible grades it is.
    private let sharedMedicines: Set<String>

    init(question: ManagementQuestion, guide: ManagementGuide, therapy: Therapy, protocols: Protocols) {
        self.question = question
        self.guide = guide
        self.therapy = therapy
        self.protocols = protocols
        let worst = question.grades.max() ?? ManagementGuide.grades.upperBound
        let rules = SiteRules(zone: .utc, choices: question.choices)
        self.worst = worst
        self.rules = rules
        let inForce = guide.steps.filter { step in
            (step.therapies.isEmpty || step.therapies.contains(therapy.id))
                && Self.isInForce(step.option, guide.choices, rules)
                && !step.onlyWith.contains { question.flags[$0] == false }
                && !step.notWith.contains { question.flags[$0] == true }
        }
        steps = inForce.filter { $0.grades.contains(worst) }
        sharedSteps = Set(steps.filter { question.grades.isSubset(of: $0.grades) }.map(\.id))
        let medicines = question.grades.map { grade in
            Set(
                inForce.filter { step in
                    step.grades.contains(grade) && !step.isIfNeeded
                        && step.onlyWith.allSatisfy { question.flags[$0] == true }
                        && step.notWith.allSatisfy { question.flags[$0] == false }
                }.compactMap { $0.give?.medicine })
        }
        sharedMedicines = medicines.dropFirst().reduce(medicines.first ?? []) { $0.intersection($1) }
    }

    private static func isInForce(_ option: ChoiceOption?, _ choices: [Choice], _ rules: SiteRules) -> Bool {
        guard let option, let choice = choices.first(where: { $0.id == option.choice }) else { return true }
        return rules.option(of: choice) == option.option
    }

    func answer() -> ManagementAnswer {
        let actions = steps.map { action($0) }
        return ManagementAnswer(
            toxicity: guide.id, therapy: therapy.id, grades: question.grades.sorted(), worst: worst,
            cautions: cautions(actions), actions: actions, dosing: dosing(), reassess: reassess(), choices: choices(),
            tallies: tallies())
    }

    // MARK: Actions

    private func action(_ step: ManagementStep) -> ManagementAction {
        let line = step.give.flatMap { give(_: $0) }
        return ManagementAction(
            id: step.id, section: step.section, isInfectionLine: step.isInfectionLine,
            isShared: sharedSteps.contains(step.id), condition: condition(step),
            text: text(step, line), give: line, citation: step.citation,
            unsigned: step.option.flatMap { isSigned($0.choice, guide.choices) ? nil : $0.choice })
    }

    private func text(_ step: ManagementStep, _ line: DoseLine?) -> String {
        guard let line else { return step.text }
        let name = line.name.prefix(1).uppercased() + line.name.dropFirst()
        switch line.permission {
        case .allowed:
            let text = step.text.replacing("{dose}", with: line.text).replacing("{repeat}", with: line.limits ?? "")
            return line.amount == nil ? text + " " + phrase(.manageWeigh) : text
        case .notBefore(_, let why), .refused(_, let why), .notOnFile(let why): return "\(name): \(why)"
        }
    }

    /// The conditions nobody has confirmed, in the guide's words. A medicine of the worst grade that a lower one, still
    /// possible, would not get waits for the grade; calls, oxygen and watching do not.
    private func condition(_ step: ManagementStep) -> String? {
        var open: [String] = []
        if question.grades.count > 1, let give = step.give, !sharedMedicines.contains(give.medicine) {
            open.append(phrase(.manageIfWorst, [("grade", String(worst))]))
        }
        open +=
            step.onlyWith.filter { question.flags[$0] == nil }.compactMap { guide.flag($0)?.ifYes }
            + step.notWith.filter { question.flags[$0] == nil }.compactMap { guide.flag($0)?.ifNo }
        return open.isEmpty ? nil : open.joined(separator: "; ")
    }

    func isSigned(_ id: String, _ choices: [Choice]) -> Bool {
        guard let option = question.choices[id] else { return false }
        return choices.first { $0.id == id }?.option(option) != nil
    }

    // MARK: Around the actions

    private func cautions(_ actions: [ManagementAction]) -> [ManagementCaution] {
        var cautions: [ManagementCaution] = []
        func add(_ id: PhraseID, _ values: [(String, String)] = []) {
            let phrase = protocols.phrase(id)
            cautions.append(
                ManagementCaution(
                    id: phrase.id, level: phrase.level, text: phrase.filled(values), citation: phrase.citation))
        }
        if question.grades.count > 1 {
            let words = question.grades.sorted().map(String.init).joined(separator: " or ")
            add(.manageWorst, [("grades", words), ("worst", String(worst))])
        }
        if question.weight == nil, actions.contains(where: { $0.give?.needsWeight == true }) { add(.manageWeigh) }
        let oldest = protocols.library.limits.weightMaximumAgeDays
        if let age = question.weightAgeDays, age > oldest {
            add(.weightOld, [("days", String(age)), ("maximum", String(oldest))])
        }
        if choices().contains(where: { !$0.isSigned }) { add(.manageUnsigned) }
        return cautions
    }

    private func reassess() -> ReassessmentTime? {
        guide.reassessment(grade: worst).map {
            ReassessmentTime(
                minutes: $0.minutes, due: question.now.adding(minutes: $0.minutes), text: $0.text,
                citation: $0.citation)
        }
    }

    /// Choices that decide something at this grade, and those of the medicines shown.
    private func choices() -> [ChoiceMade] {
        let asked = Set(guide.steps.filter { $0.grades.contains(worst) }.compactMap { $0.option?.choice })
        let medicines = Set(steps.compactMap { $0.give?.medicine })
        let own = guide.choices.filter { asked.contains($0.id) }
        let theirs = protocols.library.medicines.filter { medicines.contains($0.id) }.flatMap(\.choices)
        return (own + theirs).map { choice in
            ChoiceMade(
                id: choice.id, question: choice.question,
                options: choice.options.map {
                    ChoiceMade.Option(id: $0.id, text: $0.text, citation: $0.citation)
                }, chosen: rules.option(of: choice), isSigned: isSigned(choice.id, [choice]))
        }
    }

    func phrase(_ id: PhraseID, _ values: [(String, String)] = []) -> String { protocols.phrase(id).filled(values) }
}
