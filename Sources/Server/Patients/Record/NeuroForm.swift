import Clinical
import Course
import JSONText
import Service

/// A neurologic examination: the score item by item and the other signs of the grading table.
struct NeuroForm: PlainRecordForm {
    let scene: RecordScene
    let type = EventType.neuroExam
    let heading = "What does the examination show?"
    let verb = "Record examination"
    let hasPreview = true

    private var score: Score? { scene.protocols.icans?.toxicity.scores.first }

    func prepare(_ form: inout FormState) { RecordTime(scene).prepare(&form) }

    func read(_ form: inout FormState) -> RecordBody {
        var body = RecordBody()
        if let score {
            body.number(score.key, &form, example: String(score.maximum))
            var items: [JSON.Member] = []
            for item in score.items {
                guard let text = form.answer("\(score.itemsKey).\(item.key)") else { continue }
                guard let number = RecordBody.plain(text) else {
                    form.fail(
                        "\(score.itemsKey).\(item.key)",
                        "Given \(text.prefix(40)). Expected 0 to \(item.points) points.")
                    continue
                }
                items.append(.init(item.key, .number(number)))
            }
            if !items.isEmpty { body.put(score.itemsKey, .object(items)) }
        }
        body.text("arousal", form)
        body.text("seizure", form)
        body.text("edema", form)
        for name in ["deepFocalWeakness", "globalAphasia", "pressureSigns"] { body.yesNo(name, &form) }
        if body.members.isEmpty, !form.hasErrors, let first = questions(form).first {
            form.fail(first.name, "Fill in at least one finding.")
        }
        return body
    }

    func questions(_ form: FormState) -> [FormField] {
        let yesNo = [("yes", "yes"), ("no", "no"), ("", "not known")]
        func asked(_ name: String, _ input: String) -> FormField {
            form.segmented(
                name, label: FindingWords.question(input, .icans, scene) ?? name,
                FindingWords.options(input, .icans, scene))
        }
        func decided(_ name: String, _ input: String) -> FormField {
            form.segmented(name, label: FindingWords.question(input, .icans, scene) ?? name, yesNo)
        }
        return scoreFields(form) + [
            asked("arousal", "arousal"), asked("seizure", "seizure"), decided("deepFocalWeakness", "weakness"),
            asked("edema", "edema"), decided("pressureSigns", "pressure-signs"), decided("globalAphasia", "aphasia"),
        ]
    }

    private func scoreFields(_ form: FormState) -> [FormField] {
        guard let score else { return [] }
        let items = score.items.map { item in
            let points = (0...item.points).reversed().map { (String($0), Wording.count($0, "point")) }
            return form.segmented(
                "\(score.itemsKey).\(item.key)", label: "\(score.name): \(item.prompt)", points + [("", "not tested")])
        }
        var total = form.number(
            score.key, label: "Or the \(score.name) as a total", unit: "points",
            hint: "0 to \(score.maximum). Leave empty when the items are filled in.", whole: true)
        if scene.state.neuro.ice != Vitals.missing, let at = scene.state.neuroAt {
            total.last = "Last: \(Wording.count(Int(scene.state.neuro.ice), "point")), \(scene.momentAgo(at))"
        }
        return items + [total]
    }

    /// The score so far, and the grade the table reads from it.
    func review(_ trial: DraftTrial, _ form: FormState) -> RecordReview {
        guard let score, !form.hasErrors, case .neuro(let exam) = trial.fact.fact else { return RecordReview() }
        let tested = score.items.filter { form.answer("\(score.itemsKey).\($0.key)") != nil }.count
        let line =
            exam.ice != Vitals.missing
            ? "\(score.name): \(exam.ice) of \(score.maximum)."
            : "\(score.name): open. \(tested) of \(score.items.count) items are filled in; an item not tested is not scored 0."
        let reading = SignsReading(.icans, chart: trial.chart, state: trial.state, scene: scene)
        return RecordReview(alerts: [AlertView(.info, line, source: score.citation)] + reading.alerts)
    }
}
