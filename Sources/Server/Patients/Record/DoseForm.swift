import Clinical
import Course
import JSONText
import Service

/// A dose that was given: the next one on the plan is filled in already, with the amount for this weight.
struct DoseForm: PlainRecordForm {
    let scene: RecordScene
    let type = EventType.doseGiven
    let heading = "Which dose was given?"
    let verb = "Record dose"
    let whenLabel = "When was it given?"

    var blocked: RecordBlock? {
        scene.regimen == nil
            ? RecordBlock(
                line: "No course is started yet.", next: "Start a course", address: scene.address + "/record/start")
            : nil
    }

    /// The dose the plan expects next; `nil` when the content has no answer.
    private var expected: String? {
        guard let regimen = scene.regimen?.regimen, let next = scene.advice.next, let position = next.position,
            regimen.doses.indices.contains(position)
        else { return nil }
        switch next.basis {
        case .first, .schedule, .restart: return regimen.doses[position].name
        case .notOnFile, .discontinue, .outsideRegimen: return nil
        }
    }

    func prepare(_ form: inout FormState) {
        RecordTime(scene).prepare(&form)
        guard let expected else { return }
        form.setDefault("dose", expected)
        if let answer = calculated(expected), answer.mayBeDrawnUp {
            form.setDefault("amountMg", answer.amount.milligramsText)
        }
    }

    private func calculated(_ dose: String, weight: BodyWeight? = nil) -> DoseAnswer? {
        guard let plan = scene.plan, let regimen = scene.regimen?.regimen else { return nil }
        return try? DoseCalculator(scene.protocols).answer(
            plan, regimen: regimen, dose: dose, weight: weight ?? scene.state.weight)
    }

    /// What to draw up for the dose that is filled in.
    func answer() -> DoseAnswerView? {
        guard let plan = scene.plan, let expected, let answer = calculated(expected) else { return nil }
        return DoseAnswerView(answer, therapy: plan.therapy, weight: scene.state.weight)
    }

    func read(_ form: inout FormState) -> RecordBody {
        var body = RecordBody()
        body.text("dose", &form, orFail: "Choose the dose that was given.")
        body.number("amountMg", &form, example: "4.5")
        body.text("lot", form)
        body.text("site", form)
        if form.answer("confirm") == "yes" { body.text("override", form) }
        return body
    }

    func questions(_ form: FormState) -> [FormField] {
        let names = scene.regimen?.regimen.doses.map(\.name) ?? []
        var dose = form.select("dose", label: "Dose", [("", "choose")] + names.map { ($0, Wording.dose($0)) })
        dose.last = scene.state.lastDose.flatMap { last in
            scene.doseName(last.code).map { "Last: \(Wording.dose($0)), \(scene.momentAgo(last.at))" }
        }
        var amount = form.number("amountMg", label: "Amount given", unit: "mg")
        amount.hint = "Leave empty when it is not known."
        if let weight = scene.state.weight, let at = scene.state.weighedAt {
            amount.last = "Weight: \(weight), \(scene.momentAgo(at))"
        }
        return [dose, amount]
    }

    func extras(_ form: FormState) -> [FormField] {
        [
            form.text("lot", label: "Lot number", hint: "May stay empty."),
            form.text("site", label: "Place of injection", hint: "May stay empty. For example left abdomen."),
        ]
    }

    // MARK: What stands against it

    func standing() -> [AlertView] { alerts(scene.record.chart, at: scene.now).map(Self.view) }

    private static func view(_ line: AdviceLine) -> AlertView {
        AlertView(.init(line.level), line.what, why: line.why.isEmpty ? nil : line.why, source: line.citation)
    }

    func review(_ trial: DraftTrial, _ form: FormState) -> RecordReview {
        guard let plan = scene.plan, case .dose(let code, let amount) = trial.fact.fact else { return RecordReview() }
        var review = RecordReview()
        let found = contradictions(trial, plan: plan)
        let standing = alerts(trial.chart, at: trial.fact.at, without: trial.fact.version)
        review.alerts = found.map { AlertView($0) } + standing.map(Self.view)
        review.mustConfirm = !found.isEmpty || standing.contains { $0.level == .red }
        if let amount, let line = mismatch(code: code, amount: amount) {
            review.alerts.append(AlertView(.amber, line))
            review.mustConfirm = true
        }
        return review
    }

    /// The engine's review of this dose as if it were on record.
    private func contradictions(_ trial: DraftTrial, plan: TherapyProtocol) -> [Phrase.Filled] {
        guard let index = trial.state.doses.firstIndex(where: { $0.version == trial.fact.version }) else { return [] }
        let review = DoseReview(plan: plan, zone: scene.zone, limits: scene.limits)
        return review.contradictions(index, in: trial.state).map { contradiction in
            Phrase.Filled(
                scene.protocols.phrase(contradiction.kind.phrase),
                review.values(of: contradiction, in: trial.state, tense: .entered))
        }
    }

    /// What the advice warns of at a moment, as the record stands without the dose. Lines about the dose before are
    /// not about this one, and what the review says better is left to it.
    private func alerts(_ chart: Chart, at moment: Instant, without version: Int32? = nil) -> [AdviceLine] {
        let before = chart.standing.filter { $0.at <= moment && $0.version != version }
        let state = CourseState.fold(before, fever: scene.limits.fever)
        let left = version == nil ? ["dose-"] : ["dose-", "held", "infection-", "weight-"]
        return scene.record.content.advisor.advise(chart, state, now: moment).alerts
            .filter { line in !left.contains { line.id.hasPrefix($0) } }
    }

    /// A typed amount that is not the one on file for this dose and weight.
    private func mismatch(code: UInt8, amount: DoseAmount) -> String? {
        guard let name = scene.doseName(code), let answer = calculated(name), answer.isOnFile, answer.amount != amount
        else { return nil }
        return "\(amount) is not the amount on file for \(TherapyProtocol.title(name)): \(answer.amount)"
            + (scene.state.weight.map { " at \($0)." } ?? ".")
    }
}
