public import Clinical

/// What must hold before an event may join a record, beyond its fields being readable.
public struct RecordRules: Sendable {
    let protocols: Protocols
    let rules: SiteRules?

    /// - Parameter rules: What the site signed; without it grades are not held against the signs.
    public init(_ protocols: Protocols, rules: SiteRules? = nil) {
        self.protocols = protocols
        self.rules = rules
    }

    /// - Parameters:
    ///   - fact: The decoded new event.
    ///   - chart: The record before it.
    ///   - now: When it is being recorded; nothing clinical happens after this.
    /// - Throws: ``FieldError`` naming the field to mend.
    public func check(_ fact: TimedFact, on chart: Chart, now: Instant) throws(FieldError) {
        guard fact.at <= now else {
            throw FieldError(
                field: "at", given: fact.at.iso, allowed: "a time that has passed (now \(now.iso))",
                code: "record.future")
        }
        if let born = chart.patient.born, Zone.utc.day(of: fact.at) < born - 1 {
            throw FieldError(
                field: "at", given: fact.at.iso, allowed: "a time after the date of birth, \(born)",
                code: "record.before-birth")
        }
        let registered = chart.facts.first { if case .registered = $0.fact { true } else { false } }
        if case .registered = fact.fact { return }
        guard let registered else {
            throw FieldError(
                field: "type", given: "an event for an unknown patient", allowed: "a registration first",
                code: "record.not-registered")
        }
        switch fact.fact {
        case .dose: try checkDose(fact, on: chart, registered: registered.at)
        case .corrected(let version, _): try checkCorrection(version, on: chart)
        case .started: try checkStart(on: chart)
        case .releaseMoved:
            guard chart.plan != nil else {
                throw FieldError(
                    field: "type", given: "a move of a course that was not started", allowed: "a started course",
                    code: "event.not-started")
            }
        case .graded(let grading) where grading.text < 0:
            guard let least = least(grading, at: fact.at, on: chart, now: now) else { return }
            throw FieldError(
                field: "reason", given: "nothing",
                allowed:
                    "why the grade is \(grading.grade) although the table reads at least \(least) from the newest signs",
                code: "record.grade-below-signs")
        case .resumed:
            guard chart.state(fever: protocols.library.limits.fever).isHeld else {
                throw FieldError(
                    field: "type", given: "resumed", allowed: "an open hold to end", code: "record.not-held")
            }
        default: break
        }
    }

    /// The least grade that the newest signs support, when the one given is lower.
    ///
    /// Signs are asked as if nobody had graded them yet; those taken after the grade do not count against it.
    public func least(_ grading: Grading, at: Instant, on chart: Chart, now: Instant) -> Int? {
        guard let rules, let table = protocols.scale(grading.scale)?.table else { return nil }
        var state = chart.state(fever: protocols.library.limits.fever)
        let signsAt = grading.scale == .crs ? state.vitalsAt : state.neuroAt
        guard let signsAt, signsAt <= at else { return nil }
        switch grading.scale {
        case .crs: state.crs.gradedAt = nil
        case .icans: state.icans.gradedAt = nil
        }
        let lines = Advisor(protocols, rules: rules).advise(chart, state, now: now).advice
        let read = lines.filter { $0.table == table.id }.map { line in
            table.rows.first { $0.id == line.row }?.outcome.grade
        }
        guard !read.isEmpty, !read.contains(nil), let least = read.compactMap({ $0 }).min() else { return nil }
        return Int(grading.grade) < least ? least : nil
    }

    private func checkDose(_ fact: TimedFact, on chart: Chart, registered: Instant) throws(FieldError) {
        guard fact.at >= registered else {
            throw FieldError(
                field: "at", given: fact.at.iso, allowed: "a time after the registration at \(registered.iso)",
                code: "record.dose-before-registration")
        }
        let same = chart.standing.contains {
            if case .dose = $0.fact { return $0.at == fact.at }
            return false
        }
        if same {
            throw FieldError(
                field: "at", given: fact.at.iso, allowed: "a time at which no dose is recorded yet",
                code: "record.dose-twice")
        }
    }

    private func checkStart(on chart: Chart) throws(FieldError) {
        let started = chart.standing.contains { if case .started = $0.fact { true } else { false } }
        if started {
            throw FieldError(
                field: "type", given: "a second start", allowed: "one course a record; correct the first one instead",
                code: "record.already-started")
        }
    }

    private func checkCorrection(_ version: Int32, on chart: Chart) throws(FieldError) {
        // An entry that cannot be read is corrected too, so that it stops alarming.
        if chart.unreadable.contains(where: { $0.version == Int(version) }) { return }
        guard let wrong = chart.facts.first(where: { $0.version == version }) else {
            throw FieldError(
                field: "version", given: String(version), allowed: "an entry of this record",
                code: "record.no-such-entry")
        }
        switch wrong.fact {
        case .corrected, .registered:
            throw FieldError(
                field: "version", given: String(version),
                allowed: "an entry that is neither a registration nor a correction",
                code: "record.cannot-correct")
        default: break
        }
        if chart.struck.contains(version) {
            throw FieldError(
                field: "version", given: String(version), allowed: "an entry that was not corrected before",
                code: "record.corrected-before")
        }
    }
}
