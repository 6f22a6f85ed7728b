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
    private var admission: Admission { Admission(world: world, now: now) }

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
            if let answer = try await refusal(rule, viewer, who, context) { return answer }
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
            guard rule.method == "GET" else {
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
        admission.entry(
            act, rule, viewer: context.viewer, visit: context.visit, patient: context.parameters.get("id") ?? "",
            what: ActWords.what(rule, context), from: context.address, why: why)
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
        _ rule: RouteRule, _ viewer: Viewer, _ who: Newcomer, _ context: AppContext
    ) async throws -> Response? {
        let patient = context.parameters.get("id")
        if rule.need.isAboutPatient, world.accounts.isShared { try await world.patients.refresh() }
        let kind = context.parameters.get("kind").flatMap { RecordKind(rawValue: $0) }
        switch admission.verdict(rule, viewer, patient: patient, kind: kind) {
        case .admitted: return nil
        case .noRole(let why): return try await refuse(rule, viewer, context, why)
        case .setUpFactor where Newcomer.isInterface(who.request):
            return try await refuse(rule, viewer, context, "set up a second factor first")
        case .setUpFactor, .signNeedsFactor: return who.detour(to: "/account/second-factor", rule: rule)
        case .confirmFactor: return who.detour(to: "/account/confirm", rule: rule)
        case .notInCareTeam:
            try await keep(entry(.refused, rule, context, why: "not in the care team"))
            throw PageRefusal.notInCareTeam(patient: patient ?? "", mayBreakGlass: viewer.may(.breakGlass))
        }
    }

    private func refuse(
        _ rule: RouteRule, _ viewer: Viewer, _ context: AppContext, _ why: String
    ) async throws -> Response? {
        try await keep(entry(.refused, rule, context, why: why))
        throw PageRefusal.forbidden("Your roles do not open this page.")
    }
}
