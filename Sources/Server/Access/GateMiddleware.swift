import Clinical
import HTTPTypes
import Hummingbird
import Practice
import Service

/// The door: finds out who comes, asks the table of routes what the route needs, and refuses the rest.
///
/// A route that is not in the table is refused. Every read of a record, search, export, print, sign-in and refusal is
/// an audit event on disk before the answer leaves.
struct GateMiddleware: RouterMiddleware {
    typealias Context = AppContext

    let world: AccessWorld
    let now: @Sendable () -> Int64

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        var request = request
        var context = context
        let path = context.endpointPath ?? ""
        guard path != "NotFound", !path.isEmpty else { return try await next(request, context) }
        guard let rule = RouteTable.rule(method: request.method.rawValue, path: path) else {
            throw PageRefusal.forbidden("This page is not open to anybody.")
        }
        let who = Newcomer(request: request, context: context, world: world)
        // Pages open to all need no journal: they are there while it is away.
        let state = rule.need == .open ? (try? await who.state()) ?? .none : try await who.state()
        switch state {
        case .active(let viewer): context.viewer = viewer
        case .locked where rule.need != .open: return who.turnAway(to: "/unlock", rule: rule)
        case .locked, .none: break
        }
        do {
            return try await admit(rule, who, &request, &context, next)
        } catch var refusal as PageRefusal {
            refusal.viewer = context.viewer
            throw refusal
        }
    }

    private func admit(
        _ rule: RouteRule, _ who: Newcomer, _ request: inout Request, _ context: inout AppContext,
        _ next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        switch rule.need {
        case .open: break
        case .visit:
            guard let visit = try await who.visit() else { throw PageRefusal.linkOver }
            context.visit = visit
        case .deed, .record, .entry:
            guard let viewer = context.viewer else { return who.turnAway(to: "/sign-in", rule: rule) }
            if rule.carriesFormToken, !who.isBearer { try await FormGuard.check(&request, viewer: viewer) }
            if let answer = try await refusal(rule, viewer, request, context) { return answer }
        }
        return try await serve(rule, request, context, next)
    }

    /// Runs the route with its audit event; what changes something is kept before, what is read beside it.
    private func serve(
        _ rule: RouteRule, _ request: Request, _ context: AppContext,
        _ next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        try await RequestScope.$viewer.withValue(context.viewer) {
            guard let act = act(rule, request) else { return try await next(request, context) }
            let entry = entry(act, rule, context)
            // What is recorded carries its author itself; everything else that changes something waits for the audit.
            guard rule.method == "GET" || act == .recorded else {
                try await keep(entry)
                return try await next(request, context)
            }
            // A task and not `async let`: the optimizer of Swift 6.3 frees the latter in the wrong order here.
            let kept = Task { try await keep(entry) }
            let response: Result<Response, any Error>
            do { response = .success(try await next(request, context)) } catch { response = .failure(error) }
            try await kept.value
            return try response.get()
        }
    }

    private func act(_ rule: RouteRule, _ request: Request) -> AuditEntry.Act? {
        rule.path == "/board" && request.uri.query?.contains("q=") == true ? .searched : rule.act
    }

    private func entry(
        _ act: AuditEntry.Act, _ rule: RouteRule, _ context: AppContext, why: String = ""
    ) -> AuditEntry {
        let patient = context.visit?.patient ?? context.parameters.get("id") ?? ""
        let isPatient = ["/patients/{id}", "/api/patients/{id}", "/n/{id}"].contains { rule.path.hasPrefix($0) }
        let glass = context.viewer.map {
            isPatient && world.patients.access(patient).hasBrokenGlass($0.person.id, at: .init(milliseconds: now()))
        }
        return AuditEntry(
            act, who: context.viewer?.person.id ?? context.visit?.id ?? "", at: .init(milliseconds: now()),
            patient: isPatient || context.visit != nil ? String(patient.prefix(64)) : "",
            site: context.viewer?.person.sites.sorted().first ?? "", what: "\(rule.method) \(rule.path)",
            from: context.address, why: why.isEmpty && glass == true ? "broken glass" : why)
    }

    private func keep(_ entry: AuditEntry) async throws {
        do {
            try await world.audit.keep(entry)
        } catch {
            throw PageRefusal.busy
        }
    }

    // MARK: Refusing

    private func refusal(
        _ rule: RouteRule, _ viewer: Viewer, _ request: Request, _ context: AppContext
    ) async throws -> Response? {
        if world.policy.factorBeforeAnything, viewer.person.needsSecondFactor, !viewer.person.hasSecondFactor,
            rule.need != .deed(.ownAccount)
        {
            return Newcomer.isInterface(request)
                ? try await refuse(rule, viewer, context, "set up a second factor first")
                : .seeOther("/account/second-factor")
        }
        guard let deed = rule.need.deed, viewer.may(deed) else {
            return try await refuse(rule, viewer, context, "no role for \(rule.need.deed?.rawValue ?? "this")")
        }
        if deed == .signContent, !viewer.person.hasSecondFactor { return .seeOther("/account/second-factor") }
        if deed == .signContent, !viewer.session.factor { return .seeOther("/account/confirm") }
        if rule.need == .entry, let kind = context.parameters.get("kind").flatMap({ RecordKind(rawValue: $0) }),
            !viewer.may(kind.deed)
        {
            return try await refuse(rule, viewer, context, "no role for \(kind.deed.rawValue)")
        }
        guard rule.need.isAboutPatient, let patient = context.parameters.get("id") else { return nil }
        if world.accounts.isShared { try await world.patients.refresh() }
        guard world.patients.admits(viewer.person, to: patient, now: .init(milliseconds: now())) else {
            let entry = entry(.refused, rule, context, why: "not in the care team")
            try await keep(entry)
            throw PageRefusal.notInCareTeam(patient: patient, mayBreakGlass: viewer.may(.breakGlass))
        }
        return nil
    }

    private func refuse(
        _ rule: RouteRule, _ viewer: Viewer, _ context: AppContext, _ why: String
    ) async throws -> Response? {
        try await keep(entry(.refused, rule, context, why: why))
        throw PageRefusal.forbidden("Your roles do not open this page.")
    }
}
