import Clinical
import Course
import JSONText
import Journal
import Practice

/// What drafts lead to on top of a chart.
struct Decision: Sendable {
    let version: Int
    let chart: Chart
    let state: CourseState
    /// The new entries alone.
    let entries: [RecordedEvent]
}

extension PracticeService {
    /// Reads, checks and folds drafts on top of a chart: the one way anything joins a record.
    func decide(
        _ drafts: [Draft], on before: Chart, version: Int, content: ReleaseContent, author: String,
        now: Instant
    ) throws(RecordError) -> Decision {
        let protocols = content.protocols
        let reader = EventReader(protocols)
        let rules = RecordRules(protocols)
        let name = names(author)
        var chart = before
        var entries: [RecordedEvent] = []
        entries.reserveCapacity(drafts.count)
        do {
            for draft in drafts {
                try EventText.check(draft.type, draft.body)
                let entry = RecordedEvent(
                    version: version + entries.count + 1, type: draft.type.rawValue, at: draft.at, recordedAt: now,
                    author: name, body: draft.body)
                let (next, fact) = try reader.adding(entry, to: chart)
                try rules.check(fact, on: chart, now: now)
                entries.append(entry)
                chart = next
            }
        } catch {
            throw .field(error)
        }
        return Decision(
            version: version + entries.count, chart: chart, state: chart.state(fever: content.fever), entries: entries)
    }

    /// What the journal is given: the events, and the summary lists are made from.
    func append(
        _ drafts: [Draft], of id: String, from version: Int, to chart: Chart, _ state: CourseState,
        content: ReleaseContent, author: String, now: Instant
    ) throws(JournalError) -> (append: Append, summary: PatientSummary) {
        let advice = content.advisor.advise(chart, state, now: now)
        let summary = PatientSummary(
            id: id, version: version + drafts.count, chart: chart, state: state, advice: advice,
            content: contentKey)
        let events = drafts.map { draft in
            NewEvent(
                id: world.newID(), type: draft.type.rawValue, occurredAt: draft.at.milliseconds, author: author,
                site: site.id, body: draft.body.canonicalBytes())
        }
        let append = Append(
            stream: try StreamID(kind: "patient", id: id), expectedVersion: version, events: events,
            summaryWakeAt: advice.wakeAt?.milliseconds, summaryBody: summary.body, recordedAt: now.milliseconds)
        return (append, summary)
    }
}
