import Clinical
public import Course
import JSONText
import Practice
import Synchronization

/// Which content advises: the one in force for the site, and for each course the release it runs under.
extension PracticeService {
    /// The content in force: protocols and rules that belong together. Changes when the site signs, on any node.
    public var content: ReleaseContent { inForce.withLock { $0.content } }
    public var protocols: Protocols { content.protocols }
    public var rules: SiteRules { content.rules }
    public var advisor: Advisor { content.advisor }
    /// With which summaries are marked; of the content in force, so that a change is seen for pinned courses, too.
    var contentKey: String { content.key }

    /// Puts in force what the site signed since, on whichever node it was signed.
    public func refreshContent() async throws(RecordError) {
        guard let releases else { return }
        let newest = try await releases.newest(content)
        let changed = inForce.withLock { held in
            guard newest.version > held.content.version else { return false }
            let changed = newest.key != held.content.key
            held.content = newest
            if changed { held.era += 1 }
            return changed
        }
        if changed { isStale.withLock { $0 = true } }
    }

    /// Patients whose summary was made under other content.
    func stale(atMost: Int, besides: Set<String>) -> [String] {
        guard atMost > 0, isStale.withLock({ $0 }) else { return [] }
        // Said first: content that changes while the patients are looked through says it again.
        isStale.withLock { $0 = false }
        let key = contentKey
        let ids = summaries.withLock { kept in
            Array(kept.values.lazy.filter { $0.content != key && !besides.contains($0.id) }.prefix(atMost).map(\.id))
        }
        if !ids.isEmpty { isStale.withLock { $0 = true } }
        return ids
    }

    // MARK: A course and its release

    /// Reads entries with the release their course is pinned to.
    func makeRecord(_ id: String, entries: [RecordedEvent]) async throws(RecordError) -> PatientRecord {
        let current = inForce.withLock { $0 }
        let (content, standing) = try await content(for: entries, current: current.content)
        return makeRecord(id, entries: entries, content: content, standing: standing, era: current.era)
    }

    private func makeRecord(
        _ id: String, entries: [RecordedEvent], content: ReleaseContent, standing: ReleaseStanding, era: Int
    ) -> PatientRecord {
        let chart = EventReader(content.protocols).chart(entries)
        return PatientRecord(
            id: id, version: entries.count, entries: entries, chart: chart, state: chart.state(fever: content.fever),
            content: content, standing: standing, era: era)
    }

    private func content(
        for entries: [RecordedEvent], current: ReleaseContent
    ) async throws(RecordError) -> (ReleaseContent, ReleaseStanding) {
        guard let releases, PinnedRelease.isStarted(entries) else { return (current, .current) }
        guard let pin = PinnedRelease.of(entries) else { return (current, .unnamed) }
        if pin == current.signed?.pin || (current.signed == nil && pin == current.name) { return (current, .current) }
        if let pinned = try await releases.pinned(pin) { return (pinned, .pinned) }
        return (current, .notOnFile(pin))
    }

    /// The record as it stood after its entry `version`, read with the release of that day: what was decided then can be
    /// shown with the rules it was decided by.
    ///
    /// - Parameter version: From 0; more than there are gives the record as it is.
    public func record(_ id: String, asOf version: Int) async throws(RecordError) -> PatientRecord {
        let record = try await record(id)
        guard version < record.version else { return record }
        return try await makeRecord(id, entries: Array(record.entries.prefix(max(0, version))))
    }

    // MARK: Recording

    /// Refuses a start or a move that the site has not signed for; a start is given the release it runs under.
    func admit(_ drafts: [Draft]) async throws(RecordError) -> [Draft] {
        let moves = drafts.contains { $0.type == .releaseMoved }
        guard moves || drafts.contains(where: { $0.type == .courseStarted }) else { return drafts }
        guard let releases else {
            if moves { throw .notSigned("no release is signed here, so there is none to move to") }
            return drafts
        }
        try await refreshContent()
        if let line = await releases.refusalToStart() { throw .notSigned(line) }
        let content = content
        var admitted: [Draft] = []
        for draft in drafts {
            switch draft.type {
            case .courseStarted: admitted.append(draft.naming(content))
            case .releaseMoved:
                guard let newest = content.signed?.pin, draft.body["release"]?.string == newest else {
                    throw .field(
                        FieldError(
                            field: "release", given: draft.body["release"]?.text ?? "nothing",
                            allowed: "the release signed last; look at what differs again",
                            code: "release.not-newest"))
                }
                admitted.append(draft.naming(content))
            default: admitted.append(draft)
            }
        }
        return admitted
    }

    /// The record to decide on: a start or a move is read with the content it brings in force.
    func ground(for drafts: [Draft], on before: PatientRecord) throws(RecordError) -> PatientRecord {
        let moves = drafts.contains { $0.type == .releaseMoved }
        guard releases != nil, moves || drafts.contains(where: { $0.type == .courseStarted }) else { return before }
        let current = inForce.withLock { $0 }
        if moves, before.standing == .current {
            throw .field(
                FieldError(
                    field: "release", given: current.content.name,
                    allowed: "another release than the one the course runs under", code: "release.same"))
        }
        return makeRecord(
            before.id, entries: before.entries, content: current.content, standing: .current, era: current.era)
    }

    /// A correction may take a start or a move back, and with it the release.
    func settled(_ after: PatientRecord, after drafts: [Draft]) async throws(RecordError) -> PatientRecord {
        guard releases != nil, drafts.contains(where: { PinnedRelease.types.contains($0.type) }) else { return after }
        return try await makeRecord(after.id, entries: after.entries)
    }
}

extension Draft {
    /// The same with the release it runs under, whatever it named before: the hash that pins it and the name people read.
    fileprivate func naming(_ content: ReleaseContent) -> Draft {
        var members = (body.members ?? []).filter { $0.key != "release" && $0.key != "releaseName" }
        members.append(JSON.Member("release", .string(content.signed?.pin ?? content.name)))
        if content.signed != nil { members.append(JSON.Member("releaseName", .string(content.name))) }
        return Draft(type, at: at, .object(members))
    }
}

extension ReleaseShelf {
    func newest(_ known: ReleaseContent?) async throws(RecordError) -> ReleaseContent {
        do throws(SigningError) {
            return try await current(known: known)
        } catch {
            throw .journal(code: error.code, message: error.description)
        }
    }

    fileprivate func pinned(_ pin: String) async throws(RecordError) -> ReleaseContent? {
        do throws(SigningError) {
            return try await content(pinned: pin)
        } catch {
            throw .journal(code: error.code, message: error.description)
        }
    }
}
