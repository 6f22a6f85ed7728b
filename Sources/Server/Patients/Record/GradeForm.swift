import Clinical
import Course
import JSONText
import Service

/// A grade a clinician assigns; what the table reads from the newest signs is shown first.
struct GradeForm: PlainRecordForm {
    let scene: RecordScene
    let type = EventType.graded
    let heading = "Which grade do you assign?"
    let verb = "Record grade"
    let whenLabel = "From when does it count?"

    private func reading(_ scale: Grading.Scale) -> SignsReading {
        SignsReading(scale, chart: scene.record.chart, state: scene.state, scene: scene)
    }

    func prepare(_ form: inout FormState) {
        RecordTime(scene).prepare(&form)
        let read = Grading.Scale.allCases.filter { !reading($0).rows.isEmpty }
        if read.count == 1, let scale = read.first { form.setDefault("scale", scale == .crs ? "crs" : "icans") }
    }

    func notes() -> [AlertView] {
        let read = Grading.Scale.allCases.flatMap { reading($0).alerts }
        return read.isEmpty ? [AlertView(.info, "The newest signs on record call for no grade.")] : read
    }

    func read(_ form: inout FormState) -> RecordBody {
        var body = RecordBody()
        if let other = otherScale(&form) {
            for (key, value) in other { body.put(key, .string(value)) }
        } else {
            body.text("scale", &form, orFail: "Choose CRS or ICANS, or another scale.")
        }
        if body.isScore(scene) {
            body.number("points", &form, example: "3")
        } else {
            if form.answer("grade") == nil { form.fail("grade", "Choose a grade; 0 means resolved.") }
            body.number("grade", &form, example: "2")
        }
        body.text("reason", form)
        return body
    }

    func questions(_ form: FormState) -> [FormField] {
        var grade = form.segmented(
            "grade", label: "Grade", hint: "0 means resolved.", (0...5).map { (String($0), String($0)) })
        let last = Grading.Scale.allCases.compactMap { scale in
            let track = scene.state.track(scale)
            return track.grade.map { "\(SignsReading.name(scale)) grade \($0), \(track.gradedAt.map(scene.ago) ?? "")" }
        }
        if !last.isEmpty { grade.last = "Last: " + last.joined(separator: "; ") }
        return [
            form.segmented(
                "scale", label: "Which reaction?", [("crs", "CRS"), ("icans", "ICANS"), ("other", "another scale")]),
            grade,
            form.area("reason", label: "Reason", hint: "Needed when the grade is lower than the table reads."),
        ]
    }

    func extras(_ form: FormState) -> [FormField] {
        let none = (value: "", label: "none")
        return [
            form.select(
                "other", label: "Another scale, with its version", [none] + others.map { ($0.value, $0.label) }),
            form.number("points", label: "Points, for a score", unit: "points", whole: true),
        ]
    }

    /// Every part of every scale in each of its versions; the value is what the event holds, apart by colons.
    private var others: [(value: String, label: String)] {
        scene.protocols.library.scales.flatMap { scale in
            scale.parts.flatMap { part in
                (part.versions.isEmpty ? [""] : part.versions).map { version in
                    let term = scale.terms.count > 1 ? part.term : ""
                    let name = version.isEmpty || version == ScaleGrader.unstated ? "" : " v\(version)"
                    let title = term.isEmpty ? scale.abbreviation : "\(scale.abbreviation)\(name): \(part.title)"
                    return ("\(scale.id):\(term):\(version)", title)
                }
            }
        }
    }

    /// The fields of another scale that was chosen; `nil` for CRS and ICANS.
    private func otherScale(_ form: inout FormState) -> [(String, String)]? {
        guard form.answer("scale") == "other" else { return nil }
        guard let chosen = form.answer("other"), others.contains(where: { $0.value == chosen }) else {
            form.fail("other", "Choose which scale.")
            return []
        }
        let parts = chosen.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        return zip(["scale", "term", "version"], parts).filter { !$0.1.isEmpty }
    }

    func review(_ trial: DraftTrial, _ form: FormState) -> RecordReview {
        guard case .graded(let grading) = trial.fact.fact, grading.text < 0 else { return RecordReview() }
        let reading = reading(grading.scale)
        guard let least = reading.least, Int(grading.grade) < least else { return RecordReview() }
        let line = "The table reads \(reading.words) from the newest signs. Write why the grade is lower."
        return RecordReview(problems: [("reason", line)])
    }
}

extension RecordBody {
    /// Whether the scale gives points rather than a grade.
    fileprivate func isScore(_ scene: RecordScene) -> Bool {
        let id = members.first { $0.key == "scale" }?.value.string ?? ""
        return scene.protocols.library.scale(id)?.parts.contains {
            if case .points = $0.method { true } else { false }
        } ?? false
    }
}
