import Clinical
import Practice
import Service

/// Whether somebody who is signed in may pass a route, and what the audit keeps of it: the rules of every way in.
struct Admission: Sendable {
    let world: AccessWorld
    let now: @Sendable () -> Int64

    enum Verdict: Equatable {
        case admitted
        /// Their roles do not open it; says why for the audit.
        case noRole(String)
        /// Nothing else is open before a second factor is set up.
        case setUpFactor
        /// A second factor must be set up, or shown, to sign content.
        case signNeedsFactor
        case confirmFactor
        case notInCareTeam
    }

    /// From memory: where several nodes share the journal, care teams are read again before this is asked.
    ///
    /// - Parameter patient: The patient the address names; `nil` when it names none.
    func verdict(
        _ rule: RouteRule, _ viewer: Viewer, patient: String?, kind: RecordKind? = nil
    ) -> Verdict {
        if world.policy.factorBeforeAnything, viewer.person.needsSecondFactor, !viewer.person.hasSecondFactor,
            rule.need != .deed(.ownAccount)
        {
            return .setUpFactor
        }
        guard let deed = rule.need.deed, viewer.may(deed) else {
            return .noRole("no role for \(rule.need.deed?.rawValue ?? "this")")
        }
        if deed == .signContent, !viewer.person.hasSecondFactor { return .signNeedsFactor }
        if deed == .signContent, !viewer.session.factor { return .confirmFactor }
        if rule.need == .entry, let kind, !viewer.may(kind.deed) {
            return .noRole("no role for \(kind.deed.rawValue)")
        }
        guard rule.need.isAboutPatient, let patient else { return .admitted }
        let admits = world.patients.admits(viewer.person, to: patient, now: .init(milliseconds: now()))
        return admits ? .admitted : .notInCareTeam
    }

    /// What the audit keeps.
    ///
    /// - Parameter patient: What the address names as the patient; empty when it names none.
    func entry(
        _ act: AuditEntry.Act, _ rule: RouteRule, viewer: Viewer?, visit: OpenedLink? = nil, patient: String,
        what: String? = nil, from address: String, why: String = ""
    ) -> AuditEntry {
        let patient = visit?.patient ?? patient
        let isPatient = rule.isAboutOnePatient
        let glass = viewer.map {
            isPatient && world.patients.access(patient).hasBrokenGlass($0.person.id, at: .init(milliseconds: now()))
        }
        return AuditEntry(
            act, who: viewer?.person.id ?? visit?.id ?? "", at: .init(milliseconds: now()),
            patient: isPatient || visit != nil ? String(patient.prefix(64)) : "",
            site: viewer?.person.sites.min() ?? "", what: what ?? "\(rule.method) \(rule.path)", from: address,
            why: why.isEmpty && glass == true ? "broken glass" : why,
            role: viewer?.person.roles.sorted().map(\.rawValue).joined(separator: " ") ?? "")
    }
}
