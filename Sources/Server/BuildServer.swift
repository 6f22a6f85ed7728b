import Clinical
import Course
public import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import Logging
import Practice
import Service

/// Builds the web server: reads templates and assets, checks them, and lays out the routes.
///
/// Nothing listens until the returned application runs.
///
/// - Throws: ``PagesError`` when a template or asset is missing or broken.
public func buildServer(
    settings: ServerSettings, world: ServerWorld, logger: Logger = Logger(label: "stepwell.server")
) throws -> some ApplicationProtocol {
    let crowd = Crowd(most: settings.limits.requests)
    let lean = world.practice.flatMap { practice in
        world.access.flatMap { access in
            LeanDoor(
                practice: practice, access: access, sameSite: settings.sameSite, crowd: crowd,
                isOnTLS: settings.isOnTLS)
        }
    }
    return try serve(
        makeRouter(settings: settings, world: world, crowd: crowd), lean, settings: settings, logger: logger)
}

/// What the server calls itself.
let serverName = "stepwell"

extension ServerSettings {
    var sameSite: SameSiteMiddleware { SameSiteMiddleware(publicNames: publicNames, behindProxy: behindProxy) }
}

/// All routes behind the middlewares every request passes.
func makeRouter(
    settings: ServerSettings, world: ServerWorld, crowd: Crowd? = nil
) throws -> Router<AppContext> {
    let assets = try Assets(folder: settings.assets)
    var pages = try Pages(folder: settings.templates, assets: assets, release: world.protocols.library.release)
    try pages.check(ErrorPages.templates + ReferenceController.templates + CalculatorsController.templates)
    try pages.check(ManagementController.templates)

    pages.hasAccounts = world.practice != nil
    let router = Router(context: AppContext.self, options: [.autoGenerateHeadEndpoints])
    router.middlewares.add(IncidentMiddleware(pages: pages, isOnTLS: settings.isOnTLS))
    router.middlewares.add(RequestLogMiddleware())
    router.middlewares.add(SecurityHeadersMiddleware(isOnTLS: settings.isOnTLS))
    router.middlewares.add(CrowdMiddleware(crowd: crowd ?? Crowd(most: settings.limits.requests)))
    router.middlewares.add(settings.sameSite)
    router.middlewares.add(AssetMiddleware(assets: assets))

    if let practice = world.practice {
        guard let access = world.access else { throw SettingsError.noAccounts }
        let clock = practice.world.now
        let now: @Sendable () -> Int64 = { clock().milliseconds }
        router.middlewares.add(GateMiddleware(world: access, now: now))
        try pages.check(
            BoardController.templates + PatientController.templates + ReleaseController.templates
                + RecordController.templates)
        try pages.check(SignInController.templates + JoinController.templates)
        router.get("/") { _, context in
            guard let viewer = context.viewer else { return Response.seeOther("/sign-in") }
            return Response.seeOther(viewer.may(.seeBoard) ? "/board" : "/account")
        }
        SignInController(pages: pages, world: access, now: now).addRoutes(to: router)
        JoinController(pages: pages, world: access).addRoutes(to: router)
        try OfficeRoutes.add(
            to: router,
            Office(
                pages: pages, world: access, practice: practice, scheme: settings.isOnTLS ? "https" : "http"))
        BoardController(pages: pages, practice: practice, access: access).addRoutes(to: router)
        PatientController(pages: pages, practice: practice).addRoutes(to: router)
        ReleaseController(pages: pages, practice: practice).addRoutes(to: router)
        RecordController(pages: pages, practice: practice, access: access).addRoutes(to: router)
        try pages.check(NightController.templates)
        NightController(pages: pages, practice: practice, access: access).addRoutes(to: router)
        if let signing = world.signing {
            try SigningPages.addRoutes(
                to: router, desk: .wired(pages, signing, practice, startsUnsigned: !access.policy.demoAccounts.isEmpty))
        }
    } else {
        router.get("/") { _, _ in Response.seeOther("/reference") }
    }
    let content: @Sendable () -> Protocols
    if let practice = world.practice { content = { practice.protocols } } else { content = { world.protocols } }
    var reference = ReferenceController(pages: pages, content: content)
    if let signing = world.signing { reference.sinceSigned = { await SigningDesk.sinceSigned(signing) } }
    reference.addRoutes(to: router)
    CalculatorsController(pages: pages, content: content).addRoutes(to: router)
    ManagementController(pages: pages, content: content, practice: world.practice).addRoutes(to: router)

    return router
}

/// Puts limits, and TLS where there are files for it, around the routes.
private func serve(
    _ router: Router<AppContext>, _ lean: LeanDoor?, settings: ServerSettings, logger: Logger
) throws -> Application<RouterResponder<AppContext>> {
    let limits = settings.limits
    let configuration = HTTP1Channel.Configuration(
        // The deadline also ends idle connections: the framework's own clock does not see what the lean door answers.
        additionalChannelHandlers: [RequestDeadline(limits)] + (lean.map { [LeanHandler($0)] } ?? []),
        httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 16 * 1024, maxHeaderListSize: 32 * 1024, maxHeaderFieldCount: 100))
    let base = HTTPServerBuilder { responder in
        OwnLoopChannel(base: HTTP1Channel(responder: responder, configuration: configuration))
    }
    let tls = try settings.tls.map { files in try TLS(files, logger: logger) }
    var application = Application(
        router: router, server: try tls.map { try .tls(base, tlsConfiguration: $0.configuration) } ?? base,
        configuration: ApplicationConfiguration(
            address: .hostname(settings.host, port: settings.port), serverName: serverName,
            availableConnectionsDelegate: MaximumAvailableConnections(limits.connections)),
        logger: logger)
    if let tls { application.addServices(tls.reloader) }
    return application
}

extension Response {
    /// After a form or a moved page: fetch this address with GET.
    static func seeOther(_ location: String) -> Response {
        Response(status: .seeOther, headers: [.location: location])
    }
}
