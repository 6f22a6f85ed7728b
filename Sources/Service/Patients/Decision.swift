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
        let rules = RecordRules(protocols, rules: content.rules)
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

    /// A grade below what the signs support keeps what the table read, so that it is shown as overridden for ever.
    func marked(_ draft: Draft, on before: Chart, content: ReleaseContent, now: Instant) -> Draft {
        guard draft.type == .graded, case .object(let members) = draft.body, let grade = draft.body["grade"]?.int,
            (0...5).contains(grade), let scale = draft.body["scale"]?.string.flatMap(Self.scale)
        else { return draft }
        let given = Grading(scale: scale, grade: UInt8(clamping: grade), text: -1)
        let rest = members.filter { $0.key != Grading.leastKey }
        let least = RecordRules(content.protocols, rules: content.rules).least(
            given, at: draft.at, on: before, now: now)
        let mark = least.map { [JSON.Member(Grading.leastKey, .int($0))] } ?? []
        return Draft(draft.type, at: draft.at, .object(rest + mark))
    }

    private static func scale(_ word: String) -> Grading.Scale? {
        switch word {
        case "crs": .crs
        case "icans": .icans
        default: nil
        }
    }
}
