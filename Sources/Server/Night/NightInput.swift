import Clinical
import Course
import JSONText
import Service

/// What is typed on a night card, as entries of the record. The same questions as the recording forms ask.
struct NightInput {
    let scene: RecordScene
    var form: FormState

    init(scene: RecordScene, form: FormState) {
        self.scene = scene
        self.form = form
        self.form.setDefault("temperatureUnit", "C")
    }

    private var vitals: VitalsForm { VitalsForm(scene: scene) }
    private var neuro: NeuroForm { NeuroForm(scene: scene) }

    /// Signs of circulation and breath: what CRS is graded by.
    var signFields: [FormField] { vitals.questions(form) }
    /// The examination item by item: what ICANS is graded by.
    var examFields: [FormField] { neuro.questions(form) }

    /// One entry for each part in which something was typed; what cannot be read is marked.
    ///
    /// - Parameter at: When it was measured.
    mutating func drafts(at: Instant) -> [Draft] {
        var drafts: [Draft] = []
        for part in [vitals, neuro] as [any PlainRecordForm] {
            let names = part.questions(form).map(\.name).filter { $0 != "temperatureUnit" }
            guard names.contains(where: { form.given($0) != nil }) else { continue }
            let body = part.read(&form)
            if !body.members.isEmpty { drafts.append(Draft(part.type, at: at, .object(body.members))) }
        }
        return drafts
    }

    /// The record as if what is typed were in it; the record itself where nothing can be read.
    mutating func trial(at: Instant) -> (chart: Chart, state: CourseState) {
        var drafts = drafts(at: at)
        for _ in 0..<20 where !drafts.isEmpty {
            do throws(DraftTrial.Refusal) {
                if let trial = try DraftTrial.run(drafts, scene: scene) { return (trial.chart, trial.state) }
                break
            } catch {
                RecordRefusal.mark(error.error, &form, scene: scene)
                guard let rest = RecordRefusal.dropping(error.error.field, from: drafts[error.draft].body) else {
                    break
                }
                drafts[error.draft] = Draft(drafts[error.draft].type, at: at, rest)
            }
        }
        return (scene.record.chart, scene.state)
    }
}
