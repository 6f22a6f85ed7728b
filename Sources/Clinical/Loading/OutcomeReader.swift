/// Reads the `then:` of a row.
struct OutcomeReader {
    let log: FaultLog
    let openIDs: Set<String>
    let doseNames: Set<String>

    static let restartActions = ["too-early", "give-next", "continue", "repeat", "restart", "discontinue"]
    static let modificationActions = ["none", "withhold", "discontinue", "consider-discontinuation"]

    func read(_ tree: Tree, what: String, kind: DecisionTable.Kind) -> Outcome? {
        guard var map = MapReader(tree, what: "\(what): then", log: log) else { return nil }
        var outcome = Outcome()
        outcome.action = map.optionalText("action")
        outcome.dose = map.optionalText("dose")
        outcome.premedicate = map.yesNo("premedicate")
        outcome.reviewBenefitRisk = map.yesNo("review-benefit-risk") ?? false
        outcome.grade = map.wholeNumber("grade")
        outcome.verdict = map.optionalText("verdict")
        outcome.points = map.wholeNumber("points")
        outcome.category = map.optionalText("category")
        outcome.observation = map.optionalText("observation")
        outcome.nextDoseHospitalHours = map.optional("next-dose-hospital").flatMap {
            QuantityReader(log: log).hours($0, "\(what): next-dose-hospital")
        }
        outcome.nextDosePremedicate = map.yesNo("next-dose-premedicate")
        outcome.until = map.optionalText("until")
        outcome.say = map.optionalText("say")
        outcome.flags = map.texts("flags")
        outcome.followedBy = map.optional("followed-by").flatMap { followUp($0, what: what) }
        outcome.open = map.optionalText("open")
        map.finish()
        check(outcome, map: map, what: what, kind: kind)
        return outcome
    }

    private func followUp(_ tree: Tree, what: String) -> Outcome.FollowUp? {
        guard var map = MapReader(tree, what: "\(what): followed-by", log: log) else { return nil }
        let dose = map.text("dose")
        let days = map.required("after").flatMap { QuantityReader(log: log).days($0, "\(what): after") }
        let condition = map.optionalText("if")
        map.finish()
        guard let dose, let days else { return nil }
        checkDose(dose, what: what, at: map.place)
        return Outcome.FollowUp(dose: dose, afterDays: days, condition: condition)
    }

    private func check(_ outcome: Outcome, map: MapReader, what: String, kind: DecisionTable.Kind) {
        if let open = outcome.open, !openIDs.contains(open) {
            log.add(
                "unknown-open", "\(what) names the open statement \"\(open)\", which open: does not list", at: map.place
            )
        }
        if let dose = outcome.dose { checkDose(dose, what: what, at: map.place) }
        if let grade = outcome.grade, !(0...5).contains(grade) {
            log.add("grade", "\(what) has grade \(grade); expected 0 to 5", at: map.place)
        }
        let actions: [String]
        switch kind {
        case .restart: actions = Self.restartActions
        case .modification: actions = Self.modificationActions
        case .grade, .triage, .points, .category: actions = []
        }
        if let action = outcome.action, !actions.contains(action) {
            let known = actions.isEmpty ? "none in this kind of table" : actions.joined(separator: ", ")
            log.add("unknown-action", "\(what) has the action \"\(action)\"; expected \(known)", at: map.place)
        }
        let complete =
            switch kind {
            case .restart, .modification: outcome.action != nil || outcome.open != nil
            case .grade: outcome.grade != nil || outcome.verdict != nil || outcome.open != nil
            case .points: outcome.points != nil
            case .category: outcome.category != nil
            case .triage: outcome.say != nil
            }
        if !complete {
            log.add("outcome", "\(what) does not answer: \(kind.rawValue) rows need an answer", at: map.place)
        }
    }

    private func checkDose(_ dose: String, what: String, at place: Place) {
        guard !doseNames.contains(dose) else { return }
        let hint = nearest(to: dose, among: doseNames).map { "; did you mean \($0)?" } ?? ""
        log.add("unknown-dose", "\(what) names the dose \"\(dose)\", which no regimen has\(hint)", at: place)
    }
}
