public import Clinical

/// What a grading table says about what was measured.
public struct GradeReading: Sendable {
    public let scale: Grading.Scale
    public let answer: TableAnswer
    /// When the signs it rests on were taken.
    public let at: Instant
    /// Worst grade still possible.
    public let worst: Int
    /// Lowest grade still possible among rows that give one; `nil` when the scale may not apply.
    public let least: Int?

    /// Every grade still possible, verdicts left out.
    func grades(in table: DecisionTable) -> Set<Int> { Set(answer.rows.compactMap { table.rows[$0].outcome.grade }) }
}

extension GradingScale {
    /// The CRS table asked with the newest vital signs of a course.
    ///
    /// - Parameter moment: When to answer for although nothing was measured; `nil` gives no answer then.
    /// - Parameter questions: Whether to rank what to ask next.
    func readCRS(
        _ state: CourseState, rules: SiteRules, otherwise moment: Instant? = nil, questions: Bool = false
    ) -> GradeReading? {
        guard let at = state.vitalsAt ?? moment else { return nil }
        let vitals = state.vitals
        var values = blank
        func set(_ position: Int?, _ value: Int) {
            if let position { values[position] = value }
        }
        let temperature = vitals.temperature == Vitals.missing ? state.temperatureSinceDose : vitals.temperature
        set(signs.temperature, Vitals.tableValue(temperature))
        let earlier = state.feverAt.map { $0 < at } ?? false
        set(signs.feverEarlier, earlier ? 1 : 0)
        let drug = state.feverDrugAt.flatMap { drug in state.feverAt.map { drug >= $0 } } ?? false
        set(signs.feverDrug, drug ? 1 : 0)
        set(signs.masking, state.isPremedicated(by: at) ? 1 : 0)
        set(signs.hypotension, vitals.hypotension.tableValue)
        set(signs.pressors, Vitals.tableValue(vitals.pressors))
        set(signs.vasopressin, vitals.vasopressin.tableValue)
        set(signs.oxygenDevice, Vitals.tableValue(vitals.oxygenDevice))
        set(signs.oxygenFlow, Vitals.tableValue(vitals.oxygenFlow))
        set(signs.oxygenReason, Vitals.tableValue(vitals.oxygenReason))
        applyChoices(&values, rules: rules)
        return reading(.crs, values, at: at, questions: questions)
    }

    /// The ICANS table asked with the newest neurologic examination.
    func readICANS(
        _ state: CourseState, rules: SiteRules, otherwise moment: Instant? = nil, questions: Bool = false
    ) -> GradeReading? {
        guard let at = state.neuroAt ?? moment else { return nil }
        let exam = state.neuro
        var values = blank
        func set(_ position: Int?, _ value: Int) {
            if let position { values[position] = value }
        }
        set(signs.ice, Vitals.tableValue(exam.ice))
        set(signs.arousal, Vitals.tableValue(exam.arousal))
        set(signs.seizure, Vitals.tableValue(exam.seizure))
        set(signs.edema, Vitals.tableValue(exam.edema))
        set(signs.weakness, exam.weakness.tableValue)
        set(signs.aphasia, exam.aphasia.tableValue)
        set(signs.pressureSigns, exam.pressureSigns.tableValue)
        applyChoices(&values, rules: rules)
        return reading(.icans, values, at: at, questions: questions)
    }

    private func applyChoices(_ values: inout [Int], rules: SiteRules) {
        for input in signed {
            if let index = input.words.firstIndex(of: rules.option(of: input.choice)) { values[input.position] = index }
        }
    }

    private func reading(_ scale: Grading.Scale, _ values: [Int], at: Instant, questions: Bool) -> GradeReading {
        let answer = table.answer(values, questions: questions)
        var worst: Int?
        var least: Int?
        var applies = true
        for row in answer.rows {
            guard let grade = table.rows[row].outcome.grade else {
                applies = false
                continue
            }
            worst = max(worst ?? grade, grade)
            least = min(least ?? grade, grade)
        }
        return GradeReading(scale: scale, answer: answer, at: at, worst: worst ?? 0, least: applies ? least : nil)
    }
}

extension Protocols {
    /// What a grading table says at the bedside: the signs since the last dose, and what to measure next. Answers when
    /// nothing was measured too: then everything is still possible.
    ///
    /// - Returns: `nil` when the content has no such scale.
    public func bedside(
        _ scale: Grading.Scale, _ state: CourseState, rules: SiteRules, now: Instant
    ) -> GradeReading? {
        guard let table = self.scale(scale) else { return nil }
        var fresh = state
        let since = state.lastDose?.at ?? state.startedAt ?? Instant(milliseconds: .min)
        // What was measured before the last dose says nothing about now.
        if let at = fresh.vitalsAt, at < since { (fresh.vitals, fresh.vitalsAt) = (Vitals(), nil) }
        if let at = fresh.neuroAt, at < since { (fresh.neuro, fresh.neuroAt) = (Neuro(), nil) }
        return switch scale {
        case .crs: table.readCRS(fresh, rules: rules, otherwise: now, questions: true)
        case .icans: table.readICANS(fresh, rules: rules, otherwise: now, questions: true)
        }
    }
}

/// Where a grading table asks for each sign that a course records; `nil` where it does not.
struct SignPositions: Sendable {
    let temperature, feverEarlier, feverDrug, masking: Int?
    let hypotension, pressors, vasopressin: Int?
    let oxygenDevice, oxygenFlow, oxygenReason: Int?
    let ice, arousal, seizure, edema: Int?
    let weakness, aphasia, pressureSigns: Int?

    /// - Parameters:
    ///   - index: Position of each question by its name.
    ///   - exceptedPressor: Position of the question for the one vasopressor that is counted apart.
    init(_ index: [String: Int], exceptedPressor: Int?) {
        temperature = index["temperature"]
        feverEarlier = index["fever-earlier"]
        feverDrug = index["fever-drug"]
        masking = index["masking"]
        hypotension = index["hypotension"]
        pressors = index["pressors"]
        vasopressin = exceptedPressor
        oxygenDevice = index["oxygen-device"]
        oxygenFlow = index["oxygen-flow"]
        oxygenReason = index["oxygen-reason"]
        ice = index["ice"]
        arousal = index["arousal"]
        seizure = index["seizure"]
        edema = index["edema"]
        weakness = index["weakness"]
        aphasia = index["aphasia"]
        pressureSigns = index["pressure-signs"]
    }
}

extension GradingScale {
    /// Position of the question for the one vasopressor that the table counts apart.
    static func exceptedPressor(_ table: DecisionTable) -> Int? {
        table.inputs.firstIndex { input in
            if case .anyOf("vasopressors", _) = input.origin { true } else { false }
        }
    }
}
