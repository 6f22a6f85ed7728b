import Clinical
import Course
import Service

/// Drafts tried on a copy of the record. Nothing is kept.
struct DraftTrial: Sendable {
    let chart: Chart
    /// Of the last draft.
    let fact: TimedFact
    let state: CourseState

    /// - Throws: the draft that was refused and why.
    static func run(_ drafts: [Draft], scene: RecordScene) throws(Refusal) -> DraftTrial? {
        var chart = scene.record.chart
        var last: TimedFact?
        let rules = RecordRules(scene.protocols)
        for (index, draft) in drafts.enumerated() {
            let entry = RecordedEvent(
                version: scene.record.version + index + 1, type: draft.type.rawValue, at: draft.at,
                recordedAt: scene.now, author: "", body: draft.body)
            do throws(FieldError) {
                try EventText.check(draft.type, draft.body)
                let (next, fact) = try EventReader(scene.protocols).adding(entry, to: chart)
                try rules.check(fact, on: chart, now: scene.now)
                chart = next
                last = fact
            } catch {
                throw Refusal(draft: index, error: error)
            }
        }
        guard let last else { return nil }
        return DraftTrial(chart: chart, fact: last, state: chart.state(fever: scene.limits.fever))
    }

    struct Refusal: Error {
        let draft: Int
        let error: FieldError
    }
}
